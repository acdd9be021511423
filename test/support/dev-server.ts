import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { migrateLocally } from '../../scripts/database.mjs';
import { root, toolEnvironment, toolNode, toolScript } from '../../scripts/toolchain.mjs';

/** A built TripTrip that runs in processes of its own, so that a test can kill it as a power cut would. */
export interface DevServer {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** The folder with its data: give it to the next {@link startServer} to go on where this one ended. */
  readonly persistTo: string;
  /** All that it printed so far. */
  log(): string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends the whole process group by SIGKILL: nothing gets to write anything any more. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  /** Data of an earlier server; absent: a new, empty folder that goes when the tests have ended. */
  readonly persistTo?: string;
  /** Absent: a free one. A server that stands in for a killed one needs the port its clients know. */
  readonly port?: number;
  /** Values of wrangler.toml that are others for this server. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** The secret of tests' tokens; a test that makes tokens of its own signs with it. */
const testJwtSecret = 'secret-of-the-tests-and-of-nothing-else';

const testSecrets = { DEV_JWT_SECRET: testJwtSecret, SOURCE_KEY: Buffer.alloc(32, testJwtSecret).toString('base64') };

const readyTimeoutMs = 60_000;
const stopGraceMs = 10_000;

// vitest ends its workers by SIGTERM, of which a process dies without its exit handlers: those below clean up.
process.once('SIGTERM', () => process.exit());

/** Starts the built application by `wrangler dev` and waits until it answers. */
export async function startServer({ persistTo: earlier, port = 0, vars = {} }: ServerOptions = {}): Promise<DevServer> {
  const config = await ensureBuilt();
  const persistTo = earlier ?? newDataFolder();
  if (earlier === undefined) await fillDataFolder(persistTo);
  const args = [toolScript('wrangler'), 'dev', '--config', config, '--local', '--ip', '127.0.0.1', '--port', String(port)];
  args.push(
    '--inspector-port',
    '0',
    '--persist-to',
    persistTo,
    '--show-interactive-dev-session=false',
    '--var',
    ...Object.entries({ ...testSecrets, ...vars }).map(([name, value]) => `${name}:${value}`),
  );
  const child = spawn(toolNode(), args, {
    cwd: root,
    // Its own process group, so that one signal reaches wrangler and its workerd; its own registry, so that servers do not meet.
    detached: true,
    env: { ...toolEnvironment(), WRANGLER_REGISTRY_PATH: join(persistTo, 'registry'), ...testSecrets },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test run that ends early must not leave a server behind.
  const killWithUs = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killWithUs);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => process.off('exit', killWithUs));
  const lines: string[] = [];
  const url = await readyUrl(child, lines);
  return {
    url,
    persistTo,
    log: () => lines.join('\n'),
    stop: () => end(child, ended, 'SIGTERM'),
    kill: () => end(child, ended, 'SIGKILL'),
  };
}

/** Waits for wrangler to say where it listens. */
function readyUrl(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${lines.join('\n')}`));
    const timeout = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      fail(`wrangler dev was not ready within ${readyTimeoutMs} ms`);
    }, readyTimeoutMs);
    const onLine = (line: string) => {
      lines.push(stripVTControlCharacters(line));
      const url = /Ready on (http:\/\/\S+)/.exec(lines.at(-1) ?? '')?.[1];
      if (url === undefined) return;
      clearTimeout(timeout);
      resolve(url.replace(/\/$/, ''));
    };
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    child.once('close', (code) => {
      clearTimeout(timeout);
      fail(`wrangler dev ended with code ${code} before it was ready`);
    });
  });
}

async function end(child: ChildProcess, ended: Promise<void>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  signalGroup(child, signal);
  const deadline = setTimeout(() => signalGroup(child, 'SIGKILL'), stopGraceMs);
  await ended;
  clearTimeout(deadline);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The group has ended by itself: what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Gives a new folder the database; migrating it takes seconds, so that is done once for a set of migrations. */
async function fillDataFolder(folder: string): Promise<void> {
  const migrations = join(root, 'migrations');
  const digest = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const file of readdirSync(migrations).sort()) digest.update(readFileSync(join(migrations, file)));
  const template = join(tmpdir(), `triptrip-migrated-${digest.digest('hex').slice(0, 16)}`);
  if (!existsSync(template)) {
    const made = newDataFolder();
    await migrateLocally(made);
    // Whole or not at all: another process may be making it, too.
    if (!existsSync(template)) renameSync(made, template);
  }
  cpSync(template, folder, { recursive: true });
}

/** A new folder for a server's data, removed when the tests' process ends. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'triptrip-e2e-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
