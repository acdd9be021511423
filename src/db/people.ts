/** What is known of a person besides their memberships. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly avatar: string | null;
}

/** Remembers how a person calls themselves; writes only what has changed. */
export async function rememberPerson(db: D1Database, person: Person, nowMs: number): Promise<void> {
  await db
    .prepare(
      `INSERT INTO people (id, name, avatar, updated_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, avatar = excluded.avatar, updated_at = excluded.updated_at
       WHERE people.name <> excluded.name OR people.avatar IS NOT excluded.avatar`,
    )
    .bind(person.id, person.name, person.avatar, new Date(nowMs).toISOString())
    .run();
}

/** The person with this id; null when they have never been here. */
export async function findPerson(db: D1Database, id: string): Promise<Person | null> {
  return db.prepare('SELECT id, name, avatar FROM people WHERE id = ?1').bind(id).first<Person>();
}

/** What people called themselves last, by id; nothing of those who have never been here. */
export async function namesOf(db: D1Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { results } = await db
    .prepare('SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(ids))
    .all<Pick<Person, 'id' | 'name'>>();
  return new Map(results.map(({ id, name }) => [id, name]));
}
