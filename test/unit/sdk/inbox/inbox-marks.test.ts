import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { InboxPreferences } from '../../../../src/protocol/notifications';
import { InboxMarks } from '../../../../web/sdk/inbox/inbox-marks';
import { notification } from '../hub/fake-hub';

const nowMs = Date.UTC(2027, 3, 1, 12);
const views = [1, 2, 3].map((n) => notification(n));
const [first, second] = views as [(typeof views)[0], (typeof views)[0]];

function merge(...all: InboxMarks[]): void {
  for (const one of all) for (const other of all) Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
}

describe('marks', () => {
  it('change what is shown, and leave what has none as it is', () => {
    const marks = new InboxMarks();
    expect(marks.applyTo(first)).toBe(first);
    marks.markRead(first, nowMs);
    expect(marks.applyTo(first).read_at).toBe(new Date(nowMs).toISOString());
    expect(marks.applyTo(first)).toBe(marks.applyTo(first));
    marks.markUnread(first);
    expect(marks.applyTo(first).read_at).toBeNull();
    marks.dismiss(second, nowMs);
    expect(marks.applyTo(second).dismissed_at).toBe(new Date(nowMs).toISOString());
    marks.restore(second);
    expect(marks.applyTo(second).dismissed_at).toBeNull();
    marks.snooze(second, nowMs + 1);
    expect(marks.applyTo(second).snoozed_until).toBe(new Date(nowMs + 1).toISOString());
    marks.unsnooze(second);
    expect(marks.applyTo(second).snoozed_until).toBeNull();
  });

  it('never read before what they read was shown: the clock of a device may be behind', () => {
    const marks = new InboxMarks();
    marks.markRead(first, 0);
    expect(marks.applyTo(first).read_at).toBe(first.shown_at);
    marks.markAllRead(second, 0);
    expect(views.map((view) => marks.applyTo(view).read_at === null)).toEqual([false, false, true]);
  });

  it('of a read-all hold for what was made unread before, not for what is made unread after', () => {
    const marks = new InboxMarks();
    marks.markUnread(first);
    marks.markAllRead(views[2], nowMs);
    expect(marks.applyTo(first).read_at).not.toBeNull();
    marks.markUnread(first);
    expect(marks.applyTo(first).read_at).toBeNull();
    expect(marks.applyTo(second).read_at).not.toBeNull();
  });

  it('do not undo what the server says was read elsewhere', () => {
    const readElsewhere = { ...first, read_at: '2027-04-01T10:00:00.000Z' };
    const marks = new InboxMarks();
    expect(marks.applyTo(readElsewhere)).toBe(readElsewhere);
    marks.markUnread(first);
    expect(marks.applyTo(readElsewhere).read_at).toBeNull();
  });

  it('of what came to the top again since do not count', () => {
    const marks = new InboxMarks();
    marks.markRead(first, nowMs);
    const again = { ...first, shown_at: new Date(nowMs + 1).toISOString() };
    expect(marks.applyTo(again).read_at).toBeNull();
  });

  it('made on devices without a network are the same on all of them once they have met, in whatever order', () => {
    const step = fc.record({
      device: fc.nat(2),
      view: fc.nat(2),
      what: fc.constantFrom('markRead', 'markUnread', 'dismiss', 'snooze', 'markAllRead'),
      atMs: fc.integer({ min: nowMs, max: nowMs + 1_000 }),
    });
    const outcome = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const devices = [new InboxMarks(), new InboxMarks(), new InboxMarks()];
      for (const { device, view, what, atMs } of steps) devices[device]?.[what](views[view] as (typeof views)[0], atMs);
      const everythingDone = (marks: InboxMarks) => JSON.stringify(views.map((view) => marks.applyTo(view)));
      merge(...devices);
      const [one, ...others] = devices.map(everythingDone);
      for (const other of others) expect(other).toBe(one);
    });
    fc.assert(outcome);
  });
});

describe('preferences', () => {
  const told: InboxPreferences = {
    language: 'en',
    time_zone: 'UTC',
    quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
    channels: { in_app: true, push: true, email: true, sms: true },
    types: {},
  };

  it('chosen on two devices merge, entry by entry', () => {
    const [phone, laptop] = [new InboxMarks(), new InboxMarks()];
    phone.setPreferences({ channels: { ...told.channels, sms: false } }, told);
    laptop.setPreferences({ channels: { ...told.channels, email: false }, types: { price_alert: [] } }, told);
    laptop.setPreferences({ quiet_hours: { enabled: false, from: '22:00', to: '07:00' } }, told);
    merge(phone, laptop);
    for (const marks of [phone, laptop]) {
      expect(marks.preferencesOver(told)).toEqual({
        ...told,
        quiet_hours: { enabled: false, from: '22:00', to: '07:00' },
        channels: { in_app: true, push: true, email: false, sms: false },
        types: { price_alert: [] },
      });
    }
  });

  it('that are what they were are not written', () => {
    const marks = new InboxMarks();
    marks.setPreferences(told, told);
    expect(Y.encodeStateVector(marks.doc)).toEqual(Y.encodeStateVector(new Y.Doc()));
    expect(marks.unsaid({ time_zone: 'UTC', language: 'ja' })).toEqual({ time_zone: 'UTC', language: 'ja' });
    marks.setPreferences({ time_zone: 'Asia/Tokyo' }, told);
    expect(marks.unsaid({ time_zone: 'UTC', language: 'ja' })).toEqual({ language: 'ja' });
  });

  it('lose an exception that is taken back', () => {
    const marks = new InboxMarks();
    marks.setPreferences({ types: { price_alert: ['email'], trip_update: [] } }, told);
    marks.setPreferences({ types: { trip_update: [] } }, marks.preferencesOver(told));
    expect(marks.preferencesOver(told).types).toEqual({ trip_update: [] });
  });
});
