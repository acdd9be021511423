import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/toolchain.mjs';
import { api, type Caller, expectOk, login } from '../support/rest-client';
import { makeWorkingCopy } from '../support/working-copy';

describe('npm start', () => {
  let copy: ReturnType<typeof makeWorkingCopy>;
  let running: ChildProcess | null = null;

  beforeAll(() => {
    copy = makeWorkingCopy();
  });

  afterAll(() => {
    running?.kill('SIGTERM');
    copy.remove();
  });

  /** Types `npm start` and waits for the line with the address. */
  async function npmStart(...flags: string[]): Promise<{ url: string; output: () => string; stop: () => Promise<void> }> {
    const child = spawn('npm', ['start', '--', ...flags], { cwd: copy.path, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    const lines: string[] = [];
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const url = await new Promise<string>((resolve, reject) => {
      const look = (line: string) => {
        lines.push(line);
        const found = /TripTrip is at\s+(http:\/\/\S+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      };
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', look);
      child.once('close', (code) => reject(new Error(`npm start ended with code ${code}\n${lines.join('\n')}`)));
    });
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
      running = null;
    };
    return { url, output: () => lines.join('\n'), stop };
  }

  interface TripInList {
    readonly id: string;
    readonly title: string;
  }

  it('brings up a whole system with a demo, and keeps what people did to it', async () => {
    const data = join(copy.path, 'data of a test');
    const first = await npmStart('--port', '0', '--persist-to', data);
    expect(first.output()).toContain('Created .dev.vars');
    expect(statSync(join(copy.path, '.dev.vars')).mode & 0o777).toBe(0o600);
    const secrets = readFileSync(join(copy.path, '.dev.vars'), 'utf8');

    const page = await fetch(first.url);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('<script type="module"');

    const ben = await login(first.url, 'ben', 'Ben');
    const trip = await onlyTrip(ben);
    expect(trip.title).toBe('京都・大阪 秋の旅 / Kyoto & Osaka in autumn');
    const view = await expectOk<{ itinerary: { day: number | null }[]; collaborators: { id: string }[] }>(
      ben,
      'GET',
      `/v1/trips/${trip.id}`,
    );
    expect(new Set(view.itinerary.map((item) => item.day))).toEqual(new Set([1, 2, 3, null]));
    expect(view.collaborators.map((person) => person.id).sort()).toEqual(['aoi', 'ben', 'chloe']);

    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
    const patched = await api(ben, 'PATCH', `/v1/trips/${trip.id}`, { title: '京都だけの旅' }, headers);
    expect(patched.status).toBe(200);
    await expect.poll(() => onlyTrip(ben), { timeout: 10_000 }).toMatchObject({ title: '京都だけの旅' });
    expect(await linkOfMail(ben)).toMatch(first.url);
    await first.stop();
    await expectNothingLeft(first.url, data);

    const second = await npmStart('--port', '0', '--persist-to', data);
    expect(second.output()).not.toContain('Building');
    expect(readFileSync(join(copy.path, '.dev.vars'), 'utf8')).toBe(secrets);
    // The token of the first run is still good, there is still one trip, and it is as Ben left it.
    expect(await onlyTrip({ ...ben, url: second.url })).toMatchObject({ id: trip.id, title: '京都だけの旅' });
    await second.stop();
    await expectNothingLeft(second.url, data);
  });

  /** Where a mail to somebody leads, as the outbox shows it. */
  async function linkOfMail(caller: Caller): Promise<string> {
    const outbox = async () => (await fetch(`${caller.url}/dev/outbox`)).text();
    const mailbox = { kind: 'email', label: 'Mail', email: 'ben@mail.example' };
    await expectOk(caller, 'PUT', '/v1/inbox/devices/mail', mailbox);
    const code = async () => /Your code is ([0-9]{6})/.exec(await outbox())?.[1];
    await expect.poll(code, { timeout: 10_000 }).toBeDefined();
    await expectOk(caller, 'POST', '/v1/inbox/devices/mail/verify', { code: await code() });
    await expectOk(caller, 'POST', '/v1/inbox/test', { channel: 'email' });
    const link = async () => /https?:\/\/[^\s<]+/.exec(await outbox())?.[0];
    await expect.poll(link, { timeout: 10_000 }).toBeDefined();
    return (await link()) ?? '';
  }

  /** The one trip in somebody's list, which learns of it a moment later than the trip itself. */
  async function onlyTrip(caller: Caller): Promise<TripInList> {
    let trips: TripInList[] = [];
    const ask = async () => {
      ({ trips } = await expectOk<{ trips: TripInList[] }>(caller, 'GET', '/v1/trips'));
      return trips;
    };
    await expect.poll(ask, { timeout: 10_000 }).toHaveLength(1);
    return trips[0] as TripInList;
  }

  /** npm itself is gone at once; the server needs a moment to close its databases. */
  async function expectNothingLeft(url: string, data: string): Promise<void> {
    await expect.poll(() => processesThatMention(data), { timeout: 10_000 }).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  }

  function processesThatMention(text: string): string[] {
    const all = execFileSync('ps', ['-eo', 'args', '-ww'], { encoding: 'utf8' });
    return all.split('\n').filter((line) => line.includes(text));
  }
});

describe('the scripts', () => {
  it('import nothing but Node and each other: they run before anything is installed', () => {
    const folder = join(root, 'scripts');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
      const source = readFileSync(join(folder, file), 'utf8');
      const imported = [...source.matchAll(/(?:from|^import) '([^']+)'/gm)].map((match) => match[1]);
      expect(
        imported.filter((name) => !name?.startsWith('node:') && !name?.startsWith('./')),
        file,
      ).toEqual([]);
    }
  });
});
