import type { Identity } from '../protocol/roles';
import type { WriteProof } from './locks/locks';
import type { FoundConflict, KnownBase } from './operations/found-conflicts';
import type { WholeText } from './operations/whole-texts';
import type { Sent } from './receipts';
import type { Session } from './session';
import type { LogRow, RowKind } from './storage';
import type { DecodedUpdate } from './update-facts';

/** An update that waits for the flush. */
export interface Waiting extends Sent {
  readonly author: Identity;
  readonly bytes: Uint8Array;
  readonly update: DecodedUpdate;
  readonly mayLowerStatus: boolean;
  /** How much of the server's own writes its author had seen: deletes of what we replaced later are theirs (R4). */
  readonly seenServerClock: number;
  readonly wholeTexts?: readonly WholeText[];
  readonly unset?: readonly string[];
  readonly proof: WriteProof;
}

/** A row with what is known of it while it is being stored. */
export interface StoredRow extends LogRow {
  readonly author: Identity;
  readonly conflicts: readonly FoundConflict[];
  /** What its author is known to have seen; null for an update of a Yjs client. */
  readonly base: KnownBase | null;
  /** The update as it came, when some of it went to what is no longer there; else null. */
  readonly orphaned: Uint8Array | null;
}

/** The same with who is not to be told of it. */
export interface Row extends StoredRow {
  readonly asSent: boolean;
  readonly from: Session | null;
}

/** Under which session and client id a change of the server is made, and what is stored with it. */
export interface ChangeMaker {
  readonly session: string;
  readonly client: number;
  /** Fencing tokens of locks; absent where none could be shown. */
  readonly lockTokens?: readonly number[];
  /** Values that it wrote over others that its author did not know. */
  readonly conflicts: readonly FoundConflict[];
  /** What its author is known to have seen; null for the document as it is. */
  readonly base: KnownBase | null;
  /** Called in the transaction, when the rows are in the log. */
  readonly alongside: () => void;
}

/** An operation as an update of the document that its author knew. */
export interface ForkedChange extends Omit<ChangeMaker, 'client'> {
  readonly author: Identity;
  readonly kind: RowKind;
  readonly bytes: Uint8Array;
  readonly mayLowerStatus: boolean;
  readonly wholeTexts: readonly WholeText[];
  /** Paths of registers that it unsets, whatever others wrote to them. */
  readonly unset: readonly string[];
  readonly base: KnownBase;
}

/** What somebody shows who writes on a connection: who they are. */
export function personProof({ id }: Identity): WriteProof {
  return { kind: 'person', id };
}

/** Operations and patches show tokens, or none; what cannot show any counts as its author's (X4). */
export function proofOf(author: Identity, maker: Pick<ChangeMaker, 'lockTokens'> | null): WriteProof {
  return maker?.lockTokens === undefined ? personProof(author) : { kind: 'tokens', tokens: maker.lockTokens };
}

/** What of a row stands in the log. */
export function logRowOf({ version, atMs, actor, session, kind, touched, bytes }: Row): LogRow {
  return { version, atMs, actor, session, kind, touched, bytes };
}
