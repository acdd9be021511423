import { readFileSync } from 'node:fs';
import { configure, type LogRecord, reset } from '@logtape/logtape';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collections } from '../../../src/protocol/document-kinds';
import { restLimits } from '../../../src/protocol/limits';
import { type FakeWorld, fakeWorker, tokenFor, tripId } from '../../support/workers-fake-env';

const authorization = `Bearer ${await tokenFor()}`;

const json = { 'content-type': 'application/json' };

describe('rate limits', () => {
  it('one person has one count of writes, others have theirs', async () => {
    const keys: string[] = [];
    const worker = fakeWorker({
      admits: (key) => {
        keys.push(key);
        return key !== 'aoi';
      },
    });
    const refused = await worker.fetch(`/v1/trips/${tripId}`, { method: 'DELETE', headers: { authorization } });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('ratelimit')).toBe('"writes";r=0;t=60');
    expect(refused.headers.get('ratelimit-policy')).toBe(`"writes";q=${restLimits.writesPerPeriod};w=60`);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect(worker.touched).toEqual([]);
    await worker.fetch('/v1/trips', { headers: { authorization } });
    expect(keys).toEqual(['aoi']);
  });

  it('logins are counted by address', async () => {
    const worker = fakeWorker({ admits: (key) => key !== 'address:192.0.2.1' });
    const login = (ip: string) =>
      worker.fetch('/v1/auth/dev-login', {
        method: 'POST',
        headers: { ...json, 'cf-connecting-ip': ip },
        body: '{"name":"Ben"}',
      });
    expect((await login('192.0.2.1')).status).toBe(429);
    const admitted = await login('192.0.2.2');
    expect(admitted.status).toBe(200);
    expect(admitted.headers.get('ratelimit-policy')).toBe(`"logins";q=${restLimits.loginsPerPeriod};w=60`);
  });

  it('[N9] looks at invitations are counted by address and by person', async () => {
    const look = async (refusedKey: string | null) => {
      const keys: string[] = [];
      const worker = fakeWorker({
        admits: (key) => {
          keys.push(key);
          return key !== refusedKey;
        },
      });
      const headers = { authorization, 'cf-connecting-ip': '192.0.2.1' };
      const answers = [
        await worker.fetch('/v1/invites/nonsense', { headers }),
        await worker.fetch('/v1/invites/nonsense/accept', { method: 'POST', headers }),
      ];
      return { keys, statuses: answers.map(({ status }) => status), policy: answers[0]?.headers.get('ratelimit-policy') };
    };
    const both = ['address:192.0.2.1', 'aoi'];
    const policy = `"invites";q=${restLimits.invitesPerPeriod};w=60`;
    expect(await look(null)).toMatchObject({ keys: [...both, ...both], statuses: [404, 404] });
    expect(await look('aoi')).toEqual({ keys: [...both, ...both], statuses: [429, 429], policy });
    const address = both[0] as string;
    expect(await look(address)).toEqual({ keys: [address, address], statuses: [429, 429], policy });
  });

  it('[T1] tickets are counted by person; who syncs by ticket, by address', async () => {
    const keys: string[] = [];
    const worker = fakeWorker({
      admits: (key) => {
        keys.push(key);
        return false;
      },
    });
    const body = JSON.stringify({ document: `trips/${tripId}` });
    const issued = await worker.fetch('/v1/tickets', { method: 'POST', headers: { ...json, authorization }, body });
    expect([issued.status, issued.headers.get('ratelimit-policy')]).toEqual([
      429,
      `"tickets";q=${restLimits.ticketsPerPeriod};w=60`,
    ]);
    const headers = { authorization: `Ticket tkt_${'x'.repeat(43)}`, 'cf-connecting-ip': '192.0.2.1' };
    expect((await worker.fetch(`/v1/trips/${tripId}/sync`, { method: 'POST', headers })).status).toBe(429);
    expect(keys).toEqual(['aoi', 'address:192.0.2.1']);
    expect(worker.touched).toEqual([]);
  });

  it('wrangler.toml has the numbers that the answers state', () => {
    const toml = readFileSync('wrangler.toml', 'utf8');
    const numbers = (name: string) =>
      [
        ...toml.matchAll(
          new RegExp(`name = "${name}"\\nnamespace_id = "\\d+"\\nsimple = \\{ limit = (\\d+), period = (\\d+) \\}`, 'g'),
        ),
      ].map(([, limit, period]) => [Number(limit), Number(period)]);
    const { writesPerPeriod, loginsPerPeriod, ticketsPerPeriod, invitesPerPeriod, ratePeriodSeconds } = restLimits;
    expect(numbers('WRITE_LIMIT')).toEqual(Array(2).fill([writesPerPeriod, ratePeriodSeconds]));
    expect(numbers('LOGIN_LIMIT')).toEqual(Array(2).fill([loginsPerPeriod, ratePeriodSeconds]));
    expect(numbers('TICKET_LIMIT')).toEqual(Array(2).fill([ticketsPerPeriod, ratePeriodSeconds]));
    expect(numbers('INVITE_LIMIT')).toEqual(Array(2).fill([invitesPerPeriod, ratePeriodSeconds]));
  });
});

