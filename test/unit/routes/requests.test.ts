import { describe, expect, it } from 'vitest';
import { collections } from '../../../src/protocol/document-kinds';
import { documentLimits, restLimits } from '../../../src/protocol/limits';
import { encodeSyncRequest } from '../../../src/protocol/sync-body';
import { fakeWorker, tokenFor, tripId, tripView } from '../../support/workers-fake-env';

const authorization = `Bearer ${await tokenFor()}`;
const json = { authorization, 'content-type': 'application/json' };
const trip = `/v1/trips/${tripId}`;
const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';
const ticket = `tkt_${secret}`;
const inviteToken = `${tripId}.${secret}`;

async function codeOf(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { code: unknown }).code;
}

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

describe('invitations', () => {
  const made = {
    id: 'i1',
    role: 'viewer',
    maxUses: null,
    uses: 0,
    createdBy: 'aoi',
    createdAtMs: 0,
    expiresAtMs: 1_000,
    token: inviteToken,
  } as const;

  /** Makes an invitation; answers what the document was asked, and the answer. */
  async function create(body: object): Promise<{ asked: unknown; status: number; body: unknown }> {
    let asked: unknown = null;
    const worker = fakeWorker({
      trip: {
        createInvite: async (_, invite) => {
          asked = invite;
          return { ok: true, value: { ...made, created: true } };
        },
      },
    });
    const answer = await worker.fetch(`${trip}/invites`, { method: 'POST', headers: json, body: JSON.stringify(body) });
    return { asked, status: answer.status, body: await answer.json() };
  }

  it('are told once, with the page to accept them on', async () => {
    expect(await create({ role: 'viewer' })).toMatchObject({
      status: 201,
      body: {
        id: 'i1',
        token: inviteToken,
        url: `https://trips.example/invites/${inviteToken}`,
        role: 'viewer',
        max_uses: null,
        uses: 0,
        created_by: 'aoi',
        created_at: '1970-01-01T00:00:00.000Z',
        expires_at: '1970-01-01T00:00:01.000Z',
      },
    });
  });

  it.each([
    [{ role: 'viewer' }, { role: 'viewer', expiresIn: 7 * 86_400, maxUses: null }],
    [
      { role: 'editor', max_uses: null },
      { role: 'editor', expiresIn: 7 * 86_400, maxUses: null },
    ],
    [
      { role: 'commenter', expires_in: documentLimits.maxInviteSeconds, max_uses: documentLimits.maxInviteUses },
      { role: 'commenter', expiresIn: 365 * 86_400, maxUses: 1_000 },
    ],
    [
      { role: 'viewer', expires_in: 1, max_uses: 1 },
      { role: 'viewer', expiresIn: 1, maxUses: 1 },
    ],
  ])('[N2] as %j', async (body, asked) => {
    expect(await create(body)).toMatchObject({ asked, status: 201 });
  });

  it.each([
    {},
    { role: 'owner' },
    { role: 'viewer', expires_in: 0 },
    { role: 'viewer', expires_in: documentLimits.maxInviteSeconds + 1 },
    { role: 'viewer', expires_in: 1.5 },
    { role: 'viewer', expires_in: '60' },
    { role: 'viewer', max_uses: 0 },
    { role: 'viewer', max_uses: documentLimits.maxInviteUses + 1 },
    { role: 'viewer', max_uses: 2.5 },
  ])('[N2] not as %j', async (body) => {
    expect(await create(body)).toMatchObject({ asked: null, status: 422, body: { code: 'invalid' } });
  });

  it.each([
    ['GET', '', 'trips:read', 200],
    ['GET', '', 'openid', 403],
    ['POST', '/accept', 'trips:read', 403],
    ['POST', '/accept', 'trips:write', 200],
  ])('[A7] %s /v1/invites/{token}%s with the scope %s: %i', async (method, suffix, scope, status) => {
    const preview = { documentId: tripId, title: '', role: 'viewer', invitedBy: { name: '葵' }, expiresAtMs: 0 } as const;
    const worker = fakeWorker({
      trip: {
        previewInvite: async () => ({ ok: true, value: preview }),
        acceptInvite: async () => ({ ok: true, value: { documentId: tripId, role: 'viewer' } }),
      },
    });
    const headers = { authorization: `Bearer ${await tokenFor({ sub: 'aoi', scope })}` };
    const answer = await worker.fetch(`/v1/invites/${inviteToken}${suffix}`, { method, headers });
    expect(answer.status).toBe(status);
    expect(worker.touched).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['invite-over', 410],
    ['not-found', 404],
    ['too-many-members', 422],
  ] as const)('[N2][N3] an answer of the document is the answer: %s', async (code, status) => {
    const worker = fakeWorker({ trip: { acceptInvite: async () => ({ ok: false, refusal: { code } }) } });
    const answer = await worker.fetch(`/v1/invites/${inviteToken}/accept`, { method: 'POST', headers: { authorization } });
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
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
