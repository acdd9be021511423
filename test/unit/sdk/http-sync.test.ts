import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeSyncRequest, encodeSyncAnswer } from '../../../src/protocol/sync-body';
import { HttpSync } from '../../../web/sdk/http-sync';
import { FakeCredentials } from './fake-socket';

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

let calls: Call[];
let answer: () => Response;
let sync: HttpSync;

beforeEach(() => {
  calls = [];
  answer = () =>
    new Response(encodeSyncAnswer({ update: Uint8Array.of(9), version: 12 }), {
      headers: { etag: '"v12"', 'x-triptrip-role': 'editor' },
    });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const bytes = new Uint8Array(await (init.body as Blob).arrayBuffer());
    calls.push({ url, headers: init.headers as Record<string, string>, bytes });
    return answer();
  });
  sync = new HttpSync('https://x/v1/trips/t1', new FakeCredentials());
});

afterEach(() => vi.unstubAllGlobals());

const nothing = { stateVector: Uint8Array.of(0), update: null };

describe('synchronising over HTTP', () => {
  it('sends a gzipped body with a credential, and reads the answer', async () => {
    const offer = { stateVector: Uint8Array.of(1, 2, 3), update: Uint8Array.of(7, 8) };
    expect(await sync.exchange(offer, false)).toEqual({ update: Uint8Array.of(9), role: 'editor' });
    expect(calls[0]).toMatchObject({
      url: 'https://x/v1/trips/t1/sync',
      headers: { authorization: 'Ticket ticket-1', 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' },
    });
    expect(decodeSyncRequest(new Uint8Array(gunzipSync(calls[0]?.bytes ?? new Uint8Array())))).toEqual(offer);
  });

  it('asks for news only, when it brings nothing', async () => {
    await sync.exchange(nothing, false);
    answer = () => new Response(null, { status: 304, headers: { 'x-triptrip-role': 'viewer' } });
    expect(await sync.exchange(nothing, false)).toEqual({ update: null, role: 'viewer' });
    expect(calls.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v12"']);
  });

  it('wants an answer when it brings something', async () => {
    await sync.exchange(nothing, false);
    await sync.exchange({ ...nothing, update: Uint8Array.of(1) }, false);
    expect(calls[1]?.headers).not.toHaveProperty('if-none-match');
  });

  it('tells what the server says', async () => {
    answer = () => Response.json({ code: 'document-full', title: 'x' }, { status: 413 });
    await expect(sync.exchange(nothing, false)).rejects.toMatchObject({ code: 'document-full', status: 413 });
  });
});
