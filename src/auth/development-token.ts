import { SignJWT } from 'jose';
import type { Identity } from '../protocol/roles';
import { type AuthSettings, trustOf } from './settings';

const lifeMs = 12 * 60 * 60 * 1000;

/** A token and when it ends, ms since the epoch. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/**
 * Signs a token for whoever asks: the development login.
 * @param nowMs ms since the epoch.
 * @throws Error outside of development.
 */
export async function issueDevelopmentToken(
  settings: AuthSettings,
  person: Pick<Identity, 'id' | 'name' | 'role'>,
  nowMs: number,
): Promise<IssuedToken> {
  const trust = trustOf(settings);
  if (trust.kind !== 'development') throw new Error('development tokens are for development');
  const issuedAt = Math.floor(nowMs / 1000);
  const expiresAt = issuedAt + lifeMs / 1000;
  const token = await new SignJWT({ name: person.name, role: person.role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(person.id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(trust.secret);
  return { token, expiresAtMs: expiresAt * 1000 };
}
