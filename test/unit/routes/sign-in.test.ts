import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../support/identity-provider';
import { codeOf, fakeWorker } from '../../support/workers-fake-env';

const codeVerifier = 'v'.repeat(43);

let provider: IdentityProvider;

beforeAll(async () => {
  provider = await IdentityProvider.start();
});

afterAll(() => provider.stop());

const worker = () => fakeWorker({ vars: provider.vars });

function signIn() {
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const code = provider.grant({ redirectUri: 'https://trips.example/sign-in', challenge, nonce: 'n' });
  const query = `?${new URLSearchParams({ code, state: 's', iss: provider.issuer })}`;
  return worker().fetch('/v1/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, state: 's', nonce: 'n', code_verifier: codeVerifier }),
  });
}

function renew(cookie: string) {
  return worker().fetch('/v1/auth/renew', { method: 'POST', headers: { cookie } });
}

const cookieIn = (answer: Response) => answer.headers.get('set-cookie') ?? '';

describe('signing in with the identity provider', () => {
  it('begins with where that is', async () => {
    expect(await (await worker().fetch('/v1/auth/ways')).json()).toEqual({
      development: false,
      provider: {
        authorization_endpoint: `${provider.issuer}/authorize`,
        client_id: 'triptrip-app',
        scope: 'openid profile offline_access',
      },
    });
  });

  it('keeps what renews a token where no script and no other site gets at it', async () => {
    const answer = await signIn();
    expect(await answer.json()).toMatchObject({ renewable: true, user: { id: 'dana', name: 'Dana', role: 'user' } });
    expect(cookieIn(answer)).toMatch(
      /^triptrip-renewal=[\w-]+; Max-Age=2592000; Path=\/v1\/auth; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('renews with the newest of these only', async () => {
    const first = cookieIn(await signIn()).split(';')[0] ?? '';
    const answer = await renew(first);
    const second = cookieIn(answer).split(';')[0] ?? '';
    const { token } = (await answer.json()) as { token: string };
    const me = await worker().fetch('/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ id: 'dana' });
    expect(second).not.toBe(first);
    expect((await renew(second)).status).toBe(200);
    const refused = await renew(first);
    expect(refused.status).toBe(401);
    expect(cookieIn(refused)).toContain('triptrip-renewal=; Max-Age=0');
  });

  it('renews nothing for who did not sign in', async () => {
    const answer = await renew('');
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'unauthenticated']);
  });

  it('ends', async () => {
    const answer = await worker().fetch('/v1/auth/sign-out', { method: 'POST' });
    expect(answer.status).toBe(204);
    expect(cookieIn(answer)).toContain('triptrip-renewal=; Max-Age=0; Path=/v1/auth');
  });

  it('is counted by address', async () => {
    const refusing = fakeWorker({ vars: provider.vars, admits: () => false });
    for (const [method, name] of [
      ['GET', 'ways'],
      ['POST', 'sign-in'],
      ['POST', 'renew'],
      ['POST', 'sign-out'],
    ]) {
      const answer = await refusing.fetch(`/v1/auth/${name}`, { method: method ?? '' });
      expect([name, answer.status]).toEqual([name, 429]);
    }
  });
});

describe('a server whose people bring tokens themselves', () => {
  it.each([
    ['in development', {}, true],
    ['in production', { ENVIRONMENT: 'production' }, false],
  ])('says so %s, and renews nothing', async (_, vars, development) => {
    const without = fakeWorker({ vars });
    expect(await (await without.fetch('/v1/auth/ways')).json()).toEqual({ development, provider: null });
    expect((await without.fetch('/v1/auth/renew', { method: 'POST' })).status).toBe(404);
  });
});
