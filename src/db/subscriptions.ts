/** The types somebody subscribed to, by name. */
export async function listSubscriptions(db: D1Database, person: string): Promise<string[]> {
  const { results } = await db
    .prepare('SELECT type FROM type_subscriptions WHERE person = ?1 ORDER BY type')
    .bind(person)
    .all<{ type: string }>();
  return results.map(({ type }) => type);
}

/** Subscribes somebody to a type; again it is harmless. Answers false when they have `max` subscriptions already. */
export async function subscribe(
  db: D1Database,
  { person, type, max, nowMs }: { readonly person: string; readonly type: string; readonly max: number; readonly nowMs: number },
): Promise<boolean> {
  await db
    .prepare(
      `INSERT INTO type_subscriptions (type, person, created_at)
       SELECT ?1, ?2, ?3 WHERE (SELECT count(*) FROM type_subscriptions WHERE person = ?2) < ?4
       ON CONFLICT (type, person) DO NOTHING`,
    )
    .bind(type, person, new Date(nowMs).toISOString(), max)
    .run();
  const found = await db.prepare('SELECT 1 FROM type_subscriptions WHERE type = ?1 AND person = ?2').bind(type, person).first();
  return found !== null;
}

/** Ends a subscription; without one nothing happens. */
export async function unsubscribe(db: D1Database, person: string, type: string): Promise<void> {
  await db.prepare('DELETE FROM type_subscriptions WHERE type = ?1 AND person = ?2').bind(type, person).run();
}
