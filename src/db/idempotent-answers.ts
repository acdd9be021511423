/** An answer of the API that was kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

/** What is known of a call with an idempotency key. */
export interface Claim {
  /** Whether the key was used for the same request. */
  readonly isSame: boolean;
  /** When the key was first used, ISO 8601: what is derived from the key is derived from this, too. */
  readonly claimedAt: string;
  /** Null when the call has not come to its end. */
  readonly answer: KeptAnswer | null;
}

interface Row {
  readonly request_hash: string;
  readonly claimed_at: string;
  readonly status: number | null;
  readonly body: string | null;
}

/** Old rows that one call takes along. */
const removedAtOnce = 10;

/** Claims a key for a request, unless it was claimed within `keepMs`. */
export async function claimKey(
  db: D1Database,
  call: {
    readonly caller: string;
    readonly key: string;
    readonly requestHash: string;
    readonly nowMs: number;
    readonly keepMs: number;
  },
): Promise<Claim> {
  const expired = new Date(call.nowMs - call.keepMs).toISOString();
  const [, , found] = await db.batch<Row>([
    db
      .prepare(
        `DELETE FROM idempotent_answers WHERE (caller, key) IN (
           SELECT caller, key FROM idempotent_answers WHERE claimed_at <= ?1 AND NOT (caller = ?2 AND key = ?3) LIMIT ?4)`,
      )
      .bind(expired, call.caller, call.key, removedAtOnce),
    db
      .prepare(
        `INSERT INTO idempotent_answers (caller, key, request_hash, claimed_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (caller, key) DO UPDATE SET
           request_hash = excluded.request_hash, claimed_at = excluded.claimed_at, status = NULL, body = NULL
         WHERE claimed_at <= ?5`,
      )
      .bind(call.caller, call.key, call.requestHash, new Date(call.nowMs).toISOString(), expired),
    db
      .prepare('SELECT request_hash, claimed_at, status, body FROM idempotent_answers WHERE caller = ?1 AND key = ?2')
      .bind(call.caller, call.key),
  ]);
  const row = found?.results[0];
  if (row === undefined) throw new Error('an idempotency key could not be claimed');
  const answer = row.status === null || row.body === null ? null : { status: row.status, body: row.body };
  return { isSame: row.request_hash === call.requestHash, claimedAt: row.claimed_at, answer };
}

/**
 * Keeps the answer to a call, unless the same call was answered meanwhile.
 * @returns the answer that is kept; null when the key has had its time.
 */
export async function keepAnswer(
  db: D1Database,
  caller: string,
  key: string,
  { status, body }: KeptAnswer,
): Promise<KeptAnswer | null> {
  const [, kept] = await db.batch<KeptAnswer>([
    db
      .prepare('UPDATE idempotent_answers SET status = ?3, body = ?4 WHERE caller = ?1 AND key = ?2 AND status IS NULL')
      .bind(caller, key, status, body),
    db
      .prepare('SELECT status, body FROM idempotent_answers WHERE caller = ?1 AND key = ?2 AND status IS NOT NULL')
      .bind(caller, key),
  ]);
  return kept?.results[0] ?? null;
}
