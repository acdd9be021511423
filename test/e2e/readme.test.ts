import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/toolchain.mjs';
import { type DevServer, startServer } from '../support/dev-server';
import { createTrip, expectOk, login, putMember } from '../support/rest-client';

let server: DevServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

it('the stock client in the README joins a trip and adds its item', async () => {
  const aoi = await login(server.url, 'aoi', '葵');
  const tripId = await createTrip(aoi, { title: '京都の旅' });
  await putMember(aoi, tripId, 'ben', 'editor');

  const ben = await login(server.url, 'ben', 'Ben');
  const listOfBen = () => expectOk(ben, 'GET', '/v1/trips');
  await expect.poll(listOfBen, { timeout: 10_000 }).toMatchObject({ trips: [{ id: tripId }] });

  const folder = mkdtempSync(join(tmpdir(), 'triptrip-readme-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const [, program] = /```js\n(import WebSocket .*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (program === undefined) throw new Error('the README has no program of a stock client');
  // A program that stays connected never ends by itself.
  const ending = "\nprovider.once('sync', () => doc.on('update', (_, origin) => origin === provider && process.exit()));\n";
  writeFileSync(join(folder, 'join.mjs'), program.replace('127.0.0.1:8787', new URL(server.url).host) + ending);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'join.mjs')]);
  rmSync(folder, { recursive: true });

  expect(stdout).toBe('京都の旅\n');
  const { itinerary } = await expectOk<{ itinerary: unknown[] }>(aoi, 'GET', `/v1/trips/${tripId}`);
  expect(itinerary).toEqual([expect.objectContaining({ day: 1, type: 'attraction', title: '東京スカイツリー' })]);
});
