import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedDemo } from '../../scripts/demo.mjs';
import { root } from '../../scripts/toolchain.mjs';
import { type DevServer, startServer } from '../support/dev-server';
import { expectOk, login } from '../support/rest-client';
import { launchBrowser, openAs } from './page-browser';

let server: DevServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  await seedDemo(server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it('[Q8] the signed webhook in the README pops up in the open app, and is in the inbox when curl ends', async () => {
  const { page, problems } = await openAs(browser, server.url, 'aoi');
  await page.locator('[data-realtime=live]').waitFor();
  const [, program] = /```sh\n(url=.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (program === undefined) throw new Error('the README has no webhook');
  const script = program.replace('127.0.0.1:8787', new URL(server.url).host);
  const { stdout } = await promisify(execFile)('sh', ['-euc', script]);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'accepted', accepted: 1 });

  const aoi = await login(server.url, 'aoi', '葵');
  const { notifications } = await expectOk<{ notifications: unknown[] }>(aoi, 'GET', '/v1/inbox/notifications');
  const title = 'お支払いできませんでした / Payment failed';
  expect(notifications[0]).toMatchObject({ type: 'payment_failed', priority: 'critical', title, body: 'CDG–HND ¥98,000' });
  await page.getByTestId('popup').filter({ hasText: title }).waitFor();
  expect(problems).toEqual([]);
});
