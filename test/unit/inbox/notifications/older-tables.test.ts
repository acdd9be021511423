import { describe, expect, it } from 'vitest';
import { addressCodeTables } from '../../../../src/inbox/notifications/address-codes';
import { deliveryAddresses } from '../../../../src/inbox/notifications/delivery-store';
import { notificationTables } from '../../../../src/inbox/notifications/notification-tables';
import { pressFailures } from '../../../../src/inbox/notifications/press-store';
import { MemorySql } from '../../../support/memory-sql';
import { Inbox, noonMs } from './notifications-harness';

/** An inbox from when decisions and deliveries into the app stood in tables of their own. */
function olderInbox(): MemorySql {
  const sql = new MemorySql();
  for (const tables of [notificationTables, addressCodeTables, pressFailures, deliveryAddresses]) sql.rows(tables);
  sql.rows('CREATE TABLE inbox (only INTEGER PRIMARY KEY CHECK (only = 1), schema INTEGER NOT NULL)');
  sql.rows('INSERT INTO inbox (only, schema) VALUES (1, 9)');
  return sql;
}

/** Stores a notification as it was stored then. */
function store(sql: MemorySql, id: string, columns: { shownAtMs: number; readAtMs?: number; snoozedUntilMs?: number }): void {
  sql.rows(
    `INSERT INTO notifications (id, type, category, priority, channels, own_title, own_body, title, body, data, image, actions,
       trip, source, digest_key, count, sent_at, created_at, shown_at, expires_at, read_at, dismissed_at, snoozed_until)
     VALUES (?, 'trip_update', 'trip', 'low', '["in_app"]', NULL, NULL, ?, 'words', '{"trip_id":"t"}', NULL, '[]',
       't', 'test', NULL, 1, ?, ?, ?, NULL, ?, NULL, ?)`,
    ...[id, `title of ${id}`, noonMs, noonMs, columns.shownAtMs, columns.readAtMs ?? null, columns.snoozedUntilMs ?? null],
  );
}

function plan(sql: MemorySql, id: string, position: number, channel: string, verdict: string, reason: string): void {
  sql.rows(
    'INSERT INTO plans (notification, channel, position, verdict, reason) VALUES (?, ?, ?, ?, ?)',
    ...[id, channel, position, verdict, reason],
  );
}

function deliver(sql: MemorySql, id: string, delivery: string, channel: string, state: string, forced: number): void {
  sql.rows(
    `INSERT INTO deliveries (id, notification, channel, device, forced, state, reason, tries, next_at, error, provider, sent_at,
       updated_at) VALUES (?, ?, ?, ?, ?, ?, 'handed-over', 1, NULL, NULL, 'p', ?, ?)`,
    ...[delivery, id, channel, channel === 'in_app' ? null : 'mail-1', forced, state, noonMs, noonMs + 1],
  );
}

describe('an inbox of an older version', () => {
  const sql = olderInbox();
  store(sql, 'second', { shownAtMs: noonMs + 2 });
  store(sql, 'first', { shownAtMs: noonMs + 1, readAtMs: noonMs + 9 });
  store(sql, 'later', { shownAtMs: noonMs + 3, snoozedUntilMs: noonMs + 1_000_000 });
  plan(sql, 'second', 1, 'email', 'send', 'wanted');
  plan(sql, 'second', 0, 'in_app', 'send', 'wanted');
  deliver(sql, 'second', 'd-app', 'in_app', 'delivered', 1);
  deliver(sql, 'second', 'd-mail', 'email', 'sent', 0);
  const inbox = new Inbox(sql);

  it('has its notifications, in their order', () => {
    expect(inbox.ids()).toEqual(['second', 'first']);
    expect(inbox.ids({ unreadOnly: true })).toEqual(['second']);
    expect(inbox.notifications.unreadCount()).toBe(1);
  });

  it('knows how each of them went', () => {
    const trace = (id: string) => {
      const answer = inbox.calls.trace(id);
      if (!answer.ok) throw new Error(answer.refusal.code);
      return answer.value.channels;
    };
    const common = { reason: 'handed-over', nextTryMs: null, error: null, sentAtMs: noonMs, updatedAtMs: noonMs + 1 };
    expect(trace('second')).toEqual([
      {
        channel: 'in_app',
        verdict: 'send',
        reason: 'wanted',
        deliveries: [{ id: 'd-app', deviceId: null, state: 'delivered', tries: 0, ...common }],
      },
      {
        channel: 'email',
        verdict: 'send',
        reason: 'wanted',
        deliveries: [{ id: 'd-mail', deviceId: 'mail-1', state: 'sent', tries: 1, ...common }],
      },
    ]);
    expect(trace('first')).toEqual([]);
  });

  it('goes on as any other', () => {
    inbox.nowMs = noonMs + 60_000;
    const id = inbox.bring();
    expect(inbox.ids()).toEqual([id, 'second', 'first']);
    inbox.calls.read('second');
    expect(inbox.notifications.unreadCount()).toBe(1);
    const read = inbox.calls.trace('second');
    expect(read.ok && read.value.channels[0]?.deliveries[0]?.state).toBe('read');
    inbox.restart();
    expect(inbox.ids()).toEqual([id, 'second', 'first']);
  });
});
