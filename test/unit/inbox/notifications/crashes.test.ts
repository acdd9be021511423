import { describe, expect, it } from 'vitest';
import type { NewNotification } from '../../../../src/inbox/api';
import { Crash, hourMs, Inbox, minuteMs, noonMs, value } from './notifications-harness';

/** Does something that the machine may not survive. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Crash) return false;
    throw error;
  }
}

/** Brings a notification as its source does: until it is told that it was taken. */
function bringUntilTaken(inbox: Inbox, draft: NewNotification): void {
  for (let call = 0; call < 3; call++) {
    if (attempt(() => void value(inbox.notifications.accept([draft])))) return;
    inbox.restart();
  }
  throw new Error('never taken');
}

/** Lets time pass over crashes. */
function passOver(inbox: Inbox, ms: number): void {
  const end = inbox.nowMs + ms;
  while (inbox.nowMs < end) {
    if (!attempt(() => inbox.pass(end - inbox.nowMs))) {
      inbox.restart();
      // The platform rings an alarm again whose handler failed.
      inbox.notifications.ring('deliveries');
      inbox.nowMs += 1_000;
    }
  }
}

function scene(): { inbox: Inbox; draft: NewNotification } {
  const inbox = new Inbox();
  inbox.register('email');
  return { inbox, draft: inbox.draft() };
}

/** Lets one of the next statements fail. */
function failAt(inbox: Inbox, at: number): void {
  let statement = 0;
  inbox.sql.beforeEach = () => {
    if (statement++ === at) throw new Crash();
  };
}

/** Whatever happened: it was sent, and it is visible once. */
function expectDelivered(inbox: Inbox, id: string): void {
  expect(inbox.alertsTo('email').length).toBeGreaterThanOrEqual(1);
  expect(inbox.deliveries(id, 'email')).toEqual([['sent', 'handed-over']]);
  expect(inbox.events().filter(({ type }) => type === 'notification:new')).toHaveLength(1);
  expect(inbox.ids()).toEqual([id]);
  expect(inbox.unread()).toBe(1);
}

