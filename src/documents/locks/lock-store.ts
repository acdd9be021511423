/** A place that somebody has for themselves. */
export interface LockRow {
  readonly id: string;
  /** JSON pointer, with `@id` in place of an index; '' for the whole document. */
  readonly path: string;
  /** Id and name of who has it. */
  readonly person: string;
  readonly name: string;
  /** Higher than that of every earlier lock of the document. */
  readonly token: number;
  readonly expiresAtMs: number;
}

export interface LockStore {
  /** In the order of their tokens. */
  all(): LockRow[];
  /** Adds a lock, or replaces the one of the same id. */
  put(lock: LockRow): void;
  remove(id: string): void;
  clear(): void;
  /** 1, 2, 3 …, whatever became of the locks. */
  nextToken(): number;
}
