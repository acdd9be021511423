import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { authenticate } from '../../../src/auth/authenticate';
import { issueDevelopmentToken } from '../../../src/auth/development-token';
import type { AuthSettings } from '../../../src/auth/settings';
import { restLimits } from '../../../src/protocol/limits';

const secret = 'a secret of development, 32 characters or more';
const nothing = { JWT_ISSUER: '', JWT_AUDIENCE: '', JWT_JWKS_URL: '', JWT_ALGORITHMS: '' };
const development: AuthSettings = { ...nothing, ENVIRONMENT: 'development', DEV_JWT_SECRET: secret };

const utf8 = (text: string) => new TextEncoder().encode(text);
const soon = () => Math.floor(Date.now() / 1000) + 600;

describe('in development', () => {
  const sign = (claims: object, key = secret, alg = 'HS256') =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(utf8(key));

  it('takes the token of the development login', async () => {
    const nowMs = Date.now();
    const { token, expiresAtMs } = await issueDevelopmentToken(development, { id: 'aoi', name: '葵', role: 'user' }, nowMs);
    expect(expiresAtMs).toBeGreaterThan(nowMs + 11 * 60 * 60 * 1000);
    expect(await authenticate(development, token)).toEqual({
      ok: true,
      value: { id: 'aoi', name: '葵', avatar: null, role: 'user', scopes: null, expiresAtMs },
    });
  });

  it('takes a token without an end', async () => {
    expect(await authenticate(development, await sign({ sub: 'ben' }))).toMatchObject({ ok: true, value: { expiresAtMs: null } });
  });

  it.each([
    ['no token at all', async () => ''],
    ['no JWT', async () => 'abc'],
    ['another secret', () => sign({ sub: 'ben' }, 'another secret, also of 32 characters or more')],
    ['another algorithm', () => sign({ sub: 'ben' }, secret.repeat(2), 'HS512')],
    ['no signature', async () => new UnsecuredJWT({ sub: 'ben' }).encode()],
    ['no subject', () => sign({ name: 'Ben' })],
    ['a subject that is no id', () => sign({ sub: 'a\nb' })],
    ['not valid yet', () => sign({ sub: 'ben', nbf: soon() })],
    ['too long', async () => 'x'.repeat(restLimits.maxTokenChars + 1)],
  ])('refuses a token with %s', async (_, make) => {
    expect(await authenticate(development, await make())).toMatchObject({ ok: false, refusal: { code: 'unauthenticated' } });
  });

  it('says of an expired token that it has expired', async () => {
    const token = await sign({ sub: 'ben', exp: Math.floor(Date.now() / 1000) - 1 });
    expect(await authenticate(development, token)).toMatchObject({
      ok: false,
      refusal: { code: 'unauthenticated', extensions: { reason: 'expired' } },
    });
  });

  it('refuses a token that was tampered with', async () => {
    const [header, , signature] = (await sign({ sub: 'ben' })).split('.');
    const payload = btoa(JSON.stringify({ sub: 'aoi', role: 'admin' })).replaceAll('=', '');
    const outcome = await authenticate(development, `${header}.${payload}.${signature}`);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'unauthenticated' } });
  });
});

