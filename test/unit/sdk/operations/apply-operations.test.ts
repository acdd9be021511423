import { describe, expect, it } from 'vitest';
import type { AppliedOperation } from '../../../../src/protocol/operations';
import { applyOperation, MisfitOperation, valueAt } from '../../../../web/sdk/operations/apply-operations';
import { shapeOf } from '../../../../web/sdk/operations/document-shape';

const shape = shapeOf('event');
const people = (...ids: string[]) => ids.map((user_id) => ({ user_id }));
const event = { title: 'Kickoff', attendees: people('a', 'b', 'c'), extensions: { list: [1, 2], 'a/b~c': 1 } };

const cases: readonly [AppliedOperation, unknown][] = [
  [
    { op: 'replace', path: '/title', value: 'x' },
    { ...event, title: 'x' },
  ],
  [
    {
      op: 'text',
      path: '/title',
      edits: [
        { at: 4, remove: 3, insert: '' },
        { at: 0, remove: 0, insert: 'The ' },
      ],
    },
    { ...event, title: 'The Kick' },
  ],
  [
    { op: 'add', path: '/attendees/@b', value: { user_id: 'n' } },
    { ...event, attendees: people('a', 'n', 'b', 'c') },
  ],
  [
    { op: 'add', path: '/attendees/-', value: { user_id: 'n' } },
    { ...event, attendees: people('a', 'b', 'c', 'n') },
  ],
  [
    { op: 'add', path: '/attendees/3', value: { user_id: 'n' } },
    { ...event, attendees: people('a', 'b', 'c', 'n') },
  ],
  [
    { op: 'remove', path: '/attendees/@b' },
    { ...event, attendees: people('a', 'c') },
  ],
  [
    { op: 'remove', path: '/attendees/0' },
    { ...event, attendees: people('b', 'c') },
  ],
  [
    { op: 'move', from: '/attendees/@c', path: '/attendees/@a' },
    { ...event, attendees: people('c', 'a', 'b') },
  ],
  [
    { op: 'move', from: '/attendees/0', path: '/attendees/-' },
    { ...event, attendees: people('b', 'c', 'a') },
  ],
  [
    { op: 'copy', from: '/extensions/list/0', path: '/extensions/list/-' },
    { ...event, extensions: { list: [1, 2, 1], 'a/b~c': 1 } },
  ],
  [
    { op: 'replace', path: '/extensions/a~1b~0c', value: 2 },
    { ...event, extensions: { list: [1, 2], 'a/b~c': 2 } },
  ],
  [{ op: 'test', path: '/extensions', value: { 'a/b~c': 1, list: [1, 2] } }, event],
  [{ op: 'noop', path: '/anything' }, event],
  [{ op: 'replace', path: '', value: 1 }, 1],
];

const misfits: readonly AppliedOperation[] = [
  { op: 'add', path: '/extensions/a~2', value: 1 },
  { op: 'add', path: '/extensions/a~', value: 1 },
  { op: 'replace', path: '/nothing', value: 1 },
  { op: 'remove', path: '/extensions/nothing' },
  { op: 'remove', path: '/attendees/3' },
  { op: 'remove', path: '/attendees/@n' },
  { op: 'add', path: '/attendees/4', value: 1 },
  { op: 'add', path: '/attendees/01', value: 1 },
  { op: 'add', path: '/title/x', value: 1 },
  { op: 'replace', path: '/extensions/list/@1', value: 1 },
  { op: 'replace', path: '/extensions/__proto__', value: 1 },
  { op: 'test', path: '/title', value: 'y' },
  { op: 'text', path: '/attendees', edits: [] },
  { op: 'remove', path: 'title' },
];

describe('operations on plain JSON', () => {
  it.each(cases)('%j', (operation, after) => {
    const before = structuredClone(event);
    expect(applyOperation(shape, event, operation)).toEqual(after);
    expect(event).toEqual(before);
  });

  it.each(misfits)('%j does not fit', (operation) => {
    expect(() => applyOperation(shape, event, operation)).toThrow(MisfitOperation);
  });

  it('leaves what does not change the same object', () => {
    const after = applyOperation(shape, event, { op: 'replace', path: '/attendees/@b/user_id', value: 'n' }) as typeof event;
    expect(after.extensions).toBe(event.extensions);
    expect(after.attendees[0]).toBe(event.attendees[0]);
    expect(after.attendees[1]).toEqual({ user_id: 'n' });
  });

  it('never reaches a prototype', () => {
    const after = applyOperation(shape, event, { op: 'add', path: '/__proto__', value: { polluted: true } });
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
    expect(valueAt(shape, {}, '/constructor')).toBeUndefined();
  });
});
