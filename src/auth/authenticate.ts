import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Outcome, Refusal } from '../protocol/codes';
import { restLimits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { identityOfClaims } from './claims';
import { KeysUnavailable, providerKeys } from './provider-keys';
import { type AuthSettings, type Trust, trustOf } from './settings';

/** Clocks of an identity provider and of the edge may differ this much. */
const clockToleranceSeconds = 5;

/**
 * Who a token speaks for. Refuses with `unauthenticated` (an expired token has the extension `reason: 'expired'`), or
 * with `unavailable` when the identity provider's keys cannot be read.
 * @throws Error when the Worker's configuration of authentication is incomplete.
 */
export async function authenticate(settings: AuthSettings, token: string): Promise<Outcome<Identity>> {
  const trust = trustOf(settings);
  if (token.length > restLimits.maxTokenChars) return refuse({ code: 'unauthenticated', detail: 'The token is too long.' });
  let payload: JWTPayload;
  try {
    payload = await verify(trust, token);
  } catch (error) {
    return refuse(refusalOf(error));
  }
  const identity = identityOfClaims(payload);
  if (!identity) return refuse({ code: 'unauthenticated', detail: 'A claim of the token is missing or has the wrong shape.' });
  return { ok: true, value: identity };
}

async function verify(trust: Trust, token: string): Promise<JWTPayload> {
  if (trust.kind === 'development') {
    return (await jwtVerify(token, trust.secret, { algorithms: ['HS256'] })).payload;
  }
  const verified = await jwtVerify(token, providerKeys(trust.jwksUrl), {
    algorithms: trust.algorithms,
    issuer: trust.issuer,
    audience: trust.audiences,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: clockToleranceSeconds,
  });
  return verified.payload;
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof KeysUnavailable) return { code: 'unavailable', detail: 'The identity provider does not answer.' };
  if (error instanceof errors.JWTExpired) {
    return { code: 'unauthenticated', detail: 'The token has expired.', extensions: { reason: 'expired' } };
  }
  if (error instanceof errors.JOSEError) return { code: 'unauthenticated', detail: 'The token is not valid here.' };
  throw error;
}

function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
