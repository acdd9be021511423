import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { measureTree } from '../process-tree.mjs';

const startMs = 60_000;
const stopMs = 5_000;

/** Servers are in groups of their own, so a run that is broken off has to end them itself. */
const running = new Set();
process.once('exit', () => {
  for (const pid of running) process.kill(-pid, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** A server process that said `Ready on <port>`, with everything it started. */
export class RunningServer {
  #process;
  #output;

  constructor(process, port, output) {
    this.#process = process;
    this.#output = output;
    this.port = port;
    this.pid = process.pid;
  }

  /** Starts a script; resolves once it answers. @throws Error with its output when it ends before that. */
  static async start(script, args, env = {}) {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a crash takes the server and its workerd at one blow.
      detached: true,
      env: { ...process.env, ...env },
    });
    running.add(child.pid);
    child.once('exit', () => running.delete(child.pid));
    const output = [];
    const ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${script} is not ready:\n${output.join('\n')}`)), startMs);
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          if (output.length < 1_000) output.push(line);
          const match = /^Ready on (\d+)$/.exec(line);
          if (match) {
            clearTimeout(timer);
            resolve(new RunningServer(child, Number(match[1]), output));
          }
        });
      }
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`${script} ended with ${code}:\n${output.join('\n')}`));
      });
    });
    return ready;
  }

  /** How many of the first thousand lines of its output match. */
  countLines(pattern) {
    return this.#output.filter((line) => pattern.test(line)).length;
  }

  /** Processor time and memory of the whole process tree. */
  measure(wanted) {
    return measureTree(this.pid, wanted);
  }

  /** A power cut: SIGKILL to everything at once. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async stop() {
    await this.#end('SIGTERM');
  }

  async #end(signal) {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    process.kill(-this.pid, signal);
    const late = setTimeout(() => process.kill(-this.pid, 'SIGKILL'), stopMs);
    await ended;
    clearTimeout(late);
  }
}
