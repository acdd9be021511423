import type * as Y from 'yjs';
import type { EventSummary } from '../../src/documents/calendar-lists';
import type { ErrorCode } from '../../src/protocol/codes';
import type { Member, NoticeMessage, SessionMessage } from '../../src/protocol/messages';
import type { ConflictMessage, LockView } from '../../src/protocol/operations';
import type { Role } from '../../src/protocol/roles';
import type { CredentialSource } from './credentials';
import type { Network, Page } from './network';
import type { DeviceStore, StorageState } from './offline/device-store';
import type { RecoverableCopy } from './offline/recoverable-copy';
import type { Presence } from './presence';
import type { ReplicaProgress } from './replica';
import type { WebSocketConstructor } from './socket';
import type { DocumentStatus } from './status';

/** Everything about an open document that is not its content. A new object at each change. */
export interface DocumentState extends ReplicaProgress {
  readonly status: DocumentStatus;
  /** Null until the server has told it. */
  readonly role: Role | null;
  readonly person: SessionMessage['person'] | null;
  /** Everybody who belongs to the document; null until the server has told it. */
  readonly members: readonly Member[] | null;
  /** What somebody has for themselves at the moment; none while there is no connection. */
  readonly locks: readonly LockView[];
  /** Why the server did not take the last edit; null after it took a later one. */
  readonly refused: ErrorCode | null;
}

export interface DocumentEvents {
  state: DocumentState;
  /** `doc` and `awareness` were replaced by the server's state under a new client id, because edits could not be kept. */
  replaced: { readonly doc: Y.Doc; readonly awareness: Presence; readonly copy: RecoverableCopy | null };
  /** Edits that the server will not take were put aside: for the person to read, and to enter anew. */
  copy: RecoverableCopy;
  /** The server tells what it did with an edit, e.g. a repair. */
  notice: NoticeMessage;
  /** Another value was written to a place at the same time as one of this person: somebody should choose. */
  conflict: ConflictMessage;
  /** Of an open calendar: one of its events changed. `event` null: it does not belong there any more. */
  'event-changed': { readonly id: string; readonly event: EventSummary | null };
}

export interface DocumentSessionOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly credentials: CredentialSource;
  readonly WebSocket: WebSocketConstructor;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Nobody else sees that this person is here. */
  readonly invisible: boolean;
  /** Null keeps nothing on the device. */
  readonly store: DeviceStore | null;
}

/** Whether two states say the same. */
export function isSameState(a: DocumentState, b: DocumentState): boolean {
  const { storage: inA, ...restOfA } = a;
  const { storage: inB, ...restOfB } = b;
  const keys = Object.keys(restOfA) as (keyof typeof restOfA)[];
  return isSameStorage(inA, inB) && keys.every((key) => restOfA[key] === restOfB[key]);
}

/** A state after a change: the same object when it says the same, and in it whatever says the same is the same object. */
export function changedState(before: DocumentState, change: Partial<DocumentState>): DocumentState {
  const after = { ...before, ...change };
  if (isSameState(after, before)) return before;
  return isSameStorage(after.storage, before.storage) ? { ...after, storage: before.storage } : after;
}

function isSameStorage(a: StorageState, b: StorageState): boolean {
  return a.kind === 'memory' && b.kind === 'memory' ? a.reason === b.reason : a.kind === b.kind;
}

/** Whether a role may change the document; the server decides, this only spares a refusal. */
export function canEdit(role: DocumentState['role']): boolean {
  return role === 'owner' || role === 'editor';
}
