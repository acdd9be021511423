import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { TokenBucket } from '../protocol/token-bucket';

/** The presence that a session has announced. */
export interface OwnPresence {
  readonly client: number;
  /** The state as its author sent it, without the attested `user`: JSON in UTF-8. */
  readonly state: Uint8Array;
  /** The highest clock the client has sent. */
  readonly clientClock: number;
  /** The last outgoing clocks at which the client was sent its own state; the echoes have the same ones. */
  readonly echoClocks: readonly number[];
}

/** A presence state that a client has announced. */
export interface Announcement {
  readonly client: number;
  readonly clock: number;
  /** As others see it, JSON; null for a client that leaves. */
  readonly attested: string | null;
  /** As it was sent: JSON in UTF-8. */
  readonly bytes: Uint8Array;
}

/** What a connection speaks: y-protocols and our frames, or JSON operations (PROTOCOL.md F3). */
export type Language = 'yjs' | 'json';

/** What a session that speaks JSON operations has said about itself. */
export interface OperationFacts {
  /** What the others know the connection by. */
  readonly clientId: string;
  /** Edits of texts come as `text` operations, not as the whole text. */
  readonly textEdits: boolean;
}

/** What is known of one connection and survives hibernation: the content of its socket's attachment. */
export interface SessionFacts {
  readonly id: string;
  readonly sdk: boolean;
  readonly invisible: boolean;
  readonly connectedAtMs: number;
  /** Null until the handshake or the first frame says it. */
  language: Language | null;
  /** Null for a session that speaks Yjs. */
  operations: OperationFacts | null;
  /** Null until a token was accepted. */
  identity: Identity | null;
  /** Has sent SyncStep1 or SUBSCRIBE, and so gets what others write. */
  joined: boolean;
  /** Was told that something of it was refused: stock sessions are told once. */
  toldRefused: boolean;
  /** Acknowledgements wait for a SyncStep2: something was dropped and asked for again. */
  holdsSaved: boolean;
  /** Something of it did not fit into the document; it is asked again when others have deleted something. */
  waitsForRoom: boolean;
  /** Something of it was in a place that somebody else has locked; it is asked again when that is over. */
  waitsForLock: boolean;
  /** Has sent its first SyncStep2. */
  answered: boolean;
  /** How much of the server's own writes the client had when it connected. */
  seenServerClock: number;
  presence: OwnPresence | null;
  /** Rounded: a chatty session need not be written back for each frame. */
  heardAtMs: number;
}

/** One connection while the document is awake. */
export class Session {
  readonly edits: TokenBucket;
  readonly syncs: TokenBucket;
  readonly presenceRate: TokenBucket;
  /** A SyncStep1 of ours is not answered yet. */
  asked = false;
  /** Answers in a row that still lacked something. */
  answersWithoutProgress = 0;
  /** When a dropped update may be asked for again; null when nothing was dropped. */
  askAtMs: number | null = null;
  /** The token is being verified; frames that come meanwhile wait. */
  verifying = false;
  readonly framesWhileVerifying: (Uint8Array | string)[] = [];
  /** A presence state over the rate, waiting for room. */
  delayedPresence: Announcement | null = null;
  /** When the session was last told of everybody; 0 for never, or before hibernation. */
  toldAllAtMs = 0;
  /** The facts differ from the attachment. */
  dirty = false;

  constructor(
    readonly facts: SessionFacts,
    nowMs: number,
  ) {
    this.edits = new TokenBucket(limits.editsPerSecond, limits.editBurst, nowMs);
    this.syncs = new TokenBucket(limits.syncsPerSecond, limits.syncBurst, nowMs);
    this.presenceRate = new TokenBucket(limits.presencePerSecond, limits.presenceBurst, nowMs);
  }

  get id(): string {
    return this.facts.id;
  }

  get identity(): Identity | null {
    return this.facts.identity;
  }

  get sdk(): boolean {
    return this.facts.sdk;
  }
}

export function newSessionFacts(
  id: string,
  options: Pick<SessionFacts, 'sdk' | 'invisible' | 'identity'> & { readonly language?: Language | null },
  nowMs: number,
): SessionFacts {
  return {
    id,
    ...options,
    connectedAtMs: nowMs,
    language: options.language ?? (options.sdk ? 'yjs' : null),
    operations: null,
    joined: false,
    toldRefused: false,
    holdsSaved: false,
    waitsForRoom: false,
    waitsForLock: false,
    answered: false,
    seenServerClock: 0,
    presence: null,
    heardAtMs: nowMs,
  };
}

/** The facts of a session after hibernation. What an older version kept knows of no languages, and of nothing that is waited for. */
export function restoredFacts(kept: SessionFacts): SessionFacts {
  return {
    ...kept,
    language: kept.language === undefined ? 'yjs' : kept.language,
    operations: kept.operations ?? null,
    waitsForRoom: kept.waitsForRoom ?? false,
    waitsForLock: kept.waitsForLock ?? false,
  };
}
