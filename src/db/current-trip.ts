const query = `
  SELECT t.id FROM trip_members m JOIN trips t ON t.id = m.trip_id
  WHERE m.person_id = ?1 AND t.deleted = 0 AND t.start_date <= ?2 AND t.end_date >= ?2
  ORDER BY t.start_date DESC, t.id LIMIT 1`;

/** The trip that a person is on, by its dates; of several the one that began last; null for none. */
export async function currentTrip(db: D1Database, personId: string, nowMs: number): Promise<string | null> {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const row = await db.prepare(query).bind(personId, today).first<{ id: string }>();
  return row?.id ?? null;
}
