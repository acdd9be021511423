import { describe, expect, it } from 'vitest';
import { identityOfClaims, isPersonId } from '../../../src/auth/claims';
import { restLimits } from '../../../src/protocol/limits';

describe('identityOfClaims', () => {
  it('reads all claims', () => {
    const claims = {
      sub: 'aoi',
      name: ' 葵 ',
      avatar: 'https://a.example/p.png',
      role: 'admin',
      scope: 'trips:read  trips:write',
      exp: 1_800_000_000,
    };
    expect(identityOfClaims(claims)).toEqual({
      id: 'aoi',
      name: '葵',
      avatar: 'https://a.example/p.png',
      role: 'admin',
      scopes: ['trips:read', 'trips:write'],
      expiresAtMs: 1_800_000_000_000,
    });
  });

  it('fills in what a token may leave out', () => {
    expect(identityOfClaims({ sub: 'ben' })).toEqual({
      id: 'ben',
      name: 'ben',
      avatar: null,
      role: 'user',
      scopes: null,
      expiresAtMs: null,
    });
  });

  it.each([9_999_999_999_999, 1e300])('takes an end that is no date any more, %d, for the last date there is', (exp) => {
    const end = identityOfClaims({ sub: 'ben', exp })?.expiresAtMs ?? 0;
    expect(new Date(end).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
  });

  it('an empty scope allows nothing; only an absent one is unrestricted', () => {
    expect(identityOfClaims({ sub: 'ben', scope: '' })?.scopes).toEqual([]);
  });

  it('takes the picture of OpenID Connect where there is no avatar', () => {
    expect(identityOfClaims({ sub: 'a', picture: 'https://a.example/x' })?.avatar).toBe('https://a.example/x');
    expect(identityOfClaims({ sub: 'a', picture: 'https://a.example/x', avatar: 'https://b.example/y' })?.avatar).toBe(
      'https://b.example/y',
    );
  });

  it.each(['javascript:alert(1)', 'data:image/png;base64,AA', 'not a url', 7, `https://a.example/${'x'.repeat(3000)}`])(
    'a picture that cannot be shown is left out: %s',
    (picture) => {
      expect(identityOfClaims({ sub: 'a', picture })).toMatchObject({ id: 'a', avatar: null });
    },
  );

  it('cuts a long name without splitting a character', () => {
    const name = identityOfClaims({ sub: 'a', name: `${'x'.repeat(restLimits.maxNameChars - 1)}😀` })?.name;
    expect(name?.isWellFormed()).toBe(true);
    expect(name?.length).toBeLessThanOrEqual(restLimits.maxNameChars);
  });

  it.each([
    [{}],
    [null],
    [{ sub: '' }],
    [{ sub: 5 }],
    [{ sub: 'a\nb' }],
    [{ sub: '\ud800' }],
    [{ sub: 'x'.repeat(restLimits.maxUserIdChars + 1) }],
    [{ sub: 'a', role: 'root' }],
    [{ sub: 'a', scope: ['trips:read'] }],
    [{ sub: 'a', name: 5 }],
  ])('refuses %j', (claims) => {
    expect(identityOfClaims(claims)).toBeNull();
  });
});

describe('isPersonId', () => {
  it('takes what identity providers use', () => {
    for (const id of ['aoi', 'auth0|5f7c8ec7c33c6c004bbafe82', '葵', 'a@b.example', 'x'.repeat(restLimits.maxUserIdChars)]) {
      expect(isPersonId(id)).toBe(true);
    }
  });
});
