import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentLimits, inboxLimits as limits } from '../../../../src/protocol/limits';
import { marksRoots } from '../../../../src/protocol/marks';
import { Device } from './marks-device';
import { codeOf, Inbox, minuteMs, noonMs, value } from './notifications-harness';

const update = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  change(doc);
  return Y.encodeStateAsUpdate(doc);
};

const nothing = Uint8Array.of(0);

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
    'a value that nests deep': ['invalid', update((doc) => doc.getMap(marksRoots.preferences).set('quiet_hours', nested(50)))],
    'a value that nests deeper than any in a document': [
      'malformed',
      update((doc) => doc.getMap(marksRoots.preferences).set('quiet_hours', nested(500))),
    ],
    'a value that nests absurdly deep': ['malformed', deeplyNested(100_000)],
    'bytes that are no update': ['malformed', Uint8Array.of(1, 2, 3)],
    'structs of clients out of order': ['malformed', varUints(2, 1, 5, 0, 0, 1, 1, 7, 0, 0, 1, 0)],
    'a struct without a length': ['malformed', varUints(1, 1, 7, 0, 0, 0, 0)],
    'deletes that go back': ['malformed', varUints(1, 1, 7, 0, 0, 9, 1, 7, 2, 5, 1, 0, 1)],
    'the same deletes over and over': [
      'malformed',
      varUints(1, 1, 7, 0, 0, 9, 1, 7, 100_000, Array(100_000).fill([0, 9]).flat()),
    ],
    'deletes of a client that comes twice': ['malformed', varUints(1, 1, 7, 0, 0, 9, 2, 7, 1, 0, 3, 7, 1, 0, 3)],
    'more roots than any document has': [
      'malformed',
      update((doc) => {
        for (let n = 0; n <= documentLimits.maxDocumentRoots; n++) doc.getMap(`root ${n}`).set(id, 1);
      }),
    ],
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
    expect(codeOf(new Inbox().calls.sync(Uint8Array.of(0, 0), null))).toBe('malformed');
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

/** Numbers as an update has them: of its structs, a struct of nothing is 0 and its length. */
function varUints(...values: readonly (number | number[])[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of values.flat()) encoding.writeVarUint(encoder, value);
  });
}

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
