import type { AppliedOperation, Operation, OperationError } from '../../../src/protocol/operations';

/** What came of operations. */
export type OperationResult =
  | {
      readonly id: string;
      readonly status: 'applied';
      readonly version: number;
      /** As they were done to the document as it was by then. */
      readonly operations: readonly AppliedOperation[];
      /** False: nothing of it had an effect, because others were faster. */
      readonly effect: boolean;
    }
  /** They break a rule, or do not fit the document: they are not in it. */
  | { readonly id: string; readonly status: 'refused'; readonly error: OperationError }
  /** They wait for somebody to choose (`resolve`), and are not in the document meanwhile. */
  | { readonly id: string; readonly status: 'conflict'; readonly conflict: OperationConflict };

/** Two values for one place, of which somebody has to choose one. */
export interface OperationConflict {
  readonly id: string;
  /**
   * `concurrent`: both are written, the later one stands until somebody chooses. `stale`: the own one was not taken, because
   * a `test` failed, or the server does not know any more what the document was when it was made.
   */
  readonly reason: 'concurrent' | 'stale';
  readonly path: string;
  /** What both started from; undefined where nobody knows. */
  readonly base?: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** The other person; null where nobody knows. */
  readonly by: { readonly id: string; readonly name: string } | null;
  /** Of a `concurrent` one: the version of what stands. Nothing that was written since is given up unseen. */
  readonly version?: number;
  /** The operations that were not taken; none of a `concurrent` one. */
  readonly operations: readonly Operation[];
}

/** The answer to a conflict: the own value, what the server has, or another one. */
export type ConflictAnswer = 'keep_local' | 'keep_server' | { readonly merge: unknown };

/** Whoever waits for what comes of operations. */
export class OperationResults {
  readonly #waiting = new Map<string, ((result: OperationResult) => void)[]>();

  of(id: string): Promise<OperationResult> {
    return new Promise((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]));
  }

  tell(result: OperationResult): void {
    const waiting = this.#waiting.get(result.id) ?? [];
    this.#waiting.delete(result.id);
    for (const resolve of waiting) resolve(result);
  }
}
