import type { roomLimits } from '../../protocol/limits';
import type { RoomPart } from '../api';
import type { Sql } from '../sql';
import type { RelayBatch } from './room-api';

/** Timers that only matter while the room is awake. */
export type RoomSoonTimer = 'flush' | 'send' | 'keep';

/** Timers that wake the room. */
export const roomDurableTimers = ['deliver', 'tidy'] as const;
export type RoomDurableTimer = (typeof roomDurableTimers)[number];

export type RoomTimer = RoomSoonTimer | RoomDurableTimer;

export interface RoomTimers {
  /** Rings after `delayMs`, unless that timer runs already. */
  soon(name: RoomSoonTimer, delayMs: number): void;
  /** Rings at a time, also over a restart. A later time never replaces an earlier one; null cancels. */
  at(name: RoomDurableTimer, atMs: number | null): void;
}

/** What became of a delivery: it failed, it was taken, or the subscriber is at another cursor and took nothing. */
export type Landing = 'failed' | 'taken' | { readonly at: string };

/** Part of the log on its way to one subscriber. Whoever carries it answers with the same object. */
export interface Flight {
  readonly subscriber: object;
  readonly upTo: number;
}

/** All that a room needs from outside. */
export interface RoomPorts {
  readonly roomId: string;
  readonly sql: Sql;
  readonly timers: RoomTimers;
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** A text that no other room's stream was named by, of at most 32 characters of base64url. */
  readonly newEpoch: () => string;
  readonly limits: RoomLimits;
  /** Brings a part of the stream to a person's inbox and answers by `delivered`. */
  readonly tellPerson: (person: string, part: RoomPart, flight: Flight) => void;
  /** Brings a part of the log to a relay and answers by `delivered`. */
  readonly tellRelay: (batch: RelayBatch, flight: Flight) => void;
  /** Forgets all that is stored, timers included. */
  readonly forget: () => void;
  /** Takes an error that was handled but should be known. */
  readonly report: (event: string, error: unknown) => void;
}

/** The limits of a room; a test may want a narrower one. */
export type RoomLimits = { readonly [Name in keyof typeof roomLimits]: number };
