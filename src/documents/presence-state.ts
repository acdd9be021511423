import { personColor } from '../protocol/person-colors';
import type { Identity } from '../protocol/roles';
import type { Present } from './api';
import type { OwnPresence, Session } from './session';

/** Outgoing clocks count these units of time since {@link clockEpochMs}, so that they rise over a restart without being stored. */
const clockUnitMs = 10;
const clockEpochMs = Date.UTC(2026, 0, 1);

/** The next clock of an entry: higher than the last one, and higher than any from before a restart (PROTOCOL.md P4). */
export function outgoingClock(lastClock: number, nowMs: number): number {
  return Math.max(lastClock + 1, Math.floor((nowMs - clockEpochMs) / clockUnitMs));
}

/** A stock client takes 30 s of silence for a lost connection: one that says something is answered this often. */
export const renewalMs = 10_000;

/** How long a frame of ours may take to come back as an echo. */
const echoMs = 120_000;

/** Whether a clock may be one that the server gave out for an entry a moment ago. */
export function isRecentOutgoingClock(clock: number, lastClock: number): boolean {
  return clock <= lastClock && clock > lastClock - echoMs / clockUnitMs;
}

/** How many echoes of one's own state can be on their way. */
const maxEchoes = 4;

/** Remembers that a client was sent its own state: it will send it back. */
export function rememberEcho(presence: OwnPresence, clock: number): OwnPresence {
  return { ...presence, echoClocks: [...presence.echoClocks, clock].slice(-maxEchoes) };
}

/** A client's state, which is changed, with the identity that its token proves in place of the one it claims (P3). JSON. */
export function attestedState(identity: Identity | null, state: Record<string, unknown>): string {
  if (identity === null) throw new Error('presence needs an identity');
  const claimed = typeof state.user === 'object' ? state.user : null;
  state.user = claimed === null ? userOf(identity) : { ...claimed, ...userOf(identity) };
  return JSON.stringify(state);
}

const users = new WeakMap<Identity, Present['user']>();

/** What others see of an identity; kept, because a moving cursor asks for it with every frame. */
function userOf(identity: Identity): Present['user'] {
  let user = users.get(identity);
  if (user === undefined) {
    const { id, name, avatar } = identity;
    user = { id, name, color: personColor(id), avatar };
    users.set(identity, user);
  }
  return user;
}

export function personOf(session: Session): string {
  if (session.identity === null) throw new Error('the session is not authenticated');
  return session.identity.id;
}

/** What REST says of somebody who is here. */
export function presentFrom(client: number, attested: string): Present {
  const { user, ...state } = JSON.parse(attested) as { user: Present['user'] } & Record<string, unknown>;
  return { client_id: client, user: { id: user.id, name: user.name, color: user.color, avatar: user.avatar }, state };
}
