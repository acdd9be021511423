import { describe, expect, it } from 'vitest';
import { inboxLimits as limits } from '../../../../src/protocol/limits';
import { notificationChannels } from '../../../../src/protocol/notifications';
import { codeOf, hourMs, Inbox, minuteMs, value } from './notifications-harness';

describe('a notification that comes', () => {
  it('[M1] is there once, in the list, in the count and in the stream, however often it comes', () => {
    const inbox = new Inbox();
    const draft = inbox.draft();
    expect(value(inbox.notifications.accept([draft, draft]))).toEqual([
      { id: draft.id, result: 'accepted' },
      { id: draft.id, result: 'duplicate' },
    ]);
    inbox.restart();
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: draft.id, result: 'duplicate' }]);
    expect(inbox.ids()).toEqual([draft.id]);
    expect(inbox.unread()).toBe(1);
    expect(inbox.events()).toMatchObject([
      { type: 'notification:new', data: { notification: { id: draft.id, title: 'Booked' }, unread_count: 1, silent: false } },
    ]);
  });

  it('[M1] with the dedupe key of another one within a day is that one', () => {
    const inbox = new Inbox();
    const first = inbox.bring({ dedupeKey: 'order-7' });
    inbox.pass(limits.dedupeMs - 1);
    expect(value(inbox.notifications.accept([inbox.draft({ dedupeKey: 'order-7' })]))).toEqual([
      { id: first, result: 'duplicate' },
    ]);
    inbox.pass(1);
    expect(value(inbox.notifications.accept([inbox.draft({ dedupeKey: 'order-7' })]))).toMatchObject([{ result: 'accepted' }]);
    expect(inbox.ids()).toHaveLength(2);
  });

  it('has what the table says of its type, and the words of its template', () => {
    const inbox = new Inbox();
    const { title: _title, body: _body, ...wordless } = inbox.draft({ type: 'payment_failed' });
    inbox.notifications.accept([wordless]);
    expect(inbox.list().notifications).toMatchObject([{ category: 'booking', priority: 'critical', title: 'A payment failed' }]);
  });

  it('never tells the address that an action calls', () => {
    const inbox = new Inbox();
    const id = inbox.bring({
      actions: [{ id: 'ok', label: 'OK', style: 'primary', webhook: 'https://bookings.example/secret' }],
    });
    expect(JSON.stringify([inbox.events(), value(inbox.calls.get(id))])).not.toContain('secret');
    expect(value(inbox.calls.get(id)).actions).toEqual([
      { id: 'ok', label: 'OK', style: 'primary', url: null, done_at: null, under_way: false, failure: null },
    ]);
  });

  it('is neither listed nor counted when it has expired', () => {
    const inbox = new Inbox();
    inbox.bring({ expiresAtMs: inbox.nowMs + hourMs });
    expect([inbox.ids().length, inbox.unread()]).toEqual([1, 1]);
    inbox.pass(hourMs);
    expect([inbox.ids().length, inbox.unread()]).toEqual([0, 0]);
  });

  it('[M2] to be sent later is seen by nobody before its time, and comes over a restart', () => {
    const inbox = new Inbox();
    const draft = inbox.draft({ sendAtMs: inbox.nowMs + hourMs });
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: draft.id, result: 'scheduled' }]);
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: draft.id, result: 'duplicate' }]);
    inbox.restart();
    inbox.pass(hourMs - 1);
    expect([inbox.ids(), inbox.events()]).toEqual([[], []]);
    inbox.pass(1);
    expect(inbox.ids()).toEqual([draft.id]);
    expect(inbox.eventTypes()).toEqual(['notification:new']);
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: draft.id, result: 'duplicate' }]);
  });

  it('[K9] to be sent later has a trace that tells when, and nothing else', () => {
    const inbox = new Inbox();
    const dueMs = inbox.nowMs + hourMs;
    const id = inbox.bring({ sendAtMs: dueMs, title: 'A surprise' });
    const waits = { notificationId: id, source: 'test', sentAtMs: inbox.nowMs, receivedAtMs: null, scheduledForMs: dueMs };
    inbox.restart();
    expect(value(inbox.calls.trace(id))).toEqual({ ...waits, channels: [] });
    expect(codeOf(inbox.calls.get(id))).toBe('not-found');
    inbox.pass(hourMs);
    expect(value(inbox.calls.trace(id))).toMatchObject({ receivedAtMs: dueMs, scheduledForMs: null });
    expect(inbox.plan(id, 'in_app')).toEqual(['send', 'by-type']);
  });

  it('[M2] that has expired when its time comes is told to nobody, and the trace says so', () => {
    const inbox = new Inbox();
    inbox.register('web_push');
    const late = { sendAtMs: inbox.nowMs + hourMs, expiresAtMs: inbox.nowMs + hourMs };
    const id = inbox.bring(late);
    const past = inbox.bring({ expiresAtMs: inbox.nowMs });
    inbox.pass(2 * hourMs);
    expect([inbox.events(), inbox.sent, inbox.ids(), inbox.unread()]).toEqual([[], [], [], 0]);
    for (const expired of [id, past]) {
      const { channels } = value(inbox.calls.trace(expired));
      expect(channels).toEqual(
        notificationChannels.map((channel) => ({ channel, verdict: 'skip', reason: 'expired', deliveries: [] })),
      );
    }
    expect(value(inbox.notifications.accept([inbox.draft({ id })]))).toEqual([{ id, result: 'duplicate' }]);
  });

  it('[M2] that has expired is no part of a digest', () => {
    const inbox = new Inbox();
    const expiresAtMs = inbox.nowMs + 2 * minuteMs;
    const late = inbox.bring({ digestKey: 'k', sendAtMs: inbox.nowMs + 3 * minuteMs, expiresAtMs });
    inbox.pass(minuteMs);
    const first = inbox.bring({ digestKey: 'k' });
    inbox.pass(hourMs);
    expect(inbox.list().notifications).toMatchObject([{ id: first, count: 1 }]);
    expect(inbox.plan(late, 'in_app')).toEqual(['skip', 'expired']);
  });
});