describe('with an identity provider', () => {
  const issuer = 'https://id.example/';
  const audience = 'triptrip';
  let jwksUrl: string;
  let settings: AuthSettings;
  let published: JWK[];
  let fetches: number;
  let answer: () => Response;
  let provider = 0;

  async function newKey(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    published.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
    return {
      sign: (claims: object = {}, header: object = {}) =>
        new SignJWT({ sub: 'aoi', iss: issuer, aud: audience, exp: soon(), ...claims })
          .setProtectedHeader({ alg: 'ES256', kid, ...header })
          .sign(privateKey),
    };
  }

  beforeEach(() => {
    // A key set stays in memory as long as the isolate: each test has a provider of its own.
    jwksUrl = `https://id.example/${++provider}/jwks.json`;
    settings = {
      ENVIRONMENT: 'production',
      DEV_JWT_SECRET: secret,
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: audience,
      JWT_JWKS_URL: jwksUrl,
      JWT_ALGORITHMS: 'ES256 EdDSA',
    };
    published = [];
    fetches = 0;
    answer = () => Response.json({ keys: published });
    vi.stubGlobal('fetch', async (url: string) => {
      expect(String(url)).toBe(jwksUrl);
      fetches++;
      return answer();
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('takes its tokens, and fetches its keys once', async () => {
    const key = await newKey('k1');
    const token = await key.sign({ name: '葵', scope: 'trips:read' });
    for (let i = 0; i < 3; i++) {
      expect(await authenticate(settings, token)).toMatchObject({ ok: true, value: { id: 'aoi', scopes: ['trips:read'] } });
    }
    expect(fetches).toBe(1);
  });

  it('follows a rotation of its keys', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = await newKey('k1');
    expect(await authenticate(settings, await before.sign())).toMatchObject({ ok: true });
    published = [];
    const after = await newKey('k2');
    vi.setSystemTime(Date.now() + 60_000);
    expect(await authenticate(settings, await after.sign())).toMatchObject({ ok: true });
    expect(await authenticate(settings, await before.sign())).toMatchObject({ ok: false, refusal: { code: 'unauthenticated' } });
    expect(fetches).toBe(2);
  });

  it('made-up key ids do not make it fetch again and again', async () => {
    const key = await newKey('k1');
    for (let i = 0; i < 5; i++) {
      const token = await key.sign({}, { kid: `made-up-${i}` });
      expect(await authenticate(settings, token)).toMatchObject({ ok: false, refusal: { code: 'unauthenticated' } });
    }
    expect(fetches).toBe(1);
  });

  it.each([
    ['of another issuer', { iss: 'https://evil.example/' }],
    ['for another audience', { aud: 'another-app' }],
    ['without an end', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ])('refuses a token %s', async (_, claims) => {
    const key = await newKey('k1');
    expect(await authenticate(settings, await key.sign(claims))).toMatchObject({
      ok: false,
      refusal: { code: 'unauthenticated' },
    });
  });

  it('refuses tokens of the development login, unsigned ones, and public keys used as secrets', async () => {
    await newKey('k1');
    const claims = { sub: 'aoi', iss: issuer, aud: audience, exp: soon() };
    const publicKey = utf8(JSON.stringify(published[0]));
    const tokens = [
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(utf8(secret)),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(publicKey),
      new UnsecuredJWT(claims).encode(),
    ];
    for (const token of tokens) {
      expect(await authenticate(settings, token)).toMatchObject({ ok: false, refusal: { code: 'unauthenticated' } });
    }
  });

  it('refuses an algorithm that is not on the list, though the key would fit', async () => {
    const key = await newKey('k1');
    const token = await key.sign();
    expect(await authenticate({ ...settings, JWT_ALGORITHMS: 'EdDSA' }, token)).toMatchObject({ ok: false });
  });

  it.each([
    ['does not answer', () => Promise.reject(new TypeError('network'))],
    ['answers with an error', () => new Response('no', { status: 502 })],
    ['answers with something else', () => new Response('<html>')],
  ])('is unavailable, and recovers, when the provider %s', async (_, fault) => {
    const key = await newKey('k1');
    const healthy = answer;
    answer = fault as () => Response;
    const token = await key.sign();
    expect(await authenticate(settings, token)).toMatchObject({ ok: false, refusal: { code: 'unavailable' } });
    answer = healthy;
    expect(await authenticate(settings, token)).toMatchObject({ ok: true });
  });
});

describe('configuration', () => {
  const production: AuthSettings = {
    ENVIRONMENT: 'production',
    JWT_ISSUER: 'https://id.example/',
    JWT_AUDIENCE: 'triptrip',
    JWT_JWKS_URL: 'https://id.example/jwks.json',
    JWT_ALGORITHMS: 'ES256',
  };

  it.each([
    [{ ...development, DEV_JWT_SECRET: 'short' }, 'DEV_JWT_SECRET'],
    [{ ...nothing, ENVIRONMENT: 'development' }, 'DEV_JWT_SECRET'],
    [{ ...production, JWT_ISSUER: '' }, 'JWT_ISSUER'],
    [{ ...production, JWT_AUDIENCE: '' }, 'JWT_AUDIENCE'],
    [{ ...production, JWT_JWKS_URL: '' }, 'JWT_JWKS_URL'],
    [{ ...production, JWT_JWKS_URL: 'http://id.example/jwks.json' }, 'JWT_JWKS_URL'],
    [{ ...production, JWT_ALGORITHMS: '' }, 'JWT_ALGORITHMS'],
    [{ ...production, JWT_ALGORITHMS: 'ES256 none' }, 'JWT_ALGORITHMS'],
    [{ ...production, JWT_ALGORITHMS: 'HS256' }, 'JWT_ALGORITHMS'],
    // Whatever is not development is production.
    [{ ...development, ENVIRONMENT: 'staging' }, 'JWT_ISSUER'],
  ])('nobody gets in with %j, and the error names %s without its value', async (settings, name) => {
    const outcome = authenticate(settings as AuthSettings, 'token');
    await expect(outcome).rejects.toThrow(name);
    await expect(outcome).rejects.not.toThrow('short');
  });

  it('issues no development tokens elsewhere', async () => {
    await expect(issueDevelopmentToken(production, { id: 'a', name: 'A', role: 'user' }, 0)).rejects.toThrow('development');
  });
});
