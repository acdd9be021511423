import type { Sql, SqlValue } from '../src/inbox/sql';

/** The SQLite of a Durable Object as engines want it. */
export class ObjectSql implements Sql {
  constructor(private readonly storage: DurableObjectStorage) {}

  rows<Row extends object>(query: string, ...parameters: readonly SqlValue[]): Row[] {
    return this.storage.sql.exec(query, ...parameters).toArray() as Row[];
  }

  transact<T>(work: () => T extends PromiseLike<unknown> ? never : T): T {
    return this.storage.transactionSync(work);
  }
}
