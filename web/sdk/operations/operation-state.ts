import type { AppliedOperation, LockView, OperationPresence } from '../../../src/protocol/operations';
import type { Role } from '../../../src/protocol/roles';
import type { StorageState } from '../offline/storage-state';
import type { DocumentStatus } from '../status';
import type { OperationConflict, OperationResult } from './operation-results';

/** Everything about an open document that is not its content. A new object at each change. */
export interface OperationState {
  readonly status: DocumentStatus;
  /** Null until the server has told it. */
  readonly role: Role | null;
  /** The version of the server that the content shows, besides what is pending; null while nothing is known. */
  readonly version: number | null;
  /** How many steps made here the server has not confirmed. */
  readonly pending: number;
  /** Everything made here is stored by the server. */
  readonly saved: boolean;
  /** Whether what is pending survives the end of this program. */
  readonly storage: StorageState;
  /** Who else is here, each of their connections by itself; nobody while there is no connection. */
  readonly presences: readonly OperationPresence[];
  readonly locks: readonly LockView[];
  /** What somebody has to decide. */
  readonly conflicts: readonly OperationConflict[];
}

export interface OperationEvents<View = unknown> {
  state: OperationState;
  /** The content is other than it was. */
  view: ViewChange<View>;
  /** What came of operations, also of those that were made in an earlier run of the program. */
  result: OperationResult;
  /** There is something to decide, beside the others in `state.conflicts`. */
  conflict: OperationConflict;
}

export interface ViewChange<View = unknown> {
  /** The document as plain JSON. What did not change is the same object as before. */
  readonly view: View;
  /** What the server told; none of what was done here, or when the document was read anew. */
  readonly operations: readonly AppliedOperation[];
  /** Whose doing it was; null when it was several people's, or is not known. */
  readonly user: string | null;
}
