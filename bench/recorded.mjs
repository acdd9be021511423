import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { benchDirectory, rootDirectory } from './toolchain.mjs';

const directory = join(benchDirectory, 'recorded');
const pathOf = (name) => join(directory, `${name}.json`);

/**
 * Keeps what a whole run of one workload found, in place of what was kept before. Ratios are made within a workload's own run, so
 * workloads may be measured on different days.
 * @param {{ failed?: boolean, notes?: string[], tables: object[], targets: object[] }} result
 */
export function record(name, result, seconds) {
  mkdirSync(directory, { recursive: true });
  const entry = {
    date: new Date().toISOString().slice(0, 10),
    commit: currentCommit(),
    seconds: Math.round(seconds),
    environment: environment(),
    ...result,
  };
  writeFileSync(pathOf(name), `${JSON.stringify(entry, null, 2)}\n`);
}

/** What was last recorded of a workload, or undefined. */
export function readRecorded(name) {
  return existsSync(pathOf(name)) ? JSON.parse(readFileSync(pathOf(name), 'utf8')) : undefined;
}

/** The commit that was measured, marked when files differed from it; null outside a repository. */
function currentCommit() {
  try {
    const git = (...args) =>
      execFileSync('git', args, { cwd: rootDirectory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const measured = ['src', 'durable-objects', 'web', 'bench/workloads', 'bench/clients', 'bench/servers', 'package-lock.json'];
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', ...measured) === '' ? '' : ' with changes'}`;
  } catch {
    return null;
  }
}

function environment() {
  const processors = cpus();
  const versions = [
    `Node ${process.versions.node}`,
    `workerd ${version(rootDirectory, 'workerd')}`,
    `Yjs ${version(benchDirectory, 'yjs')}`,
    `y-partyserver ${version(benchDirectory, 'y-partyserver')}`,
    `@hocuspocus/server ${version(benchDirectory, '@hocuspocus/server')}`,
    `@y/websocket-server ${version(benchDirectory, '@y/websocket-server')}`,
    `Socket.IO ${version(benchDirectory, 'socket.io')}`,
    `ShareDB ${version(benchDirectory, 'sharedb')}`,
  ];
  return `${processors.length} × ${processors[0].model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux; ${versions.join(', ')}`;
}

function version(from, name) {
  return JSON.parse(readFileSync(join(from, 'node_modules', name, 'package.json'), 'utf8')).version;
}
