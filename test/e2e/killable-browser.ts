import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/browser.mjs';

/** A browser with a profile on the disk, in a process group of its own, so that a test can kill it as a power cut would. */
export interface KillableBrowser {
  readonly browser: Browser;
  /** Ends all of its processes by SIGKILL, and waits until they have ended. */
  kill(): Promise<void>;
}

const readyTimeoutMs = 30_000;

export async function launchKillableBrowser(profileFolder: string): Promise<KillableBrowser> {
  const switches = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
  const child = spawn(
    chromiumPath(),
    [...switches, `--user-data-dir=${profileFolder}`, '--remote-debugging-port=0', 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  // A test run that ends early must not leave a browser behind.
  process.once('exit', killGroup);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => process.off('exit', killGroup));
  const browser = await chromium.connectOverCDP(await debuggingAddress(child));
  return {
    browser,
    kill: async () => {
      killGroup();
      await ended;
    },
  };
}

/** Waits for the browser to say where it can be reached. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const fail = (why: string) => reject(new Error(`${why}\n${lines.join('\n')}`));
    const timeout = setTimeout(() => fail(`The browser was not ready within ${readyTimeoutMs} ms`), readyTimeoutMs);
    child.once('close', () => {
      clearTimeout(timeout);
      fail('The browser ended before it was ready');
    });
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timeout);
      resolve(address);
    });
  });
}
