import { describe, expect, it } from 'vitest';
import { type Answer, type Caller, codeOf, jsonPatch, mergePatch, newCaller, newTrip } from '../support/workers-caller';

describe('patching', () => {
  async function trip(): Promise<{ aoi: Caller; path: string; patch: (body: unknown, headers?: object) => Promise<Answer> }> {
    const aoi = await newCaller('Aoi');
    const path = await newTrip(aoi, { title: 'Kyoto', itinerary: [{ id: 'a', day: 1, title: 'temple' }], budget: { JPY: 1 } });
    return { aoi, path, patch: (body, headers = {}) => aoi.call('PATCH', path, body, { ...jsonPatch, ...headers }) };
  }

  it('[V2] by JSON Patch', async () => {
    const { patch } = await trip();
    const answer = await patch([
      { op: 'test', path: '/title', value: 'Kyoto' },
      { op: 'replace', path: '/title', value: 'Kyoto and Osaka' },
      { op: 'add', path: '/itinerary/-', value: { id: 'b', day: 1, title: 'castle' } },
      { op: 'replace', path: '/itinerary/0/booking_status', value: 'confirmed' },
      { op: 'remove', path: '/budget/JPY' },
      { op: 'add', path: '/budget/EUR', value: 5 },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      title: 'Kyoto and Osaka',
      itinerary: [
        { id: 'a', booking_status: 'confirmed', title: 'temple' },
        { id: 'b', title: 'castle', booking_status: 'pending' },
      ],
    });
    expect(answer.body.budget).toEqual({ EUR: 5 });
  });

  it('[V2] by JSON Merge Patch', async () => {
    const { aoi, path } = await trip();
    const answer = await aoi.call('PATCH', path, { title: null, destination: 'Nara', budget: { JPY: null, USD: 2 } }, mergePatch);
    expect(answer.body).toMatchObject({ title: '', destination: 'Nara' });
    expect(answer.body.budget).toEqual({ USD: 2 });
  });

  it('[V4] at the version it names, or not at all', async () => {
    const { aoi, path, patch } = await trip();
    const { headers } = await aoi.call('GET', path);
    const etag = headers.get('etag') as string;
    const change = [{ op: 'replace', path: '/title', value: 'Osaka' }];
    const first = await patch(change, { 'if-match': etag });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).not.toBe(etag);
    expect(codeOf(await patch([{ op: 'replace', path: '/title', value: 'Nara' }], { 'if-match': etag }))).toEqual([
      412,
      'precondition-failed',
    ]);
    const after = await aoi.call('GET', path);
    expect(after.body.title).toBe('Osaka');
    expect(after.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it.each([
    [{ op: 'test', path: '/title', value: 'Y' }, 422, 'patch-failed'],
    [{ op: 'remove', path: '/itinerary/7' }, 422, 'patch-failed'],
    [{ op: 'replace', path: '/owner_id', value: 'ben' }, 422, 'read-only-field'],
    [{ op: 'add', path: '/metadata/version', value: 1 }, 422, 'read-only-field'],
    [{ op: 'add', path: '/start_date', value: 'soon' }, 422, 'invalid'],
    [{ op: 'add', path: '/nonsense', value: 1 }, 422, 'invalid'],
    [{ op: 'add', path: '/__proto__/x', value: 1 }, 400, 'malformed'],
    [{ op: 'add', path: '/budget/EUR~2', value: 1 }, 400, 'malformed'],
    [{ op: 'jump', path: '/title' }, 400, 'malformed'],
    ['remove', 400, 'malformed'],
  ])('[V2] all or nothing: a title and %j', async (operation, status, code) => {
    const { aoi, path, patch } = await trip();
    const before = await aoi.call('GET', path);
    expect(codeOf(await patch([{ op: 'replace', path: '/title', value: 'X' }, operation]))).toEqual([status, code]);
    const after = await aoi.call('GET', path);
    expect(after.body).toEqual(before.body);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
  });

  it('[V2] nothing that is no list of operations', async () => {
    const { patch } = await trip();
    expect(codeOf(await patch({ title: 'X' }))).toEqual([400, 'malformed']);
  });
});
