import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api, devLogin } from '../../../web/sdk';

afterEach(() => vi.unstubAllGlobals());

interface Call {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** Answers calls one after the other, and remembers them. */
function server(...answers: (Response | Error)[]): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    calls.push({ url, method: init.method, headers: init.headers as Record<string, string>, body });
    const answer = answers[calls.length - 1];
    if (answer === undefined) throw new Error('more calls than answers');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return calls;
}

function problem(status: number, code: string): Response {
  return Response.json({ code, title: 'a title', detail: 'a detail' }, { status });
}

describe('the REST client', () => {
  it('A1 sends the token in the header', async () => {
    const calls = server(Response.json({ trips: [], next_cursor: null }));
    await new Api('https://x', 'secret').listTrips({ cursor: 'a b' });
    expect(calls[0]).toMatchObject({ url: 'https://x/v1/trips?cursor=a+b', headers: { authorization: 'Bearer secret' } });
  });

  it('creates with an idempotency key', async () => {
    const calls = server(Response.json({ id: 't1' }, { status: 201 }));
    await expect(new Api('https://x', 'secret').createTrip({ title: '京都' }, 'key')).resolves.toEqual({ id: 't1' });
    expect(calls[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'key' }, body: { title: '京都' } });
  });

  it('asks for the list that is wanted', async () => {
    const page = () => Response.json({ trips: [], next_cursor: null });
    const calls = server(page(), page());
    const api = new Api('https://x', 'secret');
    await api.listTrips({ archived: true, q: '京都' });
    await api.listTrips({ deleted: true });
    expect(calls.map(({ url }) => decodeURIComponent(url))).toEqual([
      'https://x/v1/trips?archived=true&q=京都',
      'https://x/v1/trips?deleted=true',
    ]);
  });

  it('V4 changes fields of a trip, whatever its version', async () => {
    const calls = server(Response.json({ id: 't1' }));
    await new Api('https://x', 'secret').changeTrip('t1', { archived: true });
    expect(calls[0]).toMatchObject({
      url: 'https://x/v1/trips/t1',
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': '*' },
      body: { archived: true },
    });
  });

  it('A12 D2 restores trips and hands them over', async () => {
    const members = [{ id: 'ben', role: 'owner' }];
    const calls = server(Response.json({ id: 't1' }), Response.json({ members }));
    const api = new Api('https://x', 'secret');
    await api.restoreTrip('t1');
    await expect(api.transferTrip('t1', 'ben')).resolves.toEqual(members);
    expect(calls.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', 'https://x/v1/trips/t1/restore', undefined],
      ['POST', 'https://x/v1/trips/t1/transfer', { user_id: 'ben' }],
    ]);
  });

  it('renews a refused token once', async () => {
    const calls = server(problem(401, 'unauthenticated'), Response.json({ id: 'aoi' }));
    const api = new Api('https://x', ({ renew }) => (renew ? 'new' : 'old'));
    await expect(api.me()).resolves.toEqual({ id: 'aoi' });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('does not renew a fixed token', async () => {
    const calls = server(problem(401, 'unauthenticated'));
    await expect(new Api('https://x', 'old').me()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(calls).toHaveLength(1);
  });

  it('throws problems with their code and detail', async () => {
    server(problem(404, 'not-found'));
    await expect(new Api('https://x', 'secret').getTrip('t1')).rejects.toMatchObject({ code: 'not-found', message: 'a detail' });
  });

  it('tells an answer that is no problem document from a missing one', async () => {
    server(new Response('<h1>Bad gateway</h1>', { status: 502 }), new TypeError('fetch failed'));
    const api = new Api('https://x', 'secret');
    await expect(api.me()).rejects.toMatchObject({ code: 'unexpected', status: 502 });
    await expect(api.me()).rejects.toMatchObject({ code: 'network', status: 0 });
  });

  it('deletes without a body in the answer', async () => {
    server(new Response(null, { status: 204 }));
    await expect(new Api('https://x', 'secret').deleteTrip('t1')).resolves.toBeUndefined();
  });

  it('signs in as anyone in development', async () => {
    const calls = server(Response.json({ token: 't', user: { id: 'aoi' } }));
    await expect(devLogin('https://x', { user_id: 'aoi', name: '葵' })).resolves.toMatchObject({ token: 't' });
    expect(calls[0]).toMatchObject({ url: 'https://x/v1/auth/dev-login', body: { user_id: 'aoi', name: '葵' } });
  });
});
