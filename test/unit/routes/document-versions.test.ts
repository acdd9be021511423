import { describe, expect, it } from 'vitest';
import { authorization, codeOf, fakeWorker, tripId, tripView } from '../../support/workers-fake-env';

const trip = `/v1/trips/${tripId}`;

describe('versions', () => {
  const worker = fakeWorker({ trip: { read: async () => ({ ok: true, value: { view: tripView, version: 12 } }) } });

  it('[V4] a document carries its version', async () => {
    const answer = await worker.fetch(trip, { headers: { authorization } });
    expect(answer.headers.get('etag')).toBe('"v12"');
    expect(await answer.json()).toEqual(tripView);
  });

  it('[V4] whoever has the version gets nothing again', async () => {
    const answer = await worker.fetch(trip, { headers: { authorization, 'if-none-match': '"v12"' } });
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', '"v12"']);
  });

  it('HEAD answers like GET, without the body', async () => {
    const answer = await worker.fetch(trip, { method: 'HEAD', headers: { authorization } });
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([200, '', '"v12"']);
  });

  it.each([
    [undefined, 428, 'precondition-required'],
    ['"nonsense"', 412, 'precondition-failed'],
  ])('[V4] a patch with If-Match %s', async (ifMatch, status, code) => {
    const headers = {
      authorization,
      'content-type': 'application/merge-patch+json',
      ...(ifMatch ? { 'if-match': ifMatch } : {}),
    };
    const answer = await worker.fetch(trip, { method: 'PATCH', headers, body: '{}' });
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });

  it.each([
    ['*', 'application/merge-patch+json', '{"title":null}', '*', { kind: 'merge-patch', patch: { title: null } }],
    ['"v12"', 'application/json-patch+json; charset=utf-8', '[]', 12, { kind: 'json-patch', operations: [] }],
  ])('[V4] If-Match %s with %s reaches the document', async (ifMatch, type, body, expected, change) => {
    const asked: unknown[] = [];
    const one = fakeWorker({
      trip: {
        patch: async (caller, patch, demanded) => {
          asked.push(caller.id, patch, demanded);
          return { ok: true, value: { view: tripView, version: 13 } };
        },
      },
    });
    const headers = { authorization, 'content-type': type, 'if-match': ifMatch };
    const answer = await one.fetch(trip, { method: 'PATCH', headers, body });
    expect(asked).toEqual(['aoi', change, expected]);
    expect(answer.headers.get('etag')).toBe('"v13"');
  });
});
