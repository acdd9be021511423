import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Marks } from '../../../../src/inbox/notifications/marks';
import { base64ToBytes } from '../../../../src/protocol/base64';
import { inboxLimits as limits } from '../../../../src/protocol/limits';
import { marksRoots, readAtOf } from '../../../../src/protocol/marks';
import { Device } from './marks-device';
import { codeOf, hourMs, Inbox, minuteMs, noonMs, value } from './notifications-harness';

const nothing = Uint8Array.of(0);

describe('[M3] marks', () => {
  it('read, unread, dismissed: columns, count, events', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    expect(value(inbox.calls.read(id)).read_at).toBe(new Date(noonMs).toISOString());
    expect(inbox.unread()).toBe(0);
    expect(value(inbox.calls.unread(id)).read_at).toBeNull();
    expect(inbox.unread()).toBe(1);
    value(inbox.calls.dismiss(id));
    expect([inbox.unread(), inbox.ids(), inbox.ids({ dismissed: true })]).toEqual([0, [], [id]]);
    expect(inbox.events().slice(1)).toMatchObject([
      { type: 'notification:read', data: { notification_id: id, unread_count: 0 } },
      { type: 'notification:updated', data: { notification: { id, read_at: null }, unread_count: 1 } },
      { type: 'notification:dismiss', data: { notification_id: id, unread_count: 0 } },
    ]);
  });

  it('that are there already change nothing and tell nobody', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    const first = value(inbox.calls.read(id));
    inbox.pass(minuteMs);
    expect(value(inbox.calls.read(id))).toEqual(first);
    expect(inbox.eventTypes()).toEqual(['notification:new', 'notification:read']);
    expect(inbox.told).toHaveLength(1);
  });

  it('of what is not there are refused', () => {
    const inbox = new Inbox();
    for (const call of ['read', 'unread', 'dismiss'] as const) expect(codeOf(inbox.calls[call](inbox.newId()))).toBe('not-found');
  });

  it('for everything are one event, and what comes later is unread', () => {
    const inbox = new Inbox();
    const [a, b] = [inbox.bring(), inbox.bring()];
    inbox.calls.read(a);
    inbox.calls.unread(a);
    expect(value(inbox.calls.readAll())).toMatchObject({ unreadCount: 0 });
    const c = inbox.bring();
    expect(inbox.ids({ unreadOnly: true })).toEqual([c]);
    expect(inbox.events().filter(({ type }) => type === 'notification:read_all')).toHaveLength(1);
    expect(value(inbox.calls.get(b)).read_at).not.toBeNull();
    value(inbox.calls.unread(b));
    expect(inbox.ids({ unreadOnly: true })).toEqual([c, b]);
  });

  it('put off: out of sight, not counted, and back at its time, unread and on top', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    const other = inbox.bring();
    inbox.calls.read(id);
    value(inbox.calls.snooze(id, noonMs + hourMs));
    expect([inbox.ids(), inbox.unread()]).toEqual([[other], 1]);
    inbox.restart();
    inbox.pass(hourMs);
    expect([inbox.ids(), inbox.unread()]).toEqual([[id, other], 2]);
    expect(inbox.events().at(-1)).toMatchObject({ type: 'notification:updated', data: { notification: { id, read_at: null } } });
    const events = inbox.events().length;
    inbox.pass(24 * hourMs);
    expect(inbox.events()).toHaveLength(events);
  });

  it('put off until it has expired is told to nobody', () => {
    const inbox = new Inbox();
    const id = inbox.bring({ expiresAtMs: noonMs + minuteMs });
    value(inbox.calls.snooze(id, noonMs + hourMs));
    const events = inbox.events();
    inbox.pass(24 * hourMs);
    expect([inbox.ids(), inbox.events()]).toEqual([[], events]);
  });

  it('put off to the past, or for more than a year, are refused', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    for (const until of [noonMs, noonMs + limits.maxSnoozeMs + 1]) expect(codeOf(inbox.calls.snooze(id, until))).toBe('invalid');
  });

  it('made by the server reach devices that have the document', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    const device = new Device(1);
    device.sync(inbox);
    inbox.calls.read(id);
    const [told] = inbox.told;
    Y.applyUpdate(device.doc, base64ToBytes(told?.data.update ?? ''));
    expect(told?.except).toBeNull();
    expect(device.json()).toMatchObject({ read: { [id]: noonMs } });
  });
});

