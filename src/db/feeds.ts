/** An address under which a program that cannot sign in reads a calendar, as the person who made it sees it. */
export interface Feed {
  /** UUID. It names the feed without letting anybody read it. */
  readonly id: string;
  readonly calendarId: string;
  /** Who made it. */
  readonly personId: string;
  /** What its maker calls it. */
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

const columns = 'id, calendar_id AS calendarId, person_id AS personId, label, created_at AS createdAt';

/** What is kept of a call that made a feed under an idempotency key. */
export interface FeedKey {
  /** SHA-256 of the person, the calendar and the key. */
  readonly digest: string;
  /** What the token follows from, besides the key. */
  readonly salt: string;
  /** What the feed was to be called. */
  readonly label: string;
}

const insertRow = 'INSERT INTO calendar_feeds (digest, id, calendar_id, person_id, label, created_at)';

/** Keeps a new feed, unless its person has `max` of the calendar already. Answers whether it is kept. */
export async function insertFeed(db: D1Database, feed: Feed, digest: string, max: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `${insertRow} SELECT ?1, ?2, ?3, ?4, ?5, ?6
       WHERE (SELECT count(*) FROM calendar_feeds WHERE calendar_id = ?3 AND person_id = ?4) < ?7`,
    )
    .bind(digest, feed.id, feed.calendarId, feed.personId, feed.label, feed.createdAt, max)
    .run();
  return meta.changes > 0;
}

/**
 * Keeps a new feed under a key, unless the key was used in the last `keepMs`, or its person has `max` feeds of the calendar.
 * Answers what is kept of the key, `key` itself when the feed is; null when there are too many.
 */
export async function insertFeedOnce(
  db: D1Database,
  feed: Feed,
  digest: string,
  key: FeedKey,
  { max, keepMs }: { readonly max: number; readonly keepMs: number },
): Promise<Pick<FeedKey, 'salt' | 'label'> | null> {
  const { id, calendarId, personId, label, createdAt } = feed;
  const expired = new Date(Date.parse(createdAt) - keepMs).toISOString();
  const [, , , found] = await db.batch<Pick<FeedKey, 'salt' | 'label'>>([
    db.prepare('DELETE FROM calendar_feed_keys WHERE made_at <= ?1').bind(expired),
    db
      .prepare(
        `INSERT INTO calendar_feed_keys (digest, salt, label, made_at) SELECT ?1, ?2, ?3, ?4
         WHERE (SELECT count(*) FROM calendar_feeds WHERE calendar_id = ?5 AND person_id = ?6) < ?7
         ON CONFLICT (digest) DO NOTHING`,
      )
      .bind(key.digest, key.salt, key.label, createdAt, calendarId, personId, max),
    // Of calls that race, the one whose salt is kept makes the feed.
    db
      .prepare(
        `${insertRow} SELECT ?1, ?2, ?3, ?4, ?5, ?6
         WHERE EXISTS (SELECT 1 FROM calendar_feed_keys WHERE digest = ?7 AND salt = ?8)`,
      )
      .bind(digest, id, calendarId, personId, label, createdAt, key.digest, key.salt),
    db.prepare('SELECT salt, label FROM calendar_feed_keys WHERE digest = ?1').bind(key.digest),
  ]);
  return found?.results[0] ?? null;
}

/** The feeds that a person has made of a calendar, the oldest first. */
export async function listFeeds(db: D1Database, calendarId: string, personId: string): Promise<readonly Feed[]> {
  const { results } = await db
    .prepare(`SELECT ${columns} FROM calendar_feeds WHERE calendar_id = ?1 AND person_id = ?2 ORDER BY created_at, id`)
    .bind(calendarId, personId)
    .all<Feed>();
  return results;
}

/** The feed of a token with this digest; null for none. */
export async function findFeed(db: D1Database, digest: string): Promise<Feed | null> {
  return db.prepare(`SELECT ${columns} FROM calendar_feeds WHERE digest = ?1`).bind(digest).first<Feed>();
}

/** Removes a feed that a person has made. Answers whether it was there. */
export async function deleteFeed(
  db: D1Database,
  { calendarId, personId, id }: Pick<Feed, 'calendarId' | 'personId' | 'id'>,
): Promise<boolean> {
  const { meta } = await db
    .prepare('DELETE FROM calendar_feeds WHERE id = ?1 AND calendar_id = ?2 AND person_id = ?3')
    .bind(id, calendarId, personId)
    .run();
  return meta.changes > 0;
}
