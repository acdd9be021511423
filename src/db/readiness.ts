/**
 * Reads from the tables that everything else needs.
 * @throws Error when the database does not answer or its migrations have not been applied.
 */
export async function assertDatabaseReady(db: D1Database): Promise<void> {
  await db.prepare('SELECT 1 FROM trips LIMIT 1').all();
}
