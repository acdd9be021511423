import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentLimits } from '../../../src/protocol/limits';
import { encodeSyncRequest } from '../../../src/protocol/sync-body';
import { acceptsGzip } from '../../../src/routes/content-coding';
import { fakeWorker, tokenFor, tripId } from '../../support/workers-fake-env';

const headers = { authorization: `Bearer ${await tokenFor()}`, 'content-type': 'application/octet-stream' };
const nothing = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array() });

/** Sends a body to a trip that takes everything. */
async function sync(
  body: Uint8Array,
  coding: string,
): Promise<{ status: number; code: unknown; headers: Headers; asked: number }> {
  let asked = 0;
  const worker = fakeWorker({
    trip: {
      sync: async () => {
        asked++;
        return { ok: true, value: { update: Uint8Array.of(0, 0), version: 1, repaired: [], role: 'editor' as const } };
      },
    },
  });
  const init = { method: 'POST', headers: { ...headers, 'content-encoding': coding }, body: body.slice() };
  const answer = await worker.fetch(`/v1/trips/${tripId}/sync`, init);
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  const code = isProblem ? ((await answer.json()) as { code: unknown }).code : null;
  return { status: answer.status, code, headers: answer.headers, asked };
}

const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const { maxSyncFrameBytes } = documentLimits;

describe('[H2] compressed bodies', () => {
  it.each(['gzip', 'GZIP', 'x-gzip'])('%s is taken', async (coding) => {
    expect(await sync(gzip(nothing), coding)).toMatchObject({ status: 200, asked: 1 });
  });

  it.each(['identity', ''])('"%s" is no compression', async (coding) => {
    expect((await sync(nothing, coding)).status).toBe(200);
    expect((await sync(gzip(nothing), coding)).code).toBe('malformed');
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'zstd'])('%s is not taken', async (coding) => {
    const answer = await sync(nothing, coding);
    expect([answer.status, answer.code, answer.asked]).toEqual([415, 'unsupported-media-type', 0]);
    expect(answer.headers.get('accept-encoding')).toBe('identity, gzip');
  });

  it('elsewhere bodies are not compressed', async () => {
    const json = { ...headers, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const body = gzip(new TextEncoder().encode('{}')).slice();
    const answer = await fakeWorker().fetch('/v1/trips', { method: 'POST', headers: json, body });
    expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity']);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no gzip', nothing],
    ['a cut one', gzip(nothing).slice(0, -3)],
    ['one with another check sum', gzip(nothing).with(-6, 0)],
  ])('that are none are malformed: %s', async (_, body) => {
    expect(await sync(body, 'gzip')).toMatchObject({ status: 400, code: 'malformed', asked: 0 });
  });

  it('may be as large as a document when they are inflated, and no larger', async () => {
    const framing = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array(200_000) }).length - 200_000;
    const sized = (bytes: number) =>
      gzip(encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array(bytes - framing - 1) }));
    expect((await sync(sized(maxSyncFrameBytes), 'gzip')).status).toBe(200);
    expect(await sync(sized(maxSyncFrameBytes + 2), 'gzip')).toMatchObject({ status: 413, code: 'too-large', asked: 0 });
  });

  it('are not inflated beyond the limit: what is broken behind it is never found', async () => {
    const bomb = gzip(new Uint8Array(8 * maxSyncFrameBytes));
    const broken = bomb.slice(0, bomb.length / 2);
    expect(await sync(broken, 'gzip')).toMatchObject({ status: 413, code: 'too-large' });
  });

  it('are limited before they are inflated, too', async () => {
    // Empty members: they inflate to nothing, however many there are.
    const member = gzip(new Uint8Array());
    const body = new Uint8Array(maxSyncFrameBytes + member.length);
    for (let at = 0; at + member.length <= body.length; at += member.length) body.set(member, at);
    expect(await sync(body, 'gzip')).toMatchObject({ status: 413, code: 'too-large' });
  });
});

describe('[H2] Accept-Encoding', () => {
  it.each([
    ['gzip', true],
    ['br, gzip', true],
    ['br;q=1.0, GZIP;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip;q=0.0, *', false],
    ['*;q=0', false],
    ['br', false],
    ['', false],
    [null, false],
    ['gzipped', false],
    ['gzip;q=nonsense', false],
  ])('%s: %s', (header, isAccepted) => {
    expect(acceptsGzip(header)).toBe(isAccepted);
  });

  it('decides about the answer', async () => {
    const answered = async (accept: string) => {
      const trip = {
        sync: async () => ({
          ok: true as const,
          value: { update: Uint8Array.of(0, 0), version: 1, repaired: [], role: 'editor' as const },
        }),
      };
      const init = { method: 'POST', headers: { ...headers, 'accept-encoding': accept }, body: nothing };
      return (await fakeWorker({ trip }).fetch(`/v1/trips/${tripId}/sync`, init)).headers;
    };
    expect((await answered('gzip, br')).get('content-encoding')).toBe('gzip');
    expect((await answered('br')).get('content-encoding')).toBeNull();
    expect((await answered('br')).get('vary')).toContain('accept-encoding');
  });
});
