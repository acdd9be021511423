import type { Refusal } from './codes';

/** The close of a socket: a code and a fixed reason of less than 123 bytes. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/**
 * Every close the server sends (PROTOCOL.md, C-rules). 4400 to 4499 are permanent until the client acts;
 * with every other code a client reconnects with jittered backoff.
 */
export const closes = {
  malformed: { code: 4400, reason: 'malformed frame' },
  unauthenticated: { code: 4401, reason: 'no valid token' },
  expired: { code: 4401, reason: 'token expired' },
  forbidden: { code: 4403, reason: 'not a member' },
  revoked: { code: 4403, reason: 'membership ended' },
  originNotAllowed: { code: 4403, reason: 'origin not allowed' },
  notFound: { code: 4404, reason: 'no such document' },
  deleted: { code: 4404, reason: 'document deleted' },
  noProgress: { code: 4409, reason: 'sync makes no progress' },
  tooManyOfPerson: { code: 4409, reason: 'a newer connection of yours took over' },
  tooManyConnections: { code: 4409, reason: 'document has too many connections' },
  tooLarge: { code: 4413, reason: 'frame too large' },
  recovering: { code: 1013, reason: 'recovering, try again' },
  outOfScope: { code: 4403, reason: 'the scope of the token does not allow this' },
  endedSession: { code: 4403, reason: 'session ended by its person' },
  behind: { code: 4001, reason: 'too far behind, reconnect with your cursor' },
  overloaded: { code: 1013, reason: 'overloaded, try again' },
  silent: { code: 4000, reason: 'connection went silent' },
} as const satisfies Record<string, Close>;

/** The close of a socket whose token was refused. */
export function closeOfToken({ code, extensions }: Refusal): Close {
  // That the issuer's keys cannot be read says nothing about the token: the client may come again with it.
  if (code === 'unavailable') return closes.recovering;
  return extensions?.reason === 'expired' ? closes.expired : closes.unauthenticated;
}

/** Whether a client must not reconnect by itself after this close code. */
export function isPermanentClose(code: number): boolean {
  return code >= 4400 && code <= 4499;
}