describe('[K2] at least once, visibly once: a crash', () => {
  it('at any statement of the store leaves nothing, and the next call all', () => {
    for (let crashAt = 0; ; crashAt++) {
      const { inbox, draft } = scene();
      failAt(inbox, crashAt);
      const survived = attempt(() => void inbox.notifications.accept([draft]));
      inbox.sql.beforeEach = () => undefined;
      inbox.restart();
      expect(inbox.ids()).toEqual(survived ? [draft.id] : []);
      expect(inbox.events()).toHaveLength(survived ? 1 : 0);
      bringUntilTaken(inbox, draft);
      passOver(inbox, minuteMs);
      expectDelivered(inbox, draft.id);
      if (survived) break;
      expect(crashAt).toBeLessThan(100);
    }
  });

  it('after the store, before the answer: the repeated call changes nothing', () => {
    const { inbox, draft } = scene();
    value(inbox.notifications.accept([draft]));
    inbox.restart();
    expect(value(inbox.notifications.accept([draft]))).toEqual([{ id: draft.id, result: 'duplicate' }]);
    passOver(inbox, minuteMs);
    expectDelivered(inbox, draft.id);
    expect(inbox.sent).toHaveLength(1);
  });

  it('before the send: it is sent', () => {
    const { inbox, draft } = scene();
    let crashes = 1;
    inbox.beforeSend = () => {
      if (crashes-- > 0) throw new Crash();
    };
    bringUntilTaken(inbox, draft);
    passOver(inbox, 5 * minuteMs);
    expectDelivered(inbox, draft.id);
    expect(inbox.sent).toHaveLength(1);
  });

  it('after the send, before it is noted: it is sent again, and visible once', () => {
    const { inbox, draft } = scene();
    let crashes = 1;
    inbox.afterSend = () => {
      if (crashes-- > 0) throw new Crash();
    };
    inbox.outcome = null;
    bringUntilTaken(inbox, draft);
    passOver(inbox, 1_000);
    expect(inbox.sent).toHaveLength(1);
    // Nobody sends it a second time while the first may still be on its way.
    passOver(inbox, minuteMs);
    expect(inbox.sent).toHaveLength(1);
    inbox.outcome = { kind: 'sent', providerId: null };
    passOver(inbox, 5 * minuteMs);
    expect(inbox.sent).toHaveLength(2);
    expect(new Set(inbox.sent.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expectDelivered(inbox, draft.id);
  });

  it('at any statement of noting the answer: the provider may be asked again, the person sees one', () => {
    for (let crashAt = 0; ; crashAt++) {
      const { inbox, draft } = scene();
      inbox.outcome = null;
      bringUntilTaken(inbox, draft);
      inbox.pass(0);
      failAt(inbox, crashAt);
      const survived = attempt(() => inbox.answerAll({ kind: 'sent', providerId: null }));
      inbox.sql.beforeEach = () => undefined;
      inbox.restart();
      inbox.outcome = { kind: 'sent', providerId: null };
      passOver(inbox, 5 * minuteMs);
      expectDelivered(inbox, draft.id);
      expect(inbox.sent).toHaveLength(survived ? 1 : 2);
      if (survived) break;
      expect(crashAt).toBeLessThan(100);
    }
  });

  it('of every try ends with as many tries as there may be', () => {
    const { inbox, draft } = scene();
    inbox.outcome = null;
    bringUntilTaken(inbox, draft);
    passOver(inbox, 24 * hourMs);
    expect(inbox.sent).toHaveLength(6);
    expect(inbox.deliveries(draft.id, 'email')).toEqual([['expired', 'tries-exhausted']]);
  });
});

describe('a crash while marks are made', () => {
  it('at any statement leaves marks and columns as one', () => {
    for (let crashAt = 0; ; crashAt++) {
      const inbox = new Inbox();
      const id = inbox.bring();
      failAt(inbox, crashAt);
      const survived = attempt(() => void inbox.calls.read(id));
      inbox.sql.beforeEach = () => undefined;
      // Without a restart: what is in memory must not be ahead of what is stored.
      expect(inbox.unread()).toBe(survived ? 0 : 1);
      value(inbox.calls.read(id));
      inbox.restart();
      expect(value(inbox.calls.get(id)).read_at).toBe(new Date(noonMs).toISOString());
      expect(inbox.eventTypes()).toEqual(['notification:new', 'notification:read']);
      if (survived) break;
      expect(crashAt).toBeLessThan(100);
    }
  });
});

describe('a step that fails, after which the inbox goes on', () => {
  it('at any statement of the store has shown nothing', () => {
    for (let crashAt = 0; ; crashAt++) {
      const { inbox, draft } = scene();
      inbox.bring();
      failAt(inbox, crashAt);
      const survived = attempt(() => void inbox.notifications.accept([draft]));
      inbox.sql.beforeEach = () => undefined;
      if (survived) break;
      const id = inbox.bring();
      const shown = inbox.sql.rows<{ id: string; shown_at: number }>('SELECT id, shown_at FROM notifications ORDER BY shown_at');
      expect(shown.at(-1)).toEqual({ id, shown_at: noonMs + 1 });
      expect(crashAt).toBeLessThan(100);
    }
  });

  it('at any statement of noting a dead address takes the address for what it was', () => {
    for (let crashAt = 0; ; crashAt++) {
      const { inbox, draft } = scene();
      inbox.outcome = null;
      value(inbox.notifications.accept([draft]));
      inbox.pass(0);
      failAt(inbox, crashAt);
      const survived = attempt(() => inbox.answerAll({ kind: 'failed', reason: 'bounce', address: 'invalid' }));
      inbox.sql.beforeEach = () => undefined;
      expect(value(inbox.calls.devices()).map(({ state }) => state)).toEqual([survived ? 'invalid' : 'active']);
      if (survived) break;
      expect(crashAt).toBeLessThan(100);
    }
  });
});
