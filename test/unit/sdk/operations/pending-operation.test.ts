import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../../src/protocol/operations';
import { shapeOf } from '../../../../web/sdk/operations/document-shape';
import { mergeText } from '../../../../web/sdk/operations/merge-text';
import { joined, makePending, type PendingOperation, withPending } from '../../../../web/sdk/operations/pending-operation';

const shape = shapeOf('event');
const people = (...ids: string[]) => ids.map((user_id) => ({ user_id }));
const event = { title: 'Kickoff', location: null, attendees: people('a', 'b', 'c'), reminders: [] };

function make(operations: readonly Operation[], version = 1): PendingOperation {
  const made = makePending(shape, event, version, 'o1', operations);
  if (!made.ok) throw new Error(made.detail);
  return made.pending;
}

describe('operations that wait for the server', () => {
  it.each([
    [
      { op: 'replace', path: '/attendees/1/name', value: 'x' },
      { op: 'add', path: '/attendees/1/name', value: null },
      '/attendees/@b/name',
    ],
    [{ op: 'remove', path: '/attendees/2' }, null, '/attendees/@c'],
    [{ op: 'add', path: '/attendees/1', value: { user_id: 'n' } }, null, '/attendees/@b'],
    [{ op: 'add', path: '/attendees/3', value: { user_id: 'n' } }, null, '/attendees/-'],
    [{ op: 'move', from: '/attendees/0', path: '/attendees/1' }, null, '/attendees/@c'],
    [{ op: 'move', from: '/attendees/0', path: '/attendees/2' }, null, '/attendees/-'],
  ] as [Operation, Operation | null, string][])('%j names elements, not their places', (operation, first, path) => {
    const { operations, stable } = make(first === null ? [operation] : [first, operation]);
    expect(operations.at(-1)).toEqual(operation);
    expect(stable.at(-1)?.path).toBe(path);
  });

  it('still mean the same when others came and went', () => {
    const pending = make([
      { op: 'move', from: '/attendees/0', path: '/attendees/1' },
      { op: 'remove', path: '/attendees/2' },
    ]);
    expect(withPending(shape, { ...event, attendees: people('x', 'a', 'b', 'y', 'c') }, [pending])).toMatchObject({
      attendees: people('x', 'b', 'y', 'a'),
    });
  });

  it('have no effect where their target is gone, all of them together', () => {
    const gone = { ...event, attendees: people('a') };
    const pending = make([
      { op: 'replace', path: '/location', value: 'Room 1' },
      { op: 'remove', path: '/attendees/@b' },
    ]);
    expect(withPending(shape, gone, [pending])).toBe(gone);
  });

  it('give a new element of a list what it is known by', () => {
    const { operations } = make([{ op: 'add', path: '/reminders/-', value: { method: 'push' } }]);
    expect(operations).toMatchObject([{ value: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), method: 'push' } }]);
  });

  it('are one where the same text was written twice against the same version', () => {
    const title = (value: string, version = 1) => make([{ op: 'replace', path: '/title', value }], version);
    expect(joined(title('a'), title('ab'))).toMatchObject({ operations: [{ value: 'ab' }], texts: { '/title': 'Kickoff' } });
    expect(joined(title('a'), title('ab', 2))).toBeNull();
    expect(joined({ ...title('a'), isSent: true }, title('ab'))).toBeNull();
    expect(joined(title('a'), make([{ op: 'replace', path: '/location', value: 'x' }]))).toBeNull();
  });

  it('do nothing at all when one of them does not fit', () => {
    const operations: Operation[] = [
      { op: 'replace', path: '/title', value: 'x' },
      { op: 'remove', path: '/nothing' },
    ];
    expect(makePending(shape, event, 1, 'o1', operations)).toMatchObject({ ok: false, index: 1 });
  });
});

describe('a text that two have changed', () => {
  it('has both changes in it', () => {
    expect(mergeText('Kickoff', 'Kickoff 2027', 'The Kickoff')).toBe('The Kickoff 2027');
    expect(mergeText('Kickoff', 'Kickoff', 'Start')).toBe('Start');
    expect(mergeText('Kickoff', 'Start', 'Kickoff')).toBe('Start');
  });

  it('keeps every character that either of them has written', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(fc.tuple(word, word, word), fc.nat(8), fc.nat(8), ([text, mine, theirs], i, j) => {
        const put = (insert: string, at: number) => text.slice(0, at) + insert + text.slice(at);
        expect([...mergeText(text, put(mine, i), put(theirs, j))].sort()).toEqual([...text, ...mine, ...theirs].sort());
      }),
    );
  });
});
