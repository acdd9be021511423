import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
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
  #lines;

  constructor(process, lines, port, inspectorPort) {
    this.#process = process;
    this.#lines = lines;
    this.port = port;
    this.inspectorPort = inspectorPort;
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
    /** What it says before it is ready, for the error. */
    const output = [];
    const keep = (line) => output.push(line);
    const lines = new EventEmitter().on('line', keep);
    const ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${script} is not ready:\n${output.join('\n')}`)), startMs);
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.emit('line', line);
          const match = /^Ready on (\d+)(?: inspected on (\d+))?$/.exec(line);
          if (match) {
            clearTimeout(timer);
            lines.off('line', keep);
            resolve(new RunningServer(child, lines, Number(match[1]), match[2] && Number(match[2])));
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

  /** Counts the lines of its output that match, from now on. @returns {() => number} */
  countLines(pattern) {
    let count = 0;
    this.#lines.on('line', (line) => {
      if (pattern.test(line)) count++;
    });
    return () => count;
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
