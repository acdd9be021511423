import type { TypeChannels } from '../../protocol/notification-types';
import type { Sql, SqlValue } from '../sql';
import type { NotificationQuery } from './notification-calls';
import { type MarkColumns, type NotificationRow, rowOf, type StoredNotification } from './notification-row';
import { type OwnDeliveries, storedInApp, storedPlans } from './own-deliveries';

/** What everybody means by a notification that is there: it has neither expired nor been put off. The first parameter is now. */
const shown = '(expires_at IS NULL OR expires_at > ?1) AND (snoozed_until IS NULL OR snoozed_until <= ?1)';

/** What to list, with the id of the trip that comes first; null for none. */
type RankedQuery = Omit<NotificationQuery, 'trips'> & { readonly travelling: string | null };

/** The rows of notifications. Says nothing about what they mean. */
export class NotificationStore {
  /** As it is stored; null when it has not been read. */
  #lastShownMs: number | null = null;

  constructor(private readonly sql: Sql) {}

  /** A step failed: what is in memory may be ahead of what is stored. */
  forget(): void {
    this.#lastShownMs = null;
  }

  find(id: string): NotificationRow | null {
    return this.#one('SELECT * FROM notifications WHERE id = ?', id);
  }

  /** The digest of a key and a type that is still open to more: begun after a time, and not dismissed. */
  openDigest(
    { key, type }: { readonly key: string; readonly type: string },
    sinceMs: number,
    nowMs: number,
  ): NotificationRow | null {
    return this.#one(
      `SELECT * FROM notifications WHERE digest_key = ? AND type = ? AND created_at > ? AND dismissed_at IS NULL
         AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at DESC LIMIT 1`,
      ...[key, type, sinceMs, nowMs],
    );
  }

  insert(row: NotificationRow, { plans, inApp }: OwnDeliveries): void {
    this.#shown(row.shownAtMs);
    this.sql.rows(
      `INSERT INTO notifications (id, type, category, priority, channels, own_title, own_body, title, body, data, image, actions,
         trip, source, digest_key, count, sent_at, created_at, shown_at, expires_at, read_at, dismissed_at, snoozed_until, plans,
         in_app)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.id, row.type, row.category, row.priority, JSON.stringify(row.channels), row.ownTitle, row.ownBody, row.title],
      ...[row.body, JSON.stringify(row.data), row.image, JSON.stringify(row.actions), row.trip, row.source, row.digestKey],
      ...[row.count, row.sentAtMs, row.createdAtMs, row.shownAtMs, row.expiresAtMs],
      ...[row.readAtMs, row.dismissedAtMs, row.snoozedUntilMs, storedPlans(plans), storedInApp(inApp)],
    );
  }

  /** What one more event changes about a digest. */
  updateDigest(row: NotificationRow): void {
    this.#shown(row.shownAtMs);
    this.sql.rows(
      `UPDATE notifications SET own_title = ?, own_body = ?, title = ?, body = ?, data = ?, image = ?, count = ?, shown_at = ?,
         expires_at = ? WHERE id = ?`,
      ...[row.ownTitle, row.ownBody, row.title, row.body, JSON.stringify(row.data), row.image, row.count],
      ...[row.shownAtMs, row.expiresAtMs, row.id],
    );
  }

  updateMarks(id: string, { readAtMs, dismissedAtMs, snoozedUntilMs }: MarkColumns): void {
    this.sql.rows(
      'UPDATE notifications SET read_at = ?, dismissed_at = ?, snoozed_until = ? WHERE id = ?',
      ...[readAtMs, dismissedAtMs, snoozedUntilMs, id],
    );
  }

  updateExpiry(id: string, expiresAtMs: number): void {
    this.sql.rows('UPDATE notifications SET expires_at = ? WHERE id = ?', expiresAtMs, id);
  }

  updateShown(id: string, shownAtMs: number): void {
    this.#shown(shownAtMs);
    this.sql.rows('UPDATE notifications SET shown_at = ? WHERE id = ?', shownAtMs, id);
  }

  remove(id: string): void {
    this.#lastShownMs = null;
    this.sql.rows('DELETE FROM notifications WHERE id = ?', id);
  }

  list({ after, limit, category, unreadOnly, dismissed, travelling }: RankedQuery, nowMs: number): NotificationRow[] {
    // Without a trip the order is that of an index.
    const rank = travelling === null ? 'NULL' : '(trip IS ?3)';
    const placed = `${rank} < ?4 OR ((${rank} IS NULL OR ${rank} = ?4) AND shown_at < ?5)`;
    return this.#all(
      `SELECT * FROM notifications
       WHERE ${shown} AND dismissed_at IS ${dismissed ? 'NOT ' : ''}NULL ${unreadOnly ? 'AND read_at IS NULL' : ''}
         AND (?2 IS NULL OR category = ?2) AND (?3 IS ?3) AND (?4 IS NULL OR ${placed})
       ORDER BY ${travelling === null ? '' : `${rank} DESC,`} shown_at DESC LIMIT ?6`,
      ...[nowMs, category, travelling, after?.rank ?? null, after?.shownAtMs ?? null, limit],
    );
  }

  countUnread(nowMs: number): number {
    const [row] = this.sql.rows<{ unread: number }>(
      `SELECT count(*) AS unread FROM notifications WHERE read_at IS NULL AND dismissed_at IS NULL AND ${shown}`,
      nowMs,
    );
    return row?.unread ?? 0;
  }

  count(): number {
    const [row] = this.sql.rows<{ notifications: number }>('SELECT count(*) AS notifications FROM notifications');
    return row?.notifications ?? 0;
  }

  /** The types of what is kept, by name, each with the channels that the newest of it uses. */
  receivedTypes(): TypeChannels[] {
    // Beside max(), SQLite takes the other columns from the row that has the maximum.
    return this.sql
      .rows<{ type: string; channels: string }>(
        'SELECT type, channels, max(shown_at) AS newest FROM notifications GROUP BY type ORDER BY type',
      )
      .map(({ type, channels }) => ({ type, channels: JSON.parse(channels) }));
  }

  /** Whether something that was shown up to a time is unread. */
  hasUnread(shownAtMs: number): boolean {
    return this.sql.rows('SELECT 1 FROM notifications WHERE read_at IS NULL AND shown_at <= ? LIMIT 1', shownAtMs).length > 0;
  }

  /** Those that are read or unread other than a read-all up to a time says. */
  otherThanReadUpTo(shownAtMs: number): NotificationRow[] {
    return this.#all('SELECT * FROM notifications WHERE (read_at IS NULL) = (shown_at <= ?) ORDER BY shown_at', shownAtMs);
  }

  /** Those whose snooze is over and that have not come back yet. */
  toWake(nowMs: number): NotificationRow[] {
    return this.#all(
      `SELECT * FROM notifications WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? AND shown_at < snoozed_until
       ORDER BY snoozed_until`,
      nowMs,
    );
  }

  /** When the next snooze is over; null for none. */
  nextWakeMs(): number | null {
    const [row] = this.sql.rows<{ at: number | null }>(
      'SELECT min(snoozed_until) AS at FROM notifications WHERE snoozed_until IS NOT NULL AND shown_at < snoozed_until',
    );
    return row?.at ?? null;
  }

  /** The newest time that something was shown; 0 in an empty inbox. */
  lastShownMs(): number {
    this.#lastShownMs ??= this.sql.rows<{ at: number | null }>('SELECT max(shown_at) AS at FROM notifications')[0]?.at ?? 0;
    return this.#lastShownMs;
  }

  /** Those that have had their time: older than a time, unless they are put off until a later one, or more than there may be. */
  superfluous(beforeMs: number, keep: number): string[] {
    return this.sql
      .rows<{ id: string }>(
        `SELECT id FROM notifications WHERE shown_at < ?1 AND (coalesce(snoozed_until, 0) < ?1 OR dismissed_at IS NOT NULL)
         UNION SELECT id FROM (SELECT id FROM notifications ORDER BY shown_at DESC LIMIT -1 OFFSET ?2)`,
        ...[beforeMs, keep],
      )
      .map(({ id }) => id);
  }

  #shown(atMs: number): void {
    if (this.#lastShownMs !== null) this.#lastShownMs = Math.max(this.#lastShownMs, atMs);
  }

  #one(query: string, ...parameters: readonly SqlValue[]): NotificationRow | null {
    return this.#all(query, ...parameters)[0] ?? null;
  }

  #all(query: string, ...parameters: readonly SqlValue[]): NotificationRow[] {
    return this.sql.rows<StoredNotification>(query, ...parameters).map(rowOf);
  }
}
