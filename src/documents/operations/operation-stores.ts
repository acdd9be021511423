/** The answer to an operation that somebody sent under an id. */
export interface AnswerRow {
  /** Id of the person. */
  readonly person: string;
  readonly id: string;
  readonly atMs: number;
  /** JSON. */
  readonly answer: string;
}

export interface AnswerStore {
  find(person: string, id: string): AnswerRow | null;
  /** Adds an answer, or replaces the one of the same id: that may be older than answers are given again. */
  add(answer: AnswerRow): void;
  /** Forgets the answers to a person that are older than `beforeMs`, and all but the newest `keep`. */
  forget(person: string, beforeMs: number, keep: number): void;
}

/** Two values that were written to one place, neither author knowing of the other. */
export interface ConflictRow {
  readonly id: string;
  readonly atMs: number;
  readonly isOpen: boolean;
  /** JSON pointer, with `@id` in place of an index. */
  readonly path: string;
  /** JSON: the `ConflictView` without what the document adds to it. */
  readonly body: string;
}

export interface ConflictStore {
  /** The newest first. */
  all(): ConflictRow[];
  find(id: string): ConflictRow | null;
  /** Adds a conflict, or replaces the one of the same id. */
  put(conflict: ConflictRow): void;
  /** Forgets the conflicts that are older than `beforeMs`, and all but the newest `keep`. */
  forget(beforeMs: number, keep: number): void;
}
