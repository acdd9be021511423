import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../../src/auth/authenticate';
import { type SignInClient, signInClientOf } from '../../../src/auth/settings';
import { authorizationOf, type ReturnFromProvider, tokensOfRenewal, tokensOfReturn } from '../../../src/auth/sign-in-provider';
import type { Outcome } from '../../../src/protocol/codes';
import { IdentityProvider } from '../../support/identity-provider';

const redirectUri = 'https://trips.example/sign-in';
const codeVerifier = 'v'.repeat(43);

let provider: IdentityProvider;
let client: SignInClient;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  client = signInClientOf(provider.vars as never) as SignInClient;
});

afterAll(() => provider.stop());

/** Somebody who comes back from the provider, with what a test has different. */
function someone(other: Partial<ReturnFromProvider> & { readonly code?: string } = {}): ReturnFromProvider {
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const code = other.code ?? provider.grant({ redirectUri, challenge, nonce: 'the nonce' });
  const query = `?${new URLSearchParams({ code, state: 'the state', iss: provider.issuer })}`;
  return { query, redirectUri, state: 'the state', nonce: 'the nonce', codeVerifier, ...other };
}

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.refusal.code);

describe('signing in with the identity provider', () => {
  it('begins at its page, and asks to stay signed in where it knows that', async () => {
    expect(await authorizationOf(client)).toEqual({
      ok: true,
      value: { endpoint: `${provider.issuer}/authorize`, scope: 'openid profile offline_access' },
    });
  });

  it('gives a token that is good here, and what gets the next one', async () => {
    const outcome = await tokensOfReturn(client, someone());
    if (!outcome.ok) return expect.unreachable(JSON.stringify(outcome));
    const { idToken, refreshToken } = outcome.value;
    expect(await authenticate(provider.vars as never, idToken)).toMatchObject({ ok: true, value: { id: 'dana', name: 'Dana' } });
    expect(codeOf(await tokensOfRenewal(client, refreshToken ?? ''))).toBe('ok');
    expect(codeOf(await tokensOfRenewal(client, refreshToken ?? ''))).toBe('unauthenticated');
  });

  it.each<[string, () => ReturnFromProvider]>([
    ['of another way to the provider', () => someone({ state: 'another' })],
    ['with the token of another sign-in', () => someone({ nonce: 'another' })],
    ['with a code that somebody else asked for', () => someone({ codeVerifier: 'w'.repeat(43) })],
    ['to another page', () => someone({ redirectUri: 'https://elsewhere.example/sign-in' })],
    ['with a code that nobody gave', () => someone({ code: 'made up' })],
    ['from another provider', () => someone({ query: '?code=c&state=the+state&iss=https%3A%2F%2Felsewhere.example' })],
    ['after saying no', () => someone({ query: `?error=access_denied&state=the+state&iss=${provider.issuer}` })],
    ['with nothing', () => someone({ query: '' })],
  ])('refuses who comes back %s', async (_, came) => {
    expect(codeOf(await tokensOfReturn(client, came()))).toBe('unauthenticated');
  });

  it('takes a code once', async () => {
    const came = someone();
    expect(codeOf(await tokensOfReturn(client, came))).toBe('ok');
    expect(codeOf(await tokensOfReturn(client, came))).toBe('unauthenticated');
  });

  it('is not there while the provider does not answer, and that is nobody’s fault', async () => {
    const gone = { ...client, issuer: 'http://127.0.0.1:9' };
    expect(codeOf(await authorizationOf(gone))).toBe('unavailable');
    expect(codeOf(await tokensOfReturn(gone, someone()))).toBe('unavailable');
    expect(codeOf(await tokensOfReturn({ ...client, clientSecret: 'wrong' }, someone()))).toBe('unavailable');
  });

  it('is not offered in development, nor where the app has no name at the provider', () => {
    expect(signInClientOf({ ...provider.vars, ENVIRONMENT: 'development' } as never)).toBeNull();
    expect(signInClientOf({ ...provider.vars, OIDC_CLIENT_ID: '' } as never)).toBeNull();
  });
});
