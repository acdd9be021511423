import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Sql, SqlValue } from '../../src/inbox/sql';

/**
 * The SQLite of an object, in memory. As strict as the platform's: booleans are refused, blobs come back as
 * `ArrayBuffer`, a transaction inside another one is a savepoint.
 */
export class MemorySql implements Sql {
  readonly #database = new DatabaseSync(':memory:');
  readonly #prepared = new Map<string, StatementSync>();
  #depth = 0;
  /** Called before each statement; throws to play a disk that fails. */
  beforeEach: (query: string) => void = () => undefined;

  rows<Row extends object>(query: string, ...parameters: readonly SqlValue[]): Row[] {
    this.beforeEach(query);
    if (parameters.length === 0 && /;\s*\S/.test(query)) {
      this.#database.exec(query);
      return [];
    }
    const bound = parameters.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
    return this.#statement(query)
      .all(...bound)
      .map((row) => plainRow(row) as Row);
  }

  transact<T>(work: () => T extends PromiseLike<unknown> ? never : T): T {
    const savepoint = `depth_${this.#depth++}`;
    this.#database.exec(`SAVEPOINT ${savepoint}`);
    try {
      const result = work();
      this.#database.exec(`RELEASE ${savepoint}`);
      return result;
    } catch (error) {
      this.#database.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #statement(query: string): StatementSync {
    const known = this.#prepared.get(query);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(query);
    this.#prepared.set(query, statement);
    return statement;
  }
}

function plainRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  return value instanceof Uint8Array ? value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) : value;
}
