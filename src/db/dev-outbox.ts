import type { OutboxEntry } from '../inbox/channels/outbox-entry';

/** How many messages are kept. */
const maxEntries = 100;

interface Row {
  readonly delivery_id: string;
  readonly at_ms: number;
  readonly person: string;
  readonly kind: OutboxEntry['kind'];
  readonly address: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** Adds a message that would have gone out; a second try of a delivery takes the place of the first. */
export async function writeOutbox(db: D1Database, entry: OutboxEntry): Promise<void> {
  const { deliveryId, atMs, person, kind, address, subject, text, html } = entry;
  await db.batch([
    db
      .prepare(
        `INSERT OR REPLACE INTO dev_outbox (delivery_id, at_ms, person, kind, address, subject, text, html)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      )
      .bind(deliveryId, atMs, person, kind, address, subject, text, html),
    db
      .prepare(
        `DELETE FROM dev_outbox WHERE delivery_id NOT IN (SELECT delivery_id FROM dev_outbox ORDER BY at_ms DESC, delivery_id DESC LIMIT ?1)`,
      )
      .bind(maxEntries),
  ]);
}

/** The messages that would have gone out, newest first. */
export async function readOutbox(db: D1Database): Promise<OutboxEntry[]> {
  const { results } = await db.prepare('SELECT * FROM dev_outbox ORDER BY at_ms DESC, delivery_id DESC').all<Row>();
  return results.map(entryOf);
}

/** One of them; null when it is not there, or not any more. */
export async function findInOutbox(db: D1Database, deliveryId: string): Promise<OutboxEntry | null> {
  const row = await db.prepare('SELECT * FROM dev_outbox WHERE delivery_id = ?1').bind(deliveryId).first<Row>();
  return row && entryOf(row);
}

function entryOf({ delivery_id: deliveryId, at_ms: atMs, ...rest }: Row): OutboxEntry {
  return { deliveryId, atMs, ...rest };
}