describe('[M3] marks of two devices without a network', () => {
  it('merge, on both and in the columns', () => {
    const inbox = new Inbox();
    const [a, b, c] = [inbox.bring(), inbox.bring(), inbox.bring()];
    const [phone, laptop] = [new Device(1), new Device(2)];
    inbox.pass(hourMs);
    phone.read(a, inbox.nowMs);
    laptop.dismiss(b, inbox.nowMs);
    laptop.snooze(c, inbox.nowMs + hourMs);
    phone.sync(inbox);
    laptop.sync(inbox);
    phone.sync(inbox);
    expect(phone.json()).toEqual(laptop.json());
    expect(inbox.ids()).toEqual([a]);
    expect(inbox.unread()).toBe(0);
    expect(inbox.eventTypes().slice(3)).toEqual(['notification:read', 'notification:dismiss', 'notification:updated']);
  });

  it('a read-all reads what was shown until then, and not what came since', () => {
    const inbox = new Inbox();
    inbox.bring();
    const phone = new Device(1);
    phone.readAll(noonMs + minuteMs);
    inbox.pass(hourMs);
    const later = inbox.bring();
    phone.sync(inbox);
    expect(inbox.ids({ unreadOnly: true })).toEqual([later]);
  });

  it('a read-all that is taken back leaves unread what it alone had read', () => {
    const inbox = new Inbox();
    const [a, b] = [inbox.bring(), inbox.bring()];
    inbox.calls.read(a);
    inbox.pass(minuteMs);
    const phone = new Device(1);
    phone.readAll(inbox.nowMs);
    phone.sync(inbox);
    expect(inbox.unread()).toBe(0);
    phone.readAll(0);
    phone.sync(inbox);
    expect(inbox.ids({ unreadOnly: true })).toEqual([b]);
  });

  it('a snooze that is over when it arrives brings it back at once', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    const phone = new Device(1);
    phone.snooze(id, noonMs + minuteMs);
    inbox.pass(hourMs);
    phone.sync(inbox);
    inbox.pass(0);
    expect(inbox.events().at(-1)).toMatchObject({ type: 'notification:updated', data: { notification: { id } } });
    phone.sync(inbox);
    const events = inbox.events().length;
    inbox.pass(hourMs);
    expect(inbox.events()).toHaveLength(events);
  });

  it('[M5] a clock that is ahead reads nothing that nobody has seen, and a clock behind reads what it saw', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    const [ahead, behind] = [new Device(1), new Device(2)];
    ahead.readAll(noonMs + 30 * 24 * hourMs);
    ahead.sync(inbox);
    expect(ahead.json().read_before).toEqual({ 1: noonMs });
    inbox.pass(minuteMs);
    const next = inbox.bring();
    expect(inbox.ids({ unreadOnly: true })).toEqual([next]);
    behind.read(next, noonMs - hourMs, Date.parse(value(inbox.calls.get(next)).shown_at));
    behind.sync(inbox);
    expect(inbox.ids({ unreadOnly: true })).toEqual([]);
    expect(inbox.ids()).toEqual([next, id]);
  });

  it('any marks in any order are the same everywhere, and the columns are what they say', () => {
    const step = fc.record({
      device: fc.integer({ min: 0, max: 2 }),
      what: fc.constantFrom(
        'read',
        'unread',
        'dismiss',
        'snooze',
        'readAll',
        'sync',
        'bring',
        'rest-read',
        'rest-all',
        'restart',
        'digest',
        'age',
      ),
      which: fc.integer({ min: 0, max: 5 }),
      waitMs: fc.integer({ min: 0, max: 2 * hourMs }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const inbox = new Inbox();
        const ids = [inbox.bring(), inbox.bring()];
        const devices = [new Device(11), new Device(12), new Device(13)];
        for (const { device: index, what, which, waitMs } of steps) {
          const device = devices[index] as Device;
          const id = ids[which % ids.length] as string;
          inbox.pass(waitMs);
          if (what === 'read') device.read(id, inbox.nowMs);
          else if (what === 'unread') device.unread(id);
          else if (what === 'dismiss') device.dismiss(id, inbox.nowMs);
          else if (what === 'snooze') device.snooze(id, inbox.nowMs + which * hourMs);
          else if (what === 'readAll') device.readAll(inbox.nowMs);
          else if (what === 'sync') device.sync(inbox);
          else if (what === 'rest-read') inbox.calls.read(id);
          else if (what === 'rest-all') inbox.calls.readAll();
          else if (what === 'restart') inbox.restart();
          else if (what === 'age') inbox.pass(which === 0 ? limits.keepNotificationsMs + limits.tidyEveryMs : 0);
          else if (what === 'digest') inbox.bring({ digestKey: 'k' });
          else ids.push(inbox.bring({ digestKey: which === 0 ? 'k' : null }));
        }
        for (const device of [...devices, ...devices]) device.sync(inbox);
        const [first, ...others] = devices.map((device) => keptMarks(device, inbox));
        for (const other of others) expect(other).toEqual(first);
        expectColumns(inbox, devices[0] as Device);
      }),
    );
  });
});

