/** By event: the token of the lock with which this person keeps it to themselves. */
const tokens = new Map<string, number>();

/** Remembers that an event is kept with a token, or (null) that it is not any more. */
export function rememberOwnLock(eventId: string, token: number | null): void {
  if (token === null) tokens.delete(eventId);
  else tokens.set(eventId, token);
}

/** What a change over REST has to show, which the holder's own needs too (PROTOCOL.md, X4); null for an event that is not kept. */
export function ownLockToken(eventId: string): number | null {
  return tokens.get(eventId) ?? null;
}