describe('the development login', () => {
  const login = (body: object, world: FakeWorld = {}) =>
    fakeWorker(world).fetch('/v1/auth/dev-login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('gives a token that works', async () => {
    const answer = await login({ user_id: 'ben', name: ' Ben ', role: 'admin' });
    const { token, user, expires_at } = (await answer.json()) as { token: string; user: object; expires_at: string };
    expect(user).toEqual({ id: 'ben', name: 'Ben', avatar: null, role: 'admin', color: expect.any(String) });
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(11 * 60 * 60 * 1000);
    const me = await fakeWorker().fetch('/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ ...user, expires_at });
  });

  it('makes up an id for somebody new', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => ((await (await login({ name: 'Chloé' })).json()) as { user: { id: string } }).user.id),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each([
    {},
    { name: '' },
    { name: '  ' },
    { name: 5 },
    { name: 'x'.repeat(restLimits.maxNameChars + 1) },
    { name: 'a', role: 'owner' },
    { name: 'a', user_id: 'a\nb' },
    { name: 'a', user_id: '' },
  ])('refuses %j', async (body) => {
    expect((await login(body)).status).toBe(422);
  });

  it.each(['production', 'staging', ''])('is not there in "%s"', async (ENVIRONMENT) => {
    const answer = await login({ name: 'Ben' }, { vars: { ENVIRONMENT } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not-found']);
  });
});

describe('health', () => {
  it.each(['/healthz', '/health'])('%s', async (path) => {
    const answer = await fakeWorker().fetch(path);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    ['without a database', { rows: new Error('D1 is down') }],
    ['without a secret', { vars: { DEV_JWT_SECRET: '' } }],
    ['without an identity provider', { vars: { ENVIRONMENT: 'production' } }],
  ])('%s', async (_, world) => {
    const answer = await fakeWorker(world).fetch('/healthz');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toMatch(/D1|SECRET|ISSUER/);
  });
});

describe('origins', () => {
  const preflight = (origin: string) =>
    fakeWorker().fetch('/v1/trips', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'if-match' },
    });

  it.each(['https://app.example', 'https://trips.example'])('%s may call', async (origin) => {
    const answer = await preflight(origin);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('access-control-allow-headers')).toContain('if-match');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    // What the SDK sends and reads.
    for (const name of ['authorization', 'content-type', 'content-encoding', 'if-none-match']) {
      expect(answer.headers.get('access-control-allow-headers')?.split(',')).toContain(name);
    }
    const read = await fakeWorker().fetch('/v1/me', { headers: { origin, authorization } });
    expect(read.headers.get('access-control-allow-origin')).toBe(origin);
    for (const name of ['etag', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-triptrip-repaired']) {
      expect(read.headers.get('access-control-expose-headers')?.split(',')).toContain(name);
    }
  });

  it.each(['https://evil.example', 'http://trips.example', 'null'])('%s may not', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    const read = await fakeWorker().fetch('/v1/me', { headers: { origin, authorization } });
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
    expect(read.headers.get('vary')).toContain('Origin');
  });
});

