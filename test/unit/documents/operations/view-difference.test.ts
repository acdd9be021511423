import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventView, eventSchema } from '../../../../src/documents/event';
import { carryOperations } from '../../../../src/documents/operations/carried-operations';
import { viewDifference } from '../../../../src/documents/operations/view-difference';
import { isReplacement, replacementShare } from '../../../../src/documents/operations/whole-texts';
import { tripSchema } from '../../../../src/documents/trip';
import type { Content } from '../../../../src/documents/view';
import { applyTold } from '../../../fuzz/json-view';

const word = fc.string({ maxLength: 6 });
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const eventContent = fc.record({
  title: word,
  description: fc.array(fc.record({ insert: word }), { maxLength: 2 }),
  location: fc.option(word),
  status: fc.constantFrom('tentative', 'confirmed'),
  attendees: ids.chain((list) =>
    fc.tuple(...list.map((user_id) => fc.record({ user_id: fc.constant(user_id), name: fc.option(word) }))),
  ),
  tags: fc.uniqueArray(word, { maxLength: 4 }).map((list) => list.sort()),
  reminders: ids.chain((list) => fc.tuple(...list.map((id) => fc.record({ id: fc.constant(id), minutes_before: fc.nat(3) })))),
  exceptions: fc.dictionary(fc.constantFrom('x', 'y', 'a/b', '~'), fc.oneof(fc.constant(false), fc.record({ title: word }))),
  extensions: json,
});

const tripContent = fc.record({
  itinerary: ids.chain((list) =>
    fc.tuple(
      ...list.map((id) => fc.record({ id: fc.constant(id), day: fc.option(fc.nat(2)), title: word, cost: fc.option(fc.nat(3)) })),
    ),
  ),
});

describe('what is told of a change', () => {
  it.each([
    ['an event', eventSchema, eventContent],
    ['a trip', tripSchema, tripContent],
  ] as const)('[O24] leads from one content of %s to the other', (_, schema, contents) => {
    fc.assert(
      fc.property(contents as fc.Arbitrary<Content>, contents as fc.Arbitrary<Content>, (before, after) => {
        const view = structuredClone(before);
        applyTold(view, structuredClone(viewDifference(schema, before, after)));
        expect(view).toEqual(after);
      }),
      { numRuns: 300 },
    );
  });

  it('[O24] moves as few elements as can be', () => {
    const list = (...of: string[]): Content => ({ reminders: of.map((id) => ({ id, minutes_before: 1 })) });
    expect(viewDifference(eventSchema, list('a', 'b', 'c', 'd'), list('b', 'c', 'd', 'a'))).toEqual([
      { op: 'move', from: '/reminders/@a', path: '/reminders/-' },
    ]);
    expect(viewDifference(eventSchema, list('a', 'b', 'c', 'd'), list('d', 'a', 'b', 'c'))).toEqual([
      { op: 'move', from: '/reminders/@d', path: '/reminders/@a' },
    ]);
  });
});

describe('a new text', () => {
  it('[O23] keeps less than a share of the old one', () => {
    expect(isReplacement('Kyoto trip', 'Kyoto trip 2027')).toBe(false);
    expect(isReplacement('Kyoto trip', 'Osaka')).toBe(true);
    expect(isReplacement('', 'Osaka')).toBe(true);
    expect(isReplacement('Osaka', 'Osaka')).toBe(false);
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (kept, a, b) => {
          // What is put around a text is an edit of it, however long it is.
          expect(isReplacement(kept, a + kept)).toBe(false);
          expect(isReplacement(kept, kept + b)).toBe(false);
        },
      ),
    );
    expect(replacementShare).toBeGreaterThan(0);
  });
});

describe('operations that are carried to a later version', () => {
  const before = {
    title: 'Trip',
    attendees: ['u1', 'u2'].map((user_id) => ({ user_id, name: user_id })),
    reminders: [{ id: 'r', minutes_before: 5 }],
    exceptions: {},
  } as unknown as Content & EventView;
  const carry = (operations: unknown, ...touched: string[]) => carryOperations(eventSchema, before, operations, new Set(touched));

  it('[O21] name their elements, and go only where nobody was', () => {
    const rename = [{ op: 'replace', path: '/attendees/1/name', value: 'Ben' }];
    expect(carry(rename, '/attendees/@u1/name', '/attendees/@u3', '/title')).toEqual([
      { op: 'replace', path: '/attendees/@u2/name', value: 'Ben' },
    ]);
    expect(carry(rename, '/attendees/@u2')).toBeNull();
    expect(carry(rename, '/attendees/@u2/name')).toBeNull();
    expect(carry([{ op: 'add', path: '/attendees/-', value: {} }], '/attendees/@u1/name')).toBeNull();
    expect(carry([{ op: 'remove', path: '/attendees/0' }, ...rename], '/attendees/@u1/name')).toBeNull();
    expect(carry([{ op: 'remove', path: '/attendees/0' }, ...rename], '/title')).toHaveLength(2);
    expect(carry([{ op: 'replace', path: '/start_time', value: null }], '/end_time')).toBeNull();
    expect(carry([{ op: 'add', path: '/exceptions/a', value: false }], '/exceptions/b')).toHaveLength(1);
    expect(carry([{ op: 'copy', from: '/title', path: '/location' }], '/title')).toBeNull();
    for (const bad of [null, 'x', [null], [{ op: 'add' }], [{ op: 'add', path: 'x' }], [{ op: 'add', path: '/nowhere' }]]) {
      expect(carry(bad, '/title')).toBeNull();
    }
  });
});
