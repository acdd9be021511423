import { spawn } from 'node:child_process';

/** Children that are running now; a signal to us is passed on to each of them. */
const running = new Set();
let stopping = false;

/** How long a child may take to end after a signal before it is killed. */
const stopGraceMs = 10_000;

const parentCheckMs = 500;

/**
 * Starts a program in a process group of its own, so that one signal ends all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} options
 */
export function start(command, args, { cwd, env, stdio = ['ignore', 'inherit', 'inherit'] }) {
  const child = spawn(command, args, { cwd, env, stdio, detached: process.platform !== 'win32' });
  running.add(child);
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
  return { child, ended: /** @type {Promise<number>} */ (ended) };
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, quiet?: boolean }} options quiet: its output is shown only when it fails
 * @returns {Promise<number>} its exit code
 */
export async function run(command, args, { cwd, env, quiet = false }) {
  if (!quiet) return start(command, args, { cwd, env }).ended;
  const { child, ended } = start(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const code = await ended;
  if (code !== 0 && !stopping) process.stderr.write(Buffer.concat(output));
  return code;
}

/**
 * Sends a signal to a child and all that it started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    // It ended between the event and now: what we wanted.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a child that does not end by itself, and all that it started.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endTree(child) {
  signalTree(child, 'SIGKILL');
}

/** Whether we were told to stop: then the end of a child is no failure. */
export function isStopping() {
  return stopping;
}

/** From now on SIGINT, SIGTERM, SIGHUP and the end of the npm that started us end all children first, and then this process. */
export function stopOnSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  if (process.env.npm_lifecycle_event === undefined) return;
  // npm passes a signal on to its shell, and some shells die of it without telling us: then we have another parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) stop();
  }, parentCheckMs);
  watch.unref();
}

function stop() {
  if (stopping) return;
  stopping = true;
  for (const child of running) signalTree(child, 'SIGTERM');
  const deadline = setTimeout(() => {
    for (const child of running) signalTree(child, 'SIGKILL');
  }, stopGraceMs);
  deadline.unref();
}
