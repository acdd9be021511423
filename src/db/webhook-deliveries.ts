import { intakeLimits } from '../protocol/limits';

/** Where a delivered event stands. `open`: it has not reached everybody yet, and its sender tries again. */
export type DeliveryLogState = 'open' | 'accepted' | 'queued' | 'ignored' | 'refused';

/** One event of a source in the log, whenever and however often it came. */
export interface WebhookDelivery {
  /** UUID, version 7. */
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly receivedAt: string;
  readonly tries: number;
  readonly state: DeliveryLogState;
  /** What became of it, as the sender was told. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** What became of an event, as the log has it. */
export type LogEntry = Pick<WebhookDelivery, 'state' | 'result'>;

/** An event that is new to the log. */
export interface NewDelivery {
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly receivedAtMs: number;
  readonly digest: string;
  readonly sealedContent: string;
}

interface Row {
  readonly id: string;
  readonly source: string;
  readonly event_id: string;
  readonly received_at: string;
  readonly digest: string;
  readonly tries: number;
  readonly state: DeliveryLogState;
  readonly result: string;
}

const columns = 'id, source, event_id, received_at, digest, tries, state, result';

/** Old rows that one new row takes along: more than come in, so the log empties itself. */
const removedAtOnce = 10;

/**
 * Writes an event into the log, or counts another try of it, with what became of it where that is known. Answers its row;
 * `isSame` tells whether it came as it came before: what did not changes nothing in its row.
 */
export async function logDelivery(
  db: D1Database,
  delivery: NewDelivery,
  entry: LogEntry | null,
): Promise<{ readonly delivery: WebhookDelivery; readonly isSame: boolean }> {
  const expired = new Date(delivery.receivedAtMs - intakeLimits.keepWebhookLogMs).toISOString();
  const [, written] = await db.batch<Row>([
    db
      .prepare('DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE received_at < ?1 LIMIT ?2)')
      .bind(expired, removedAtOnce),
    db
      .prepare(
        `INSERT INTO webhook_deliveries (${columns}, content) VALUES (?1, ?2, ?3, ?4, ?5, 1, coalesce(?7, 'open'), coalesce(?8, '{}'), ?6)
         ON CONFLICT (source, event_id) DO UPDATE SET tries = tries + (excluded.digest = digest),
           state = iif(excluded.digest = digest, coalesce(?7, state), state),
           result = iif(excluded.digest = digest, coalesce(json_replace(?8, '$.delivery_id', id), result), result)
         RETURNING ${columns}`,
      )
      .bind(
        delivery.id,
        delivery.source,
        delivery.eventId,
        new Date(delivery.receivedAtMs).toISOString(),
        delivery.digest,
        delivery.sealedContent,
        entry?.state ?? null,
        entry === null ? null : JSON.stringify(entry.result),
      ),
  ]);
  const row = written?.results[0];
  if (row === undefined) throw new Error('the log of webhooks took no row');
  return { delivery: deliveryOf(row), isSame: row.digest === delivery.digest };
}

/** Keeps what became of an event. */
export async function settleDelivery(
  db: D1Database,
  id: string,
  state: DeliveryLogState,
  result: Readonly<Record<string, unknown>>,
): Promise<void> {
  await db
    .prepare('UPDATE webhook_deliveries SET state = ?2, result = ?3 WHERE id = ?1')
    .bind(id, state, JSON.stringify(result))
    .run();
}

/** The log of a source, the newest first, before a row. */
export async function listDeliveries(
  db: D1Database,
  query: { readonly source: string; readonly before: string | null; readonly limit: number },
): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly next: string | null }> {
  const { results } = await db
    .prepare(
      `SELECT ${columns} FROM webhook_deliveries
       WHERE source = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
    )
    .bind(query.source, query.before, query.limit + 1)
    .all<Row>();
  const deliveries = results.slice(0, query.limit).map(deliveryOf);
  return { deliveries, next: results.length > query.limit ? (deliveries.at(-1)?.id ?? null) : null };
}

/** One event of a source with its sealed content; null for none. */
export async function findDelivery(
  db: D1Database,
  source: string,
  id: string,
): Promise<{ readonly delivery: WebhookDelivery; readonly sealedContent: string } | null> {
  const row = await db
    .prepare(`SELECT ${columns}, content FROM webhook_deliveries WHERE source = ?1 AND id = ?2`)
    .bind(source, id)
    .first<Row & { readonly content: string }>();
  return row === null ? null : { delivery: deliveryOf(row), sealedContent: row.content };
}

function deliveryOf(row: Row): WebhookDelivery {
  return {
    id: row.id,
    source: row.source,
    eventId: row.event_id,
    receivedAt: row.received_at,
    tries: row.tries,
    state: row.state,
    result: JSON.parse(row.result) as Record<string, unknown>,
  };
}
