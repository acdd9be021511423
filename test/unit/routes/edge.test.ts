import { describe, expect, it } from 'vitest';
import { restLimits } from '../../../src/protocol/limits';
import { authorization, type FakeWorld, fakeWorker } from '../../support/workers-fake-env';

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
