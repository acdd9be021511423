/** A value that SQLite takes and gives. Booleans are 0 and 1. */
export type SqlValue = string | number | null | ArrayBuffer;

/** The SQLite of one object, as engines see it: synchronous, one writer. */
export interface Sql {
  /** Runs one statement and answers its rows, or, without parameters, several and answers none. At most 100 parameters. */
  rows<Row extends object>(query: string, ...parameters: readonly SqlValue[]): Row[];
  /** All or nothing, also inside another one. The result is no promise: nothing may come in between. */
  transact<T>(work: () => T extends PromiseLike<unknown> ? never : T): T;
}
