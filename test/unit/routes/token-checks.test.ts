import { describe, expect, it } from 'vitest';
import { encodeSyncRequest } from '../../../src/protocol/sync-body';
import { authorization, codeOf, fakeWorker, tokenFor, tripId } from '../../support/workers-fake-env';

const json = { authorization, 'content-type': 'application/json' };
const trip = `/v1/trips/${tripId}`;
const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';
const ticket = `tkt_${secret}`;
const inviteToken = `${tripId}.${secret}`;

const nothingToSync = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: new Uint8Array() });

/** Routes that need a token, each with a request that is otherwise right. */
const guarded: readonly { method: string; path: string; body?: BodyInit }[] = [
  { method: 'GET', path: '/v1/me' },
  { method: 'GET', path: '/v1/trips' },
  { method: 'POST', path: '/v1/trips', body: '{}' },
  { method: 'GET', path: trip },
  { method: 'PATCH', path: trip, body: '{}' },
  { method: 'DELETE', path: trip },
  { method: 'GET', path: `${trip}/members` },
  { method: 'PUT', path: `${trip}/members/ben`, body: '{"role":"viewer"}' },
  { method: 'DELETE', path: `${trip}/members/ben` },
  { method: 'GET', path: `${trip}/presence` },
  { method: 'GET', path: `${trip}/invites` },
  { method: 'POST', path: `${trip}/invites`, body: '{"role":"viewer"}' },
  { method: 'DELETE', path: `${trip}/invites/x` },
  { method: 'GET', path: `/v1/invites/${inviteToken}` },
  { method: 'POST', path: `/v1/invites/${inviteToken}/accept` },
  { method: 'POST', path: '/v1/tickets', body: `{"document":"trips/${tripId}"}` },
  { method: 'POST', path: `${trip}/sync`, body: nothingToSync },
];

describe('tokens', () => {
  it.each(guarded)('[A1] $method $path without a token', async ({ path, ...init }) => {
    const worker = fakeWorker();
    const answer = await worker.fetch(path, init);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="triptrip"');
    expect(await codeOf(answer)).toBe('unauthenticated');
    expect(worker.touched).toEqual([]);
  });

  it.each(guarded.filter(({ path }) => !path.endsWith('/sync')))(
    '[T2] $method $path takes no ticket',
    async ({ path, ...init }) => {
      const worker = fakeWorker();
      for (const answer of [
        await worker.fetch(path, { ...init, headers: { authorization: `Ticket ${ticket}` } }),
        await worker.fetch(`${path}?ticket=${ticket}`, init),
      ]) {
        expect([answer.status, await codeOf(answer)]).toEqual([401, 'unauthenticated']);
      }
      expect(worker.touched).toEqual([]);
    },
  );

  it.each(['Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'token', 'Ticket', 'Ticket abc', `Ticket ${ticket}x`])(
    '[A1] a header that is no bearer token: "%s"',
    async (header) => {
      // A token in the query does not help a request that says something else in its header.
      const answer = await fakeWorker().fetch(`/v1/me?token=${await tokenFor()}`, { headers: { authorization: header } });
      expect(answer.status).toBe(401);
    },
  );

  it.each(['token', 'auth'])('[A1] a token in the query: ?%s=', async (name) => {
    const answer = await fakeWorker().fetch(`/v1/me?${name}=${await tokenFor()}`);
    expect(await answer.json()).toMatchObject({ id: 'aoi', name: '葵' });
  });

  it('[T2] a sync hands its ticket to the document, which says whose it is', async () => {
    const bearers: unknown[] = [];
    const worker = fakeWorker({
      trip: {
        sync: async (bearer) => {
          bearers.push(bearer);
          return { ok: false, refusal: { code: 'unauthenticated' } };
        },
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: nothingToSync };
    const inHeader = await worker.fetch(`${trip}/sync`, {
      ...init,
      headers: { ...init.headers, authorization: `ticket ${ticket}` },
    });
    const inQuery = await worker.fetch(`${trip}/sync?ticket=${ticket}`, init);
    expect([inHeader.status, inQuery.status]).toEqual([401, 401]);
    expect(bearers).toEqual([{ ticket }, { ticket }]);
  });

  it.each(['tkt_short', `${ticket}0`, secret, ''])('[T5] what is no ticket reaches no document: "%s"', async (text) => {
    const worker = fakeWorker();
    const init = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: nothingToSync };
    const answer = await worker.fetch(`${trip}/sync?ticket=${text}`, init);
    expect([answer.status, worker.touched]).toEqual([401, []]);
  });

  it('a scope that only reads creates nothing, and one that is about other things lists nothing', async () => {
    const worker = fakeWorker();
    const reader = `Bearer ${await tokenFor({ sub: 'aoi', scope: 'trips:read' })}`;
    const headers = { ...json, authorization: reader };
    const created = await worker.fetch('/v1/trips', { method: 'POST', headers, body: '{}' });
    expect([created.status, await codeOf(created)]).toEqual([403, 'forbidden']);
    expect((await worker.fetch('/v1/trips', { headers })).status).toBe(200);
    const other = `Bearer ${await tokenFor({ sub: 'aoi', scope: 'openid' })}`;
    expect((await worker.fetch('/v1/trips', { headers: { authorization: other } })).status).toBe(403);
    expect(worker.touched).toEqual([]);
  });

  it('GET /v1/me says who the token speaks for', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const token = await tokenFor({ sub: 'bot', role: 'service', scope: 'trips:read', exp });
    const answer = await fakeWorker().fetch('/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({
      id: 'bot',
      name: 'bot',
      avatar: null,
      role: 'service',
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      scopes: ['trips:read'],
      expires_at: new Date(exp * 1000).toISOString(),
    });
  });
});