/** The marks of a device; without those it has made of notifications that are gone. */
function keptMarks(device: Device, inbox: Inbox): Record<string, unknown> {
  const kept = new Set(inbox.sql.rows<{ id: string }>('SELECT id FROM notifications').map(({ id }) => id));
  const marks = device.json() as Record<string, Record<string, unknown>>;
  for (const root of [marksRoots.read, marksRoots.dismissed, marksRoots.snoozed]) {
    for (const id of Object.keys(marks[root] ?? {})) if (!kept.has(id)) delete marks[root]?.[id];
  }
  return marks;
}

/** Compares the columns with what the marks say, worked out anew. */
function expectColumns(inbox: Inbox, { doc }: Device): void {
  const number = (root: string, id: string) => doc.getMap<number>(root).get(id);
  const readBefore = Math.max(0, ...doc.getMap<number>(marksRoots.readBefore).values());
  const rows = inbox.sql.rows<{ id: string; shown_at: number; read_at: number; dismissed_at: number; snoozed_until: number }>(
    'SELECT id, shown_at, read_at, dismissed_at, snoozed_until FROM notifications',
  );
  for (const row of rows) {
    const mark = number(marksRoots.read, row.id);
    const readAt = readAtOf(mark, readBefore, row.shown_at);
    expect(row.read_at === null).toBe(readAt === null);
    if (readAt !== null && readAt === mark) expect(row.read_at).toBe(readAt);
    expect(row.dismissed_at).toBe(number(marksRoots.dismissed, row.id) || null);
    expect(row.snoozed_until).toBe(number(marksRoots.snoozed, row.id) || null);
  }
}

describe('the marks of somebody with very many', () => {
  it('are kept in parts that the storage takes; a device brings no more, and what the server marks itself goes on', () => {
    const inbox = new Inbox();
    const idOf = (index: number): string => `00000000-0000-7000-9000-${String(index).padStart(12, '0')}`;
    new Marks({ sql: inbox.sql, random: () => 0.5 }).write(({ read }) => {
      for (let index = 0; index < 29_000; index++) read.set(idOf(index), noonMs);
    });
    const sizes = inbox.sql.rows<{ bytes: number }>('SELECT length(bytes) AS bytes FROM marks').map(({ bytes }) => bytes);
    expect(sizes).toEqual([1024 * 1024, expect.any(Number)]);
    const device = new Device(1);
    device.doc.transact(() => {
      for (let index = 0; index < 400; index++) device.dismiss(idOf(index), noonMs);
    });
    expect(codeOf(inbox.calls.sync(nothing, device.state()))).toBe('too-large');
    const id = inbox.bring();
    value(inbox.calls.read(id));
    inbox.restart();
    const copy = new Y.Doc();
    Y.applyUpdate(copy, value(inbox.calls.sync(nothing, null)).update);
    expect(copy.getMap(marksRoots.read).size).toBe(29_001);
  });
});