describe('headers', () => {
  it.each(['/healthz', '/v1/nothing', '/v1/me', '/openapi.json', '/docs/start.js'])(
    '%s can run and load nothing',
    async (path) => {
      const { headers } = await fakeWorker().fetch(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
    },
  );

  it('/docs runs scripts of this origin only, and has none inside', async () => {
    const answer = await fakeWorker().fetch('/docs');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    const page = await answer.text();
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts).toHaveLength(2);
    for (const [, attributes, inside] of scripts) {
      expect(attributes).toMatch(/ src="\//);
      expect(inside).toBe('');
    }
    expect(page).not.toMatch(/https?:\/\//);
  });
});

/** What needs no token. */
const openPaths = /^\/(health|v1\/(auth\/dev-login$|inbox\/unsubscribe$|webhooks\/|feeds\/))/;
const withTicket = [{ bearer: [] }, { query: [] }, { ticket: [] }];
/** What takes a ticket in place of a token; the hub also takes whoever will say later who they are. */
const ticketPaths: Readonly<Record<string, readonly object[]>> = {
  ...Object.fromEntries(Object.values(collections).map((collection) => [`/v1/${collection}/{id}/sync`, withTicket])),
  '/v1/realtime': [...withTicket, {}],
};
/** Of an inbox, everything does. */
const inboxPaths = /^\/v1\/(inbox|realtime|me\/sessions)(\/|$)/;

/** What every kind of document answers; `*` is where its documents are. */
const ofDocuments: readonly string[] = [
  'DELETE */{id}/locks/{lockId}',
  'GET */{id}/conflicts',
  'GET */{id}/diff',
  'GET */{id}/locks',
  'GET */{id}/versions',
  'GET */{id}/versions/{version}',
  'POST */{id}/conflicts/{conflictId}',
  'POST */{id}/locks',
  'POST */{id}/redo',
  'POST */{id}/revert',
  'POST */{id}/undo',
  'POST */{id}/versions/{version}/restore',
  'PUT */{id}/locks/{lockId}',
  'DELETE */{id}',
  'DELETE */{id}/invites/{inviteId}',
  'DELETE */{id}/members/{userId}',
  'GET */{id}',
  'GET */{id}/invites',
  'GET */{id}/members',
  'GET */{id}/presence',
  'PATCH */{id}',
  'POST *',
  'POST */{id}/invites',
  'POST */{id}/restore',
  'POST */{id}/sync',
  'POST */{id}/transfer',
  'PUT */{id}/members/{userId}',
];

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and has every route', async () => {
    const document = (await (await fakeWorker().fetch('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; security?: unknown[] }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.toSorted()).toEqual(
      [
        ...Object.values(collections).flatMap((collection) =>
          ofDocuments.map((route) => route.replace('*', `/v1/${collection}`)),
        ),
        'GET /v1/trips',
        'GET /v1/events',
        'GET /v1/events/{id}.ics',
        'GET /v1/calendars',
        'GET /v1/calendars/{id}.ics',
        'GET /v1/calendars/{id}/feeds',
        'POST /v1/calendars/{id}/feeds',
        'DELETE /v1/calendars/{id}/feeds/{feedId}',
        'POST /v1/calendars/{id}/import',
        'GET /v1/feeds/{token}.ics',
        'GET /v1/free-busy',
        'POST /v1/events/{id}/move',
        'POST /v1/events/{id}/response',
        'DELETE /v1/inbox/devices/{id}',
        'DELETE /v1/inbox/subscriptions/{type}',
        'DELETE /v1/me/sessions/{id}',
        'DELETE /v1/webhook-sources/{name}',
        'GET /health',
        'GET /healthz',
        'GET /v1/inbox/devices',
        'GET /v1/inbox/notifications',
        'GET /v1/inbox/notifications/{id}',
        'GET /v1/inbox/notifications/{id}/trace',
        'GET /v1/inbox/preferences',
        'GET /v1/inbox/push-key',
        'GET /v1/inbox/subscriptions',
        'GET /v1/inbox/unread-count',
        'GET /v1/inbox/unsubscribe',
        'GET /v1/invites/{token}',
        'GET /v1/me',
        'GET /v1/me/sessions',
        'GET /v1/notification-jobs/{id}',
        'GET /v1/notification-jobs/{id}/recipients',
        'GET /v1/notification-jobs/{id}/stream',
        'GET /v1/realtime',
        'GET /v1/realtime/events',
        'GET /v1/realtime/poll',
        'GET /v1/realtime/stream',
        'GET /v1/rooms/{name}',
        'GET /v1/rooms/{name}/messages',
        'GET /v1/webhook-sources',
        'GET /v1/webhook-sources/{name}',
        'GET /v1/webhook-sources/{name}/deliveries',
        'POST /v1/auth/dev-login',
        'POST /v1/inbox/devices/{id}/code',
        'POST /v1/inbox/devices/{id}/verify',
        'POST /v1/inbox/notifications/read-all',
        'POST /v1/inbox/notifications/{id}/actions/{actionId}',
        'POST /v1/inbox/notifications/{id}/dismiss',
        'POST /v1/inbox/notifications/{id}/read',
        'POST /v1/inbox/notifications/{id}/snooze',
        'POST /v1/inbox/notifications/{id}/unread',
        'POST /v1/inbox/sync',
        'POST /v1/inbox/test',
        'POST /v1/inbox/unsubscribe',
        'POST /v1/invites/{token}/accept',
        'POST /v1/notifications',
        'POST /v1/rooms/{name}/messages',
        'POST /v1/tickets',
        'POST /v1/webhook-sources',
        'POST /v1/webhook-sources/{name}/deliveries/{deliveryId}/replay',
        'POST /v1/webhook-sources/{name}/disable',
        'POST /v1/webhook-sources/{name}/enable',
        'POST /v1/webhook-sources/{name}/rotate',
        'POST /v1/webhooks/providers/{provider}',
        'POST /v1/webhooks/{source}',
        'PUT /v1/inbox/devices/{id}',
        'PUT /v1/inbox/preferences',
        'PUT /v1/inbox/subscriptions/{type}',
        'PUT /v1/webhook-sources/{name}',
      ].toSorted(),
    );
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const { responses, security } of Object.values(methods)) {
        const isOpen = openPaths.test(path);
        // A signature can be wrong as a token can; a refused socket is closed.
        const is401 = path.startsWith('/v1/webhooks/') || (!isOpen && path !== '/v1/realtime');
        expect(Object.hasOwn(responses, '401'), path).toBe(is401);
        expect(security, path).toEqual(isOpen ? [] : (ticketPaths[path] ?? (inboxPaths.test(path) ? withTicket : undefined)));
      }
    }
  });
});

