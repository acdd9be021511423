import type { RoomPerson } from './room-api';

/** Something that happened in a room, as its log has it. */
export type LoggedEvent = LoggedMessage | Coming | Going;

interface Logged {
  /** 1, 2, 3 … in the order in which things happened. */
  readonly offset: number;
  readonly atMs: number;
}

export interface LoggedMessage extends Logged {
  readonly kind: 'message';
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
  readonly sentBy: string | null;
}

/** Somebody came in. */
export interface Coming extends Logged {
  readonly kind: 'joined';
  readonly person: RoomPerson;
  /** Number of the relay that tells this person what happens; null when the room does it. */
  readonly relay: number | null;
  /** The person is told what happened after this offset; null when that is not known any more. */
  readonly from: number | null;
  readonly isTold: boolean;
}

/** Somebody left. */
export interface Going extends Logged {
  readonly kind: 'left';
  readonly person: RoomPerson;
  readonly relay: number | null;
  readonly isTold: boolean;
}

/** Whether people are told of it; what they are not told is for relays only, which have to know whom they serve. */
export function isTold(event: LoggedEvent): boolean {
  return event.kind === 'message' || event.isTold;
}
