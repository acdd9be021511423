import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { fieldLimits } from '../../../../src/protocol/limits';
import { race } from '../racing-editors';
import { expectSameEverywhere, takeNotices } from '../room';
import { details, eventOf, eventPair, merge, patch } from './event-room';

const values: readonly unknown[] = [
  { a: 1, '': [null, { b: 'c' }], toString: true },
  { '~/': { '0': [] } },
  'text',
  0,
  false,
  [],
  [1, [2, { three: null }]],
  {},
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe('fields of free JSON', () => {
  it('[V6] hold any JSON, and are an empty object where unset', () => {
    const { room } = eventPair();
    expect(eventOf(room).extensions).toEqual({});
    for (const from of values) {
      for (const to of [...values, null]) {
        merge(room, { extensions: null });
        patch(room, [{ op: 'replace', path: '/extensions', value: from }]);
        expect(patch(room, [{ op: 'replace', path: '/extensions', value: to }])).toMatchObject({ extensions: to ?? {} });
      }
    }
    expectSameEverywhere(room);
  });

  it('[V6] the keys of two systems merge, with those of a Yjs client too', () => {
    const { room, low, high } = eventPair();
    race(
      room,
      low,
      high,
      () => low.doc.getMap('extensions').set('crm', { id: 7 }),
      () => high.doc.getMap('extensions').set('billing', ['x']),
    );
    merge(room, { extensions: { badges: null, mail: { sent: true } } });
    expect(eventOf(room).extensions).toEqual({ crm: { id: 7 }, billing: ['x'], mail: { sent: true } });
    merge(room, { extensions: { crm: null } });
    expect(eventOf(room).extensions).toEqual({ billing: ['x'], mail: { sent: true } });
    expectSameEverywhere(room);
  });

  it('[V3] a patch writes only the keys that differ', () => {
    const { room, low } = eventPair();
    merge(room, { extensions: { a: { x: 1, y: 2 }, b: 1 } });
    room.settle();
    let changed: string[] = [];
    low.doc.getMap('extensions').observe((event) => {
      changed = [...event.keysChanged];
    });
    patch(room, [{ op: 'replace', path: '/extensions', value: { b: 2, a: { y: 2, x: 1 } } }]);
    room.settle();
    expect(changed).toEqual(['b']);
  });

  it('[R12] have one form: keys or another value, whichever was accepted later', () => {
    const { room, low, high } = eventPair();
    low.doc.getMap('extensions').set('a', 1);
    room.settle();
    details(high).set('extensions', 'text');
    expectSameEverywhere(room);
    expect(eventOf(room).extensions).toBe('text');
    expect(room.doc.getMap('extensions').size).toBe(0);
    low.doc.getMap('extensions').set('b', 2);
    expectSameEverywhere(room);
    expect(eventOf(room).extensions).toEqual({ b: 2 });
    race(
      room,
      low,
      high,
      () => details(low).set('extensions', [1]),
      () => high.doc.getMap('extensions').set('c', 3),
    );
    expect(eventOf(room).extensions).toEqual({ c: 3 });
    expectSameEverywhere(room);
  });

  it('[R12] what is no JSON, nests too deep or is too large goes back', () => {
    const { room, low } = eventPair();
    const extensions = low.doc.getMap('extensions');
    extensions.set('a', 1);
    room.settle();
    const bad: readonly unknown[] = [
      new Uint8Array([1]),
      { inner: Number.NaN },
      [undefined],
      10n,
      JSON.parse('{"__proto__":{"x":1}}'),
      [JSON.parse('{"constructor":1}')],
      nested(fieldLimits.maxJsonFieldDepth),
      'x'.repeat(fieldLimits.maxJsonFieldBytes),
      new Y.Map([['nested', 1]]),
    ];
    for (const value of bad) {
      takeNotices(low);
      extensions.set('a', value);
      room.settle();
      expect(eventOf(room).extensions).toEqual({ a: 1 });
      expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/extensions/a'] }]);
    }
    for (const value of [{ a: 2 }, nested(fieldLimits.maxJsonFieldDepth + 1)]) {
      details(low).set('extensions', value);
      room.settle();
      expect(eventOf(room).extensions).toEqual({ a: 1 });
    }
    expectSameEverywhere(room);
  });

  it('[R12] of writes that only together are too large, the later-accepted one goes back', () => {
    const { room, low, high } = eventPair();
    const half = 'x'.repeat(fieldLimits.maxJsonFieldBytes * 0.6);
    race(
      room,
      high,
      low,
      () => high.doc.getMap('extensions').set('first', half),
      () => low.doc.getMap('extensions').set('second', half),
    );
    expect(Object.keys(eventOf(room).extensions as object)).toEqual(['first']);
    expectSameEverywhere(room);
  });

  it('[V2] a patch is held to the same bounds', () => {
    const { room } = eventPair();
    const { maxJsonFieldBytes, maxJsonFieldDepth } = fieldLimits;
    const of = (value: unknown) => patch(room, [{ op: 'add', path: '/extensions', value }]);
    expect(of('x'.repeat(maxJsonFieldBytes - 2))).toHaveProperty('extensions');
    expect(of('x'.repeat(maxJsonFieldBytes - 1))).toMatchObject({ code: 'invalid' });
    expect(of('é'.repeat(maxJsonFieldBytes / 2))).toMatchObject({ code: 'invalid' });
    expect(of(nested(maxJsonFieldDepth))).toHaveProperty('extensions');
    expect(of(nested(maxJsonFieldDepth + 1))).toMatchObject({ code: 'invalid' });
    expect(of({ 'lone \ud800': 1 })).toMatchObject({ code: 'invalid' });
  });
});
