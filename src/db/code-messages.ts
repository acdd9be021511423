/**
 * Counts a code that is about to go to an address, unless `max` went there `withinMs`.
 * @param address its digest.
 * @returns 0 when it is counted, else after how many milliseconds there may be another one.
 */
export async function countCodeMessage(
  db: D1Database,
  address: string,
  nowMs: number,
  { max, withinMs }: { readonly max: number; readonly withinMs: number },
): Promise<number> {
  const [, counted, first] = await db.batch<{ sent_at: string }>([
    db.prepare('DELETE FROM code_messages WHERE sent_at <= ?1').bind(new Date(nowMs - withinMs).toISOString()),
    db
      .prepare(
        `INSERT INTO code_messages (address, sent_at) SELECT ?1, ?2
         WHERE (SELECT count(*) FROM code_messages WHERE address = ?1) < ?3`,
      )
      .bind(address, new Date(nowMs).toISOString(), max),
    db.prepare('SELECT sent_at FROM code_messages WHERE address = ?1 ORDER BY sent_at LIMIT 1').bind(address),
  ]);
  if ((counted?.meta.changes ?? 0) > 0) return 0;
  const oldest = first?.results[0];
  return oldest === undefined ? withinMs : Math.max(1, Date.parse(oldest.sent_at) + withinMs - nowMs);
}
