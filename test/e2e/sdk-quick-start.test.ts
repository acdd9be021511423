import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root, toolNode } from '../../scripts/toolchain.mjs';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { type Application, installPackages } from './installed-packages';
import { sharedServer } from './shared-server';

const server = sharedServer();
let application: Application;

beforeAll(async () => {
  application = await installPackages();
});

afterAll(async () => {
  application.remove();
});

interface Program {
  readonly language: string;
  readonly source: string;
}

/** The programs of a page. */
function programsOf(page: string): Program[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/```(js|ts|tsx)\n(.*?)```/gs);
  return Array.from(blocks, ([, language = '', source = '']) => ({ language, source }));
}

/** The first program of a page that has a word in it. */
function programOf(page: string, word: string): string {
  const program = programsOf(page).find(({ source }) => source.includes(word));
  if (program === undefined) throw new Error(`${page} has no program with ${word}`);
  return program.source;
}

/** Runs a program in the application's folder until it ends, and answers what it prints. */
async function run(name: string, program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(toolNode(), [application.write(name, program)], { timeout: 30_000 });
  return stdout;
}

/** A trip of Aoi's that Ben may edit, once it is in his list. */
async function tripOfBen(): Promise<{ tripId: string; aoi: Caller; ben: Caller }> {
  const aoi = await login(server.url, 'aoi', '葵');
  const tripId = await createTrip(aoi, { title: '京都の旅' });
  await putMember(aoi, tripId, 'ben', 'editor');
  const ben = await login(server.url, 'ben', 'Ben');
  const latest = async () => (await expectOk<{ trips: { id: string }[] }>(ben, 'GET', '/v1/trips')).trips[0]?.id;
  await expect.poll(latest, { timeout: 10_000 }).toBe(tripId);
  return { tripId, aoi, ben };
}

/** A program that stays connected never ends by itself. */
const untilSaved =
  "\ntrip.on('state', ({ loaded, saved, status }) => loaded && saved && status.name === 'live' && process.exit());\n";

const quickStart = 'trips[0].id';

it('the quick start is ten lines, the same on every page', () => {
  const program = programOf('docs/sdk.md', quickStart);
  expect(program.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
  expect(programOf('README.md', "'@triptrip/sdk'")).toBe(program);
  expect(programOf('web/sdk/README.md', quickStart)).toBe(program);
});

it('the quick start, run with the packed SDK, opens a live trip and saves its edit', { timeout: 60_000 }, async () => {
  const { tripId, aoi } = await tripOfBen();
  const program = programOf('docs/sdk.md', quickStart).replace('http://127.0.0.1:8787', server.url) + untilSaved;
  const printed = await run('quick-start.js', program);
  expect(printed).toContain('京都の旅\n');
  expect(printed).toMatch(/live, saved\n$/);
  const { itinerary } = await expectOk<{ itinerary: unknown[] }>(aoi, 'GET', `/v1/trips/${tripId}`);
  expect(itinerary).toEqual([expect.objectContaining({ day: 1, title: '東京スカイツリー' })]);
});

it('[T1] the back end for tickets in docs/sdk.md lets its page open a trip without a token', { timeout: 60_000 }, async () => {
  const { tripId, ben } = await tripOfBen();
  const backEnd = programOf('docs/sdk.md', "'hono'").replace('https://trips.example', server.url);
  const page = programOf('docs/sdk.md', 'ticket: getTicket');
  const between = `
    import { createClient } from '@triptrip/sdk';
    const [url, person, tripId, token] = ${JSON.stringify([server.url, ben.id, tripId, ben.token])};
    const tokenFor = async () => token;
    const fetchFromServer = globalThis.fetch;
    globalThis.fetch = (address, init) => (address === '/tickets' ? app.request(address, init) : fetchFromServer(address, init));
  `;
  const rest = `
    const trip = client.openTrip(tripId);
    trip.on('state', ({ role }) => console.log(role));
  `;
  expect(await run('page.mjs', backEnd + between + page + rest + untilSaved)).toMatch(/editor\n$/);
});

/** What the programs of the pages expect to be there. */
const surroundings = `
  declare const url: string, token: string, person: string, error: Error, item: { id: string };
  declare const createClient: typeof import('@triptrip/sdk').createClient;
  declare const client: import('@triptrip/sdk').ApiClient;
  declare const trip: import('@triptrip/sdk').DocumentSession;
  declare function currentToken(): string;
  declare function freshToken(): Promise<string>;
  declare function tokenFor(context: unknown): Promise<string>;
  declare function bindAgain(doc: import('yjs').Doc, awareness: import('@triptrip/sdk').Presence): void;
  declare function show(title: string, reason: string, fragments: readonly string[]): void;
  declare function render(people: readonly import('@triptrip/sdk').PresentPerson[]): void;
  declare module '*.css';
`;

it('every program of the pages about the packages has the right types', () => {
  application.write('surroundings.d.ts', surroundings);
  const pages = ['docs/sdk.md', 'web/sdk/README.md', 'web/react/README.md'];
  const programs = pages.flatMap(programsOf);
  expect(programs.length).toBeGreaterThan(8);
  for (const [index, { language, source }] of programs.entries()) {
    application.write(`program-${index}.${language === 'js' ? 'ts' : language}`, `${source}\nexport {};\n`);
  }
  expect(application.typecheck('--noImplicitAny', 'false')).toBe('');
});
