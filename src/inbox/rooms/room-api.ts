import type { Outcome } from '../../protocol/codes';
import type { Identity } from '../../protocol/roles';
import type { LoggedEvent } from './logged-event';

/** Somebody in a room. */
export interface RoomPerson {
  readonly id: string;
  readonly name: string;
}

/** What an inbox, or the Worker, may ask of a room's object, over RPC. The object's name is the room's. Access was checked before. */
export interface RoomApi {
  /**
   * Puts a person into the room; again it is harmless. `cursor`: where they were; what they missed comes to their inbox.
   * An inbox that has not done so for `stalePersonMs` is taken out: whoever stays for longer joins anew in time.
   */
  join(person: RoomPerson, cursor: string | null): Promise<Outcome<RoomState>>;
  /** Takes a person out. The others are told. */
  leave(personId: string): Promise<Outcome<null>>;
  /** Tells a person, if they are there, again what came after a cursor: their inbox has lost it. */
  resume(personId: string, cursor: string): Promise<Outcome<null>>;
  /** Publishes a message. The same id again is the same message. */
  message(message: RoomMessage): Promise<Outcome<{ readonly cursor: string }>>;
  /** Who is there, and where the stream is. */
  state(): Promise<Outcome<RoomState>>;
  /** Messages after a cursor, oldest first; without one from the oldest that is kept. */
  history(cursor: string | null, limit: number): Promise<Outcome<RoomPage>>;
  /** What a room tells its relays; nobody else calls this, and only on a relay. */
  relay(batch: RelayBatch): Promise<Outcome<null>>;
}

export interface RoomMessage {
  /** UUID. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
  /** Null for a system. */
  readonly sentBy: string | null;
  /** `high` is told at once; `low` is refused first when too much is said. */
  readonly priority: 'low' | 'normal' | 'high';
  /** Kept as the room's value: whoever joins gets its data. */
  readonly retain: boolean;
}

export interface RoomState {
  readonly roomId: string;
  readonly cursor: string;
  readonly retained: unknown;
  /** The first of them, at most `maxPeopleTold`. */
  readonly users: readonly RoomPerson[];
  readonly userCount: number;
}

/** A message as the room keeps it. */
export interface KeptMessage {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
  readonly sentBy: string | null;
  readonly cursor: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface RoomPage {
  readonly messages: readonly KeptMessage[];
  /** After the last of them. */
  readonly cursor: string;
  readonly hasMore: boolean;
  /** The room's history does not reach back to the cursor; the messages are the oldest that are kept. */
  readonly reset: boolean;
}

/** A part of a room's log on its way to a relay. */
export interface RelayBatch {
  readonly roomId: string;
  /** Number of the relay. */
  readonly relay: number;
  readonly epoch: string;
  /** Everything after this offset … */
  readonly after: number;
  /** … up to this one that is still of interest. */
  readonly upTo: number;
  readonly events: readonly LoggedEvent[];
  /** Whom the relay serves at `upTo`, when that cannot be told by `events`: the log does not reach back far enough. */
  readonly people: readonly string[] | null;
}

/** What an inbox asks of a room for its person. */
export type RoomRequest = { readonly requestId: string; readonly roomId: string; readonly identity: Identity | null } & (
  | { readonly kind: 'join'; readonly person: RoomPerson; readonly cursor: string | null }
  | { readonly kind: 'leave'; readonly personId: string }
  | { readonly kind: 'resume'; readonly personId: string; readonly cursor: string }
  | { readonly kind: 'message'; readonly message: RoomMessage }
);

/** The answer to a {@link RoomRequest}. */
export interface RoomAnswer {
  readonly request: RoomRequest;
  readonly outcome: Outcome<RoomState | null | { readonly cursor: string }>;
}
