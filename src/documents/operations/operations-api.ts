import type { Outcome } from '../../protocol/codes';
import type { AppliedOperation } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { LogRow } from '../storage';
import type { Content } from '../view';

/** Operations that somebody made against the JSON view at a version. */
export interface OperationRequest {
  readonly author: Identity;
  /** A connection, whose earlier rows the author knows whatever their versions; or `http:` and a person's id, which knows none. */
  readonly session: string;
  /** The version of the view they were made against; `head` for the one that is now. */
  readonly version: number | 'head';
  /** As they came: RFC 6902, checked here. */
  readonly operations: unknown;
  /** Whether they are done whatever their `test`s would say (PROTOCOL.md O13). */
  readonly isForced?: boolean;
  /** Operations of the same person under the same id are done once, and answered as the first time; null: no id. */
  readonly id: string | null;
  /** Fencing tokens of locks that cover what they touch (PROTOCOL.md X4); none unless given. */
  readonly lockTokens?: readonly number[];
}

export interface AppliedOperations {
  readonly version: number;
  /** As they were done to the document as it is now. */
  readonly operations: readonly AppliedOperation[];
  /** False: nothing of it had an effect. */
  readonly effect: boolean;
}

/** JSON operations on a document, and the JSON side of what everybody else does to it. */
export interface Operations {
  /**
   * All or nothing. Refusals name the operation that failed (`index`) and the value (`pointer`); that of a `test` that
   * failed has `conflict: true` besides.
   */
  apply(request: OperationRequest): Outcome<AppliedOperations>;
  /** What was done after a version, in order; null when the log does not hold it, or more than `limit` operations came. */
  since(version: number, limit: number): readonly AppliedOperation[] | null;
  /** What rows that were just stored did. To be asked once for all of them, right after they are stored. */
  describe(rows: readonly LogRow[]): readonly AppliedOperation[];
  /** The JSON view with its version. */
  view(): { readonly view: Content; readonly version: number };
  /** Forgets what is in memory, which may be ahead of what is stored. */
  reset(): void;
}
