import { describe, expect, it } from 'vitest';
import { collections } from '../../../src/protocol/document-kinds';
import { documentLimits, restLimits } from '../../../src/protocol/limits';
import { encodeSyncRequest } from '../../../src/protocol/sync-body';
import { authorization, codeOf, fakeWorker, tripId } from '../../support/workers-fake-env';

const json = { authorization, 'content-type': 'application/json' };
const trip = `/v1/trips/${tripId}`;
const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';

describe('ids', () => {
  it.each(['x', 'constructor', tripId.toUpperCase(), '0198a000-0000-4000-8000-000000000001', '%00', '..%2f..'])(
    'a document that cannot exist is not looked for: %s',
    async (id) => {
      const worker = fakeWorker();
      const paths = Object.values(collections).flatMap((collection) =>
        ['', '/members', '/presence'].map((behind) => `/v1/${collection}/${id}${behind}`),
      );
      for (const path of paths) {
        const answer = await worker.fetch(path, { headers: { authorization } });
        expect([path, answer.status, await codeOf(answer)]).toEqual([path, 404, 'not-found']);
      }
      expect(worker.touched).toEqual([]);
    },
  );

  it.each(['x', secret, `.${secret}`, `${tripId}.`, `${tripId}.${secret}0`, `x.${secret}`, `${tripId.toUpperCase()}.${secret}`])(
    '[N3] an invitation that cannot exist is not looked for: %s',
    async (text) => {
      const worker = fakeWorker();
      for (const [method, path] of [
        ['GET', `/v1/invites/${text}`],
        ['POST', `/v1/invites/${text}/accept`],
      ] as const) {
        const answer = await worker.fetch(path, { method, headers: { authorization } });
        expect([answer.status, await codeOf(answer)]).toEqual([404, 'not-found']);
      }
      expect(worker.touched).toEqual([]);
    },
  );

  it.each([
    ['trips', 422],
    ['rooms/x', 422],
    [`/trips/${tripId}`, 422],
    [`trips/${tripId}/`, 422],
    ['trips/x', 404],
    ['events/x', 404],
    [`calendars/${tripId.toUpperCase()}`, 404],
    [`trips/${tripId.toUpperCase()}`, 404],
    ['trips/constructor', 404],
  ])('[T5] a ticket for a document that cannot exist is not issued: %s', async (document, status) => {
    const worker = fakeWorker();
    const answer = await worker.fetch('/v1/tickets', { method: 'POST', headers: json, body: JSON.stringify({ document }) });
    expect([answer.status, worker.touched]).toEqual([status, []]);
  });

  it.each(['%0a', 'x'.repeat(restLimits.maxUserIdChars + 1)])('a member that cannot exist: %s', async (id) => {
    const worker = fakeWorker();
    const answer = await worker.fetch(`${trip}/members/${id}`, { method: 'DELETE', headers: { authorization } });
    expect(answer.status).toBe(404);
    expect(worker.touched).toEqual([]);
  });
});

describe('bodies', () => {
  const create = (body: BodyInit, headers: Record<string, string> = json) =>
    fakeWorker().fetch('/v1/trips', { method: 'POST', headers, body });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])('not of type "%s"', async (type) => {
    const answer = await create('{}', { authorization, 'content-type': type });
    expect([answer.status, await codeOf(answer)]).toEqual([415, 'unsupported-media-type']);
    expect(answer.headers.get('accept')).toBe('application/json');
  });

  it('a patch is one of two types', async () => {
    const answer = await fakeWorker().fetch(trip, { method: 'PATCH', headers: json, body: '{}' });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept')).toBe('application/json-patch+json, application/merge-patch+json');
  });

  it.each(['', '{', 'nope', '{"a":1}}'])('that are not JSON: %s', async (body) => {
    const answer = await create(body);
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'malformed']);
  });

  it('that are not UTF-8', async () => {
    const answer = await create(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d));
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'malformed']);
  });

  it('that are nested too deep', async () => {
    const nested = (depth: number) => `{"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(await codeOf(await create(nested(restLimits.maxJsonDepth + 1)))).toBe('malformed');
    expect(await codeOf(await create(nested(500_000)))).toBe('malformed');
  });

  it.each(['[]', '"x"', 'null', '{"title":5}', '{"itinerary":[{"day":"one"}]}'])('that are not a trip: %s', async (body) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ in: 'json' }] });
  });

  it('name the field that is wrong by a pointer', async () => {
    const answer = await create('{"itinerary":[{},{"title":7}]}');
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/itinerary/1/title' }] });
  });

  it('that are too large, whether or not their length is stated', async () => {
    const large = `{"title":"${'x'.repeat(restLimits.maxJsonBytes)}"}`;
    expect(await codeOf(await create(large))).toBe('too-large');
    const stream = new Blob([large]).stream();
    const streamed = { method: 'POST', headers: json, body: stream, duplex: 'half' } as RequestInit;
    const answer = await fakeWorker().fetch('/v1/trips', streamed);
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'too-large']);
  });

  it('of a sync may be as large as a document, and no larger', async () => {
    const sync = async (bytes: number) => {
      const worker = fakeWorker({
        trip: {
          sync: async () => ({
            ok: true,
            value: { update: Uint8Array.of(0, 0), version: 1, repaired: [], role: 'owner' as const },
          }),
        },
      });
      const empty = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array(200_000) }).length - 200_000;
      const body = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array(bytes - empty - 1) });
      const headers = { authorization, 'content-type': 'application/octet-stream' };
      return worker.fetch(`${trip}/sync`, { method: 'POST', headers, body });
    };
    expect((await sync(documentLimits.maxSyncFrameBytes)).status).toBe(200);
    expect((await sync(documentLimits.maxSyncFrameBytes + 2)).status).toBe(413);
  });

  it.each([[[]], [[1]], [[1, 0, 5]], [[1, 0, 0, 0]], [[255, 255, 255, 255, 127]]])('that are no sync: %j', async (bytes) => {
    const worker = fakeWorker();
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    const answer = await worker.fetch(`${trip}/sync`, { method: 'POST', headers, body: Uint8Array.from(bytes) });
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'malformed']);
    expect(worker.touched).toEqual([]);
  });

  it('with more operations than a patch may have', async () => {
    const worker = fakeWorker();
    const operations = Array.from({ length: restLimits.maxPatchOperations + 1 }, () => ({
      op: 'test',
      path: '/title',
      value: '',
    }));
    const headers = { authorization, 'content-type': 'application/json-patch+json', 'if-match': '*' };
    const answer = await worker.fetch(trip, { method: 'PATCH', headers, body: JSON.stringify(operations) });
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'too-large']);
    expect(worker.touched).toEqual([]);
  });
});
