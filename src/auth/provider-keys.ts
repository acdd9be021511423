import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** Thrown when the identity provider's keys cannot be had: this is no fault of the token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

// Per isolate. A key set refreshes itself when it is old, and when a token names a `kid` that it does not know.
const keySets = new Map<string, JWTVerifyGetKey>();

/** The public keys behind a JWKS address, fetched when first needed and again when the provider rotates them. */
export function providerKeys(jwksUrl: string): JWTVerifyGetKey {
  const known = keySets.get(jwksUrl);
  if (known) return known;
  const remote = createRemoteJWKSet(new URL(jwksUrl));
  const keys: JWTVerifyGetKey = async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      throw new KeysUnavailable('the keys of the identity provider cannot be read', { cause: error });
    }
  };
  keySets.set(jwksUrl, keys);
  return keys;
}

function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
