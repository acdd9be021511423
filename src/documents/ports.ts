import type { Close } from '../protocol/closes';
import type { DocumentAction, Identity, Role } from '../protocol/roles';
import type { Notice, Projection } from './api';
import type { RollPush } from './calendar-events';
import type { Chance } from './live-document';
import type { DocumentSchema } from './schema';
import type { SessionFacts } from './session';
import type { DocumentStorage } from './storage';

/** The sockets, as the engine sees them. Calls never throw: a socket that is gone is somebody else's event. */
export interface Wire {
  send(session: string, frame: Uint8Array | string): void;
  close(session: string, close: Close): void;
  /** Keeps the facts with the socket, through hibernation. */
  keep(facts: SessionFacts): void;
  /** Verifies a token and answers by `DocumentEngine.verified`. */
  verify(session: string, token: string): void;
  /** When the platform last answered a ping of this socket, ms since the epoch; null for never. */
  pingedAtMs(session: string): number | null;
}

/** Timers that only matter while the document is awake. */
export type SoonTimer = 'flush' | 'asks' | 'presence' | 'keep' | 'texts' | 'typing' | 'compaction';

/** Timers that wake the document. */
export const durableTimers = [
  'authentication',
  'expiry',
  'absences',
  'projection',
  'notices',
  'reminders',
  'orphans',
  'rolls',
  'locks',
  'purge',
] as const;
export type DurableTimer = (typeof durableTimers)[number];

export interface Timers {
  /** Calls `DocumentEngine.ring(name)` after `delayMs`, unless that timer runs already. */
  soon(name: SoonTimer, delayMs: number): void;
  /** Calls `DocumentEngine.ring(name)` at a time, also over a restart. A later time never replaces an earlier one; null cancels. */
  at(name: DurableTimer, atMs: number | null): void;
}

/** The words that stand for a right: made of randomness, kept as digests. */
export interface Secrets {
  /** `secretBytes` of cryptographic randomness, in base64url. */
  newSecret(): string;
  /** SHA-256 of a text, in hex. */
  digest(text: string): string;
}

/** All that an engine needs from outside. */
export interface EnginePorts {
  readonly schema: DocumentSchema;
  readonly storage: DocumentStorage;
  readonly wire: Wire;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly secrets: Secrets;
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** The policy: may this identity, with this role in the document, do this? */
  readonly allows: (identity: Identity, role: Role | null, action: DocumentAction) => boolean;
  /** Writes a projection and answers by `DocumentEngine.outbox`: `done` or `failed`. */
  readonly deliver: (projection: Projection) => void;
  /** Tells inboxes something, and answers by `DocumentEngine.notices.delivered`. */
  readonly notify: (notice: Notice) => void;
  /** Takes a line for the operator's log. Never given content. */
  readonly log: (event: string, properties: Readonly<Record<string, unknown>>) => void;
  /** Tells events of a calendar who belongs to it, and answers by `DocumentEngine.calendarEvents.told`. */
  readonly tellEvents: (push: RollPush) => void;
  /** Takes an error that was handled but should be known. */
  readonly report: (event: string, error: unknown) => void;
}