describe('the log', () => {
  const records: LogRecord[] = [];

  beforeEach(async () => {
    records.length = 0;
    await configure({
      sinks: { memory: (record) => void records.push(record) },
      loggers: [
        { category: 'triptrip', sinks: ['memory'], lowestLevel: 'debug' },
        { category: ['logtape', 'meta'], sinks: ['memory'], lowestLevel: 'warning' },
      ],
      reset: true,
    });
  });

  afterEach(reset);

  it('has one line for each request, with the id that the answer has', async () => {
    const answer = await fakeWorker().fetch('/v1/me', { headers: { authorization } });
    expect(records.map((record) => record.properties)).toEqual([
      {
        request_id: answer.headers.get('x-request-id'),
        method: 'GET',
        path: '/v1/me',
        status: 200,
        duration_ms: expect.any(Number),
        person: 'aoi',
      },
    ]);
  });

  it('takes over the id of a caller when it is sane', async () => {
    for (const [sent, taken] of [
      ['0af7651916cd43dd8448eb211c80319c', true],
      ['a.b-c_d1', true],
      ['short', false],
      ['with spaces in it', false],
      ['x'.repeat(65), false],
      ['{"forged":1}', false],
    ] as const) {
      const answer = await fakeWorker().fetch('/healthz', { headers: { 'x-request-id': sent } });
      expect(answer.headers.get('x-request-id') === sent, sent).toBe(taken);
    }
  });

  it('never has a token, whatever goes wrong', async () => {
    const token = await tokenFor({ sub: 'aoi', exp: 1 });
    const world = { trip: { read: () => Promise.reject(new Error('fault')) } };
    for (const path of ['/v1/me', `/v1/trips/${tripId}`, '/v1/nothing']) {
      for (const secret of [token, await tokenFor(), 'garbage-token']) {
        const texts: string[] = [];
        for (const request of [
          { path: `${path}?token=${secret}` },
          { path: `${path}?auth=${secret}` },
          { path, init: { headers: { authorization: `Bearer ${secret}` } } },
        ]) {
          texts.push(await (await fakeWorker(world).fetch(request.path, request.init)).text());
        }
        texts.push(JSON.stringify(records));
        for (const text of texts) expect(text).not.toContain(secret);
      }
    }
    expect(records.length).toBeGreaterThan(20);
  });

  it('[T1][N1] never has a ticket or the token of an invitation, whatever goes wrong', async () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';
    const inviteToken = `${tripId}.${secret}`;
    const fault = () => Promise.reject(new Error('fault'));
    const worlds: FakeWorld[] = [
      {},
      { admits: () => false },
      { trip: { previewInvite: fault, acceptInvite: fault, sync: fault } },
      { trip: { previewInvite: async () => ({ ok: false, refusal: { code: 'invite-over' } }) } },
    ];
    const octets = 'application/octet-stream';
    const requests: readonly [path: string, init?: RequestInit][] = [
      [`/v1/invites/${inviteToken}`],
      [`/v1/invites/${inviteToken}/accept`, { method: 'POST' }],
      [`/v1/invites/${inviteToken}`, { method: 'DELETE' }],
      [`/v1/invites/${inviteToken.replace('.', '%2E')}`],
      [`/v1/invites/${secret}`],
      [`/v1/invites//${inviteToken}`],
      [`//v1//invites/${inviteToken}`],
      [`/invites/${inviteToken}`],
      [`/v1/trips/${tripId}/sync?ticket=tkt_${secret}`, { method: 'POST', headers: { 'content-type': octets } }],
      [`/v1/trips/${tripId}?ticket=tkt_${secret}`],
      [`/v1/me?ticket=tkt_${secret}`, { headers: { authorization: `Ticket tkt_${secret}` } }],
    ];
    for (const world of worlds) {
      for (const [path, init] of requests) {
        const answer = await fakeWorker(world).fetch(path, { ...init, headers: { authorization, ...init?.headers } });
        for (const text of [await answer.text(), JSON.stringify([...answer.headers]), JSON.stringify(records)]) {
          expect(text, path).not.toContain(secret);
        }
      }
    }
    expect(records.length).toBeGreaterThan(worlds.length * requests.length);
    expect(records.map(({ properties }) => properties.path)).toContain('/v1/invites/[token]/accept');
  });

  it('has the stack of a fault, and the answer has its id', async () => {
    const worker = fakeWorker({ trip: { read: () => Promise.reject(new TypeError('fault')) } });
    const answer = await worker.fetch(`/v1/trips/${tripId}`, { headers: { authorization } });
    const { request_id } = (await answer.json()) as { request_id: string };
    expect(records.map((record) => record.properties)).toContainEqual({
      request_id,
      error: { name: 'TypeError', message: 'fault', stack: expect.stringContaining('TypeError: fault') },
    });
  });
});
