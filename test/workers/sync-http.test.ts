import { exports } from 'cloudflare:workers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentLimits } from '../../src/protocol/limits';
import { decodeSyncAnswer, encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, base, type Caller, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { inStorage } from '../support/workers-document';

const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const nothing = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array() });

function sync(caller: Caller, trip: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return caller.call('POST', `${trip}/sync`, body, headers);
}

function titleIn({ body }: Answer): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, decodeSyncAnswer(body.bytes as Uint8Array).update);
  return doc.getText('title').toString();
}

async function ownerWithTrip() {
  const owner = await newCaller('Aoi');
  return { owner, trip: await newTrip(owner, { title: '京都'.repeat(500) }) };
}

describe('[H2] a compressed exchange', () => {
  it('has the effect of a plain one', async () => {
    const { owner, trip } = await ownerWithTrip();
    const doc = new Y.Doc();
    doc.getText('description').insert(0, 'by gzip '.repeat(1_000));
    const brought = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: Y.encodeStateAsUpdate(doc) });
    const answer = await sync(owner, trip, gzip(brought), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(titleIn(answer)).toBe('京都'.repeat(500));
    expect((await owner.call('GET', trip)).body.description).toBe('by gzip '.repeat(1_000));
  });

  it('is answered compressed to who accepts that', async () => {
    const { owner, trip } = await ownerWithTrip();
    for (const [accept, coding] of [
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await sync(owner, trip, nothing, { 'accept-encoding': accept });
      expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([
        coding,
        expect.stringContaining('accept-encoding'),
      ]);
      expect(titleIn(answer)).toBe('京都'.repeat(500));
    }
  });

  it('that is none, or is cut, changes nothing', async () => {
    const { owner, trip } = await ownerWithTrip();
    for (const body of [nothing, gzip(nothing).slice(0, -1), new Uint8Array()]) {
      const answer = await sync(owner, trip, body, { 'content-encoding': 'gzip' });
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed']);
    }
  });

  it('that would grow beyond the limit is stopped there: what is broken behind it is never found', async () => {
    const { owner, trip } = await ownerWithTrip();
    const bomb = gzip(new Uint8Array(16 * documentLimits.maxSyncFrameBytes));
    for (const body of [bomb, bomb.slice(0, bomb.length / 2)]) {
      const answer = await sync(owner, trip, body, { 'content-encoding': 'gzip' });
      expect([answer.status, answer.body.code]).toEqual([413, 'too-large']);
    }
  });
});

describe('[H3] an exchange about a version', () => {
  it('is answered nothing as long as nothing is new', async () => {
    const { owner, trip } = await ownerWithTrip();
    const etag = (await sync(owner, trip, nothing)).headers.get('etag') as string;
    expect(etag).toBe('"v1"');
    const headers = { 'if-none-match': etag };
    const same = await sync(owner, trip, nothing, headers);
    expect([same.status, same.headers.get('etag')]).toEqual([304, etag]);
    expect((same.body.bytes as Uint8Array).length).toBe(0);
    await owner.call('PATCH', trip, { title: 'Nara' }, mergePatch);
    const newer = await sync(owner, trip, nothing, headers);
    expect([newer.status, newer.headers.get('etag'), titleIn(newer)]).toEqual([200, '"v2"', 'Nara']);
  });

  it('that brings something is answered in full', async () => {
    const { owner, trip } = await ownerWithTrip();
    const doc = new Y.Doc();
    doc.getText('description').insert(0, 'new');
    const brought = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: Y.encodeStateAsUpdate(doc) });
    const answer = await sync(owner, trip, brought, { 'if-none-match': '"v1"' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"v2"']);
  });

  it('tells nothing to who may not read', async () => {
    const { trip } = await ownerWithTrip();
    const answer = await sync(await newCaller('Stranger'), trip, nothing, { 'if-none-match': '"v1"' });
    expect(answer.status).toBe(404);
  });

  it('writes nothing', async () => {
    const { owner, trip } = await ownerWithTrip();
    const size = () => inStorage(trip, ({ sql }) => sql.exec('SELECT count(*) AS count FROM replicas').one());
    const before = await size();
    await sync(owner, trip, nothing, { 'if-none-match': '"v1"' });
    expect(await size()).toEqual(before);
  });
});

it('a page of another origin may ask so, and read the answer', async () => {
  const preflight = await exports.default.fetch(`${base}/v1/trips/x/sync`, {
    method: 'OPTIONS',
    headers: {
      origin: base,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-encoding,content-type,if-none-match',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('content-encoding');
});

describe('[H4] an exchange', () => {
  it('tells what its caller may do, with news or without', async () => {
    const { owner, trip } = await ownerWithTrip();
    const viewer = await newCaller('Ben');
    await owner.call('PUT', `${trip}/members/${viewer.id}`, { role: 'viewer' });
    for (const [caller, role] of [
      [owner, 'owner'],
      [viewer, 'viewer'],
    ] as const) {
      const first = await sync(caller, trip, nothing);
      const etag = first.headers.get('etag') as string;
      const second = await sync(caller, trip, nothing, { 'if-none-match': etag });
      expect([first, second].map(({ status, headers }) => [status, headers.get('x-triptrip-role')])).toEqual([
        [200, role],
        [304, role],
      ]);
    }
  });
});