describe('[M2] a digest', () => {
  const update = (inbox: Inbox, item: string) => {
    const {
      title: _title,
      body: _body,
      ...draft
    } = inbox.draft({
      type: 'trip_update',
      data: { trip_id: 't1', trip_title: 'Kyoto', actor_name: 'Ben', [item]: true },
      digestKey: 'trip_update:t1',
    });
    return { id: draft.id, outcome: value(inbox.notifications.accept([draft]))[0] };
  };

  it('is one notification for all events of five minutes: counted, worded anew, and nothing rings twice', () => {
    const inbox = new Inbox();
    inbox.register('web_push');
    inbox.prefer({ types: { trip_update: ['in_app', 'push'] } });
    const first = update(inbox, 'a');
    inbox.pass(minuteMs);
    const second = update(inbox, 'b');
    expect(second.outcome).toEqual({ id: first.id, result: 'digested' });
    expect(inbox.list().notifications).toMatchObject([
      { id: first.id, count: 2, body: '2 changes, the last by Ben.', data: { a: true, b: true } },
    ]);
    expect(inbox.eventTypes()).toEqual(['notification:new', 'notification:updated']);
    inbox.pass(minuteMs);
    expect(inbox.alertsTo('web_push')).toHaveLength(1);
  });

  it('[M1] is what an event with the dedupe key of one of its events is', () => {
    const inbox = new Inbox();
    const id = inbox.bring({ digestKey: 'k' });
    const again = () => value(inbox.notifications.accept([inbox.draft({ digestKey: 'k', dedupeKey: 'order-7' })]));
    expect([again(), again()]).toEqual([[{ id, result: 'digested' }], [{ id, result: 'duplicate' }]]);
    expect(inbox.list().notifications).toMatchObject([{ id, count: 2 }]);
  });

  it('counts an event that comes again once', () => {
    const inbox = new Inbox();
    const first = update(inbox, 'a');
    const draft = inbox.draft({ type: 'trip_update', digestKey: 'trip_update:t1' });
    inbox.notifications.accept([draft]);
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: first.id, result: 'duplicate' }]);
    expect(inbox.list().notifications).toMatchObject([{ count: 2 }]);
  });

  it('does not swallow what matters more', () => {
    const inbox = new Inbox();
    const first = update(inbox, 'a');
    const second = inbox.bring({ digestKey: 'trip_update:t1', priority: 'critical' });
    expect(inbox.ids()).toEqual([second, first.id]);
  });

  it('is of one type: what another type says does not go under in it', () => {
    const inbox = new Inbox();
    const first = inbox.bring({ digestKey: 'order-7', priority: 'high' });
    const second = inbox.bring({ type: 'price_alert', digestKey: 'order-7', priority: 'high' });
    const third = inbox.bring({ digestKey: 'order-7', priority: 'high', data: { more: true } });
    expect(inbox.list().notifications).toMatchObject([
      { id: first, type: 'booking_confirmed', count: 2, data: { more: true } },
      { id: second, type: 'price_alert', count: 1 },
    ]);
    expect(codeOf(inbox.calls.get(third))).toBe('not-found');
  });

  it('ends after five minutes, and when it was dismissed', () => {
    const inbox = new Inbox();
    const first = update(inbox, 'a');
    inbox.pass(limits.digestMs);
    const second = update(inbox, 'b');
    inbox.calls.dismiss(second.id);
    const third = update(inbox, 'c');
    expect(inbox.ids()).toEqual([third.id, first.id]);
  });

  it('is unread again, and on top, when more comes after it was read', () => {
    const inbox = new Inbox();
    const first = update(inbox, 'a');
    inbox.pass(1_000);
    inbox.bring();
    inbox.calls.readAll();
    inbox.pass(1_000);
    update(inbox, 'b');
    expect(inbox.ids({ unreadOnly: true })).toEqual([first.id]);
    expect(inbox.ids()[0]).toBe(first.id);
  });
});

