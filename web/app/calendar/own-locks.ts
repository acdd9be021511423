import type { ShownLocks } from '../../react';

/** By event: the tokens of the locks that this person holds on it. */
const tokensOf = new Map<string, readonly number[]>();

/** Remembers with which tokens an event, or parts of it, are kept; none for one that is not. */
export function rememberOwnLocks(eventId: string, tokens: readonly number[]): void {
  if (tokens.length === 0) tokensOf.delete(eventId);
  else tokensOf.set(eventId, tokens);
}

/** What a change over REST has to show, which the holder's own needs too (PROTOCOL.md, X4); null for an event that is not kept. */
export function ownLockTokens(eventId: string): ShownLocks {
  return tokensOf.get(eventId) ?? null;
}
