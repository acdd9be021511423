import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Marks } from '../../../../src/inbox/notifications/marks';
import { base64ToBytes } from '../../../../src/protocol/base64';
import { inboxLimits as limits } from '../../../../src/protocol/limits';
import { marksRoots, readAtOf } from '../../../../src/protocol/marks';
import { Device } from './marks-device';
import { codeOf, hourMs, Inbox, minuteMs, noonMs, value } from './notifications-harness';

const update = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  change(doc);
  return Y.encodeStateAsUpdate(doc);
};

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

describe('[M4] an update of the marks that breaks a rule changes nothing', () => {
  const id = '00000000-0000-7000-8000-000000000001';
  const hostile: Record<string, [string, Uint8Array]> = {
    'another root': ['invalid', update((doc) => doc.getMap('other').set(id, 1))],
    'a list as a root': ['invalid', update((doc) => doc.getArray(marksRoots.read).push([1]))],
    'a text as a root': ['invalid', update((doc) => doc.getText(marksRoots.preferences).insert(0, 'x'))],
    'a key that is no id': ['invalid', update((doc) => doc.getMap(marksRoots.read).set('__proto__', 1))],
    'a time that is none': ['invalid', update((doc) => doc.getMap(marksRoots.read).set(id, 'now'))],
    'a negative time': ['invalid', update((doc) => doc.getMap(marksRoots.snoozed).set(id, -1))],
    'a fraction of a time': ['invalid', update((doc) => doc.getMap(marksRoots.snoozed).set(id, 0.5))],
    'a type as a value': ['invalid', update((doc) => doc.getMap(marksRoots.read).set(id, new Y.Map()))],
    'a document as a value': ['invalid', update((doc) => doc.getMap(marksRoots.dismissed).set(id, new Y.Doc()))],
    'a preference nobody has': ['invalid', update((doc) => doc.getMap(marksRoots.preferences).set('theme', 'dark'))],
    'a language nobody speaks here': ['invalid', update((doc) => doc.getMap(marksRoots.preferences).set('language', 'tlh'))],
    'a time zone nobody lives in': [
      'invalid',
      update((doc) => doc.getMap(marksRoots.preferences).set('time_zone', 'Mars/Olympus')),
    ],
    'quiet hours of another shape': [
      'invalid',
      update((doc) => doc.getMap(marksRoots.preferences).set('quiet_hours', { from: 1 })),
    ],
    'a channel that is none': ['invalid', update((doc) => doc.getMap(marksRoots.preferences).set('channel:fax', true))],
    'a type that is a prototype key': [
      'invalid',
      update((doc) => doc.getMap(marksRoots.preferences).set('type:constructor', [])),
    ],
    'a value that nests deep': ['invalid', update((doc) => doc.getMap(marksRoots.preferences).set('quiet_hours', nested(500)))],
    'a value that nests absurdly deep': ['malformed', deeplyNested(100_000)],
    'bytes that are no update': ['malformed', Uint8Array.of(1, 2, 3)],
    'no bytes': ['malformed', new Uint8Array()],
    'an update that is cut off': ['malformed', update((doc) => doc.getMap(marksRoots.read).set(id, 1)).slice(0, -3)],
    'an update that is too large': ['too-large', new Uint8Array(limits.maxMarksUpdateBytes + 1)],
    'an update that builds on another one': ['missing-dependency', second((doc) => doc.getMap(marksRoots.read).set(id, 2))],
  };

  it.each(Object.entries(hostile))('%s', (_, [code, bytes]) => {
    const inbox = new Inbox();
    inbox.bring();
    inbox.pass(minuteMs);
    const device = new Device(3);
    device.prefer('language', 'ja');
    device.sync(inbox);
    const before = inbox.sql.rows('SELECT * FROM marks');
    const events = inbox.events();
    expect(codeOf(inbox.calls.sync(nothing, bytes))).toBe(code);
    expect(inbox.sql.rows('SELECT * FROM marks')).toEqual(before);
    expect(inbox.events()).toEqual(events);
    const answer = value(inbox.calls.sync(nothing, null));
    const copy = new Device(4);
    Y.applyUpdate(copy.doc, answer.update);
    expect(copy.json()).toEqual(device.json());
  });

  it('a state vector that is none is refused', () => {
    expect(codeOf(new Inbox().calls.sync(Uint8Array.of(9), null))).toBe('malformed');
  });

  it('bytes that were damaged on the way are refused, or are marks', () => {
    const good = update((doc) => {
      doc.getMap(marksRoots.read).set(id, noonMs);
      doc.getMap(marksRoots.preferences).set('quiet_hours', { enabled: true, from: '21:00', to: '06:00' });
      doc.getMap(marksRoots.preferences).set('type:trip_update', ['in_app']);
    });
    const inbox = new Inbox();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (damage) => {
        const bytes = good.slice();
        for (const [at, byte] of damage) bytes[at] = byte;
        const outcome = inbox.calls.sync(nothing, bytes);
        if (!outcome.ok) expect(['malformed', 'invalid', 'missing-dependency', 'too-large']).toContain(outcome.refusal.code);
        inbox.restart();
        const roots = new Y.Doc();
        Y.applyUpdate(roots, value(inbox.calls.sync(nothing, null)).update);
        const known: readonly string[] = Object.values(marksRoots);
        for (const root of roots.share.keys()) expect(known).toContain(root);
        value(inbox.calls.preferences());
      }),
    );
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** An update with a list in a list in a list …, which no encoder of Yjs would manage to write. */
function deeplyNested(depth: number): Uint8Array {
  const shallow = update((doc) => doc.getMap(marksRoots.preferences).set('language', [[1]]));
  // lib0 writes a list as 117, its length, its entries; 125 1 is the number.
  const at = shallow.findIndex((byte, index) => byte === 117 && shallow[index + 1] === 1 && shallow[index + 2] === 117);
  const lists = new Uint8Array(2 * depth).map((_, index) => (index % 2 === 0 ? 117 : 1));
  return Uint8Array.from([...shallow.slice(0, at), ...lists, ...shallow.slice(at + 4)]);
}

/** The second update of a document, without the first. */
function second(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap(marksRoots.read).set('00000000-0000-7000-8000-000000000009', 1);
  const before = Y.encodeStateVector(doc);
  change(doc);
  return Y.encodeStateAsUpdate(doc, before);
}

describe('[M7] marks of notifications that are gone', () => {
  it('take up no room', () => {
    const inbox = new Inbox();
    const device = new Device(1);
    const bytes = () => value(inbox.calls.sync(nothing, null)).update.byteLength;
    for (let index = 0; index < 200; index++) device.read(inbox.bring(), noonMs, noonMs + 1_000);
    inbox.pass(minuteMs);
    device.sync(inbox);
    const full = bytes();
    inbox.pass(limits.keepNotificationsMs + limits.tidyEveryMs);
    expect(bytes()).toBeLessThan(full / 50);
    device.sync(inbox);
    expect(device.json().read).toEqual({});
  });

  it('go without what a device says that was away', () => {
    const inbox = new Inbox();
    const [away, home] = [new Device(1), new Device(2)];
    const old = inbox.bring();
    away.read(old, noonMs, noonMs);
    away.sync(inbox);
    inbox.pass(limits.keepNotificationsMs + limits.tidyEveryMs);
    const id = inbox.bring();
    away.unread(old);
    away.read(id, inbox.nowMs, inbox.nowMs);
    away.readAll(noonMs);
    away.prefer('language', 'ja');
    away.sync(inbox);
    home.sync(inbox);
    away.sync(inbox);
    expect(home.json()).toMatchObject({ read: { [id]: inbox.nowMs }, preferences: { language: 'ja' } });
    expect(inbox.unread()).toBe(0);
    expect(value(inbox.calls.preferences()).language).toBe('ja');
  });
});

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

describe('[M6] preferences', () => {
  it('begin with defaults', () => {
    expect(value(new Inbox().calls.preferences())).toEqual({
      language: 'en',
      time_zone: 'UTC',
      quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
      channels: { in_app: true, push: true, email: true, sms: true },
      types: {},
    });
  });

  it('of REST and of a device merge key by key', () => {
    const inbox = new Inbox();
    const device = new Device(1);
    device.sync(inbox);
    device.prefer('time_zone', 'Asia/Tokyo');
    device.prefer('type:price_alert', []);
    const preferences = value(inbox.calls.preferences());
    value(inbox.calls.putPreferences({ ...preferences, language: 'ja', types: { trip_update: ['email'] } }));
    device.sync(inbox);
    const merged = { language: 'ja', time_zone: 'Asia/Tokyo', types: { price_alert: [], trip_update: ['email'] } };
    expect(value(inbox.calls.preferences())).toMatchObject(merged);
    value(inbox.calls.putPreferences({ ...value(inbox.calls.preferences()), types: {} }));
    device.sync(inbox);
    expect(device.json().preferences).toEqual({ language: 'ja', time_zone: 'Asia/Tokyo' });
  });

  it('that are as before change nothing', () => {
    const inbox = new Inbox();
    value(inbox.calls.putPreferences(value(inbox.calls.preferences())));
    expect([inbox.told, inbox.sql.rows('SELECT * FROM marks')]).toEqual([[], []]);
  });

  it('are kept over many changes and restarts', () => {
    const inbox = new Inbox();
    for (let index = 0; index < 250; index++) {
      value(inbox.calls.putPreferences({ ...value(inbox.calls.preferences()), language: index % 2 === 0 ? 'ja' : 'en' }));
      if (index % 50 === 0) inbox.restart();
    }
    expect(value(inbox.calls.preferences()).language).toBe('en');
    expect(inbox.sql.rows('SELECT * FROM marks').length).toBeLessThanOrEqual(101);
  });
});