describe('the list', () => {
  it('pages through everything once, newest first', () => {
    const inbox = new Inbox();
    const brought = Array.from({ length: 7 }, () => inbox.bring());
    const seen: string[] = [];
    let page = inbox.list({ limit: 3 });
    for (;;) {
      seen.push(...page.notifications.map(({ id }) => id));
      if (page.next === null) break;
      page = inbox.list({ limit: 3, after: page.next });
    }
    expect(seen).toEqual(brought.toReversed());
  });

  it('has the notifications of the trip that its person is on first, over pages too', () => {
    const inbox = new Inbox();
    const [a, b, c] = ['t1', 't2', 't1'].map((trip) => inbox.bring({ data: { trip_id: trip } })) as [string, string, string];
    const d = inbox.bring();
    const query = { trips: [{ id: 't1', start_date: '2026-11-20', end_date: '2026-11-22' }], limit: 2 };
    const first = inbox.list(query);
    expect(first.notifications.map(({ id }) => id)).toEqual([c, a]);
    expect(inbox.list({ ...query, after: first.next }).notifications.map(({ id }) => id)).toEqual([d, b]);
    expect(inbox.ids({ trips: [] })).toEqual([d, c, b, a]);
  });

  it('filters', () => {
    const inbox = new Inbox();
    const booking = inbox.bring();
    const trip = inbox.bring({ type: 'trip_update' });
    const read = inbox.bring();
    inbox.calls.read(read);
    inbox.calls.dismiss(trip);
    expect(inbox.ids()).toEqual([read, booking]);
    expect(inbox.ids({ unreadOnly: true })).toEqual([booking]);
    expect(inbox.ids({ dismissed: true })).toEqual([trip]);
    expect(inbox.ids({ category: 'trip' })).toEqual([]);
  });

  it('keeps 90 days, and forgets what belongs to what it forgets', () => {
    const inbox = new Inbox();
    inbox.register('email');
    const id = inbox.bring();
    inbox.calls.read(id);
    inbox.pass(limits.keepNotificationsMs + limits.tidyEveryMs);
    expect(codeOf(inbox.calls.get(id))).toBe('not-found');
    for (const table of ['notifications', 'deliveries', 'notification_keys']) {
      expect(inbox.sql.rows(`SELECT * FROM ${table}`), table).toEqual([]);
    }
  });

  it('[M7] keeps what is put off for longer, until it has come back', () => {
    const inbox = new Inbox();
    const [id, dismissed] = [inbox.bring(), inbox.bring()];
    const longMs = limits.keepNotificationsMs + 10 * limits.tidyEveryMs;
    for (const one of [id, dismissed]) value(inbox.calls.snooze(one, inbox.nowMs + longMs));
    inbox.calls.dismiss(dismissed);
    inbox.pass(longMs);
    expect([inbox.ids(), inbox.unread()]).toEqual([[id], 1]);
    expect(codeOf(inbox.calls.get(dismissed))).toBe('not-found');
    inbox.pass(limits.keepNotificationsMs + limits.tidyEveryMs);
    expect(codeOf(inbox.calls.get(id))).toBe('not-found');
  });

  it('[M7] keeps the newest 10,000', () => {
    const inbox = new Inbox();
    const first = inbox.bring();
    fill(inbox, limits.maxNotifications - 10);
    inbox.restart();
    const brought = Array.from({ length: 9 }, () => inbox.bring());
    inbox.pass(0);
    expect(codeOf(inbox.calls.get(first))).toBe('ok');
    brought.push(inbox.bring());
    inbox.pass(0);
    expect(codeOf(inbox.calls.get(first))).toBe('not-found');
    for (const id of brought) expect(codeOf(inbox.calls.get(id))).toBe('ok');
    expect(inbox.sql.rows('SELECT count(*) AS kept FROM notifications')).toEqual([{ kept: limits.maxNotifications }]);
  });
});

/** Copies the only notification of an inbox so many times, each as if it had been brought a moment later. */
function fill(inbox: Inbox, copies: number): void {
  const columns = inbox.sql.rows<{ name: string }>("SELECT name FROM pragma_table_info('notifications')").map(({ name }) => name);
  const copied = columns.map((name) => (name === 'id' ? "'copy-' || n" : name === 'shown_at' ? 'shown_at + n' : name));
  inbox.sql.rows(
    `INSERT INTO notifications (${columns.join(', ')})
     WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${copies})
     SELECT ${copied.join(', ')} FROM number, notifications`,
  );
}
