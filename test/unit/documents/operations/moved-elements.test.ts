import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EngineHarness, person } from '../../../support/engine-harness';
import type { TestClient } from '../../../support/test-client';
import { EventRoom, replace } from './event-room';

/** An event with three files and three reminders. */
function filed(): EventRoom {
  const room = new EventRoom();
  room.send('owner', [
    replace('/attachments', [
      { id: 'f', title: 'Map' },
      { id: 'g', title: 'List of guests' },
      { id: 'h', title: 'Menu' },
    ]),
    replace('/reminders', [
      { id: 'a', minutes_before: 10 },
      { id: 'b', minutes_before: 20 },
      { id: 'c', minutes_before: 30 },
    ]),
  ]);
  return room;
}

const moveGuests = { op: 'move', from: '/attachments/1', path: '/attachments/0' } as const;
const moveReminder = { op: 'move', from: '/reminders/2', path: '/reminders/0' } as const;

const titles = (room: EventRoom): string[] => room.view.attachments.map(({ title }) => title);
const minutes = (room: EventRoom): [string, number][] => room.view.reminders.map((one) => [one.id, one.minutes_before]);

function conflicts(room: EventRoom) {
  const listed = room.harness.service.conflicts.list(person('owner'), false);
  if (!listed.ok) throw new Error(listed.refusal.code);
  return listed.value;
}

function element(editor: TestClient, list: string, index: number): Y.Map<unknown> {
  return editor.doc.getArray<Y.Map<unknown>>(list).get(index);
}

function titleOf(editor: TestClient, index: number): Y.Text {
  return element(editor, 'attachments', index).get('title') as Y.Text;
}

describe('elements that are moved while others edit them', () => {
  it('[O35] an operation on a text, then a move that did not know it', () => {
    const room = filed();
    const { version } = room;
    room.send('anna', [replace('/attachments/1/title', 'List of all guests')], { version });
    const moved = room.send('ben', [moveGuests], { version });
    expect(titles(room)).toEqual(['List of all guests', 'Map', 'Menu']);
    expect(moved.operations).toMatchObject([{ op: 'move' }]);
  });

  it('[O35] a move, then an operation on a text that did not know it', () => {
    const room = filed();
    const { version } = room;
    room.send('ben', [moveGuests], { version });
    const wrote = room.send('anna', [replace('/attachments/1/title', 'List of all guests')], { version });
    expect(titles(room)).toEqual(['List of all guests', 'Map', 'Menu']);
    expect(wrote).toMatchObject({ effect: true, operations: [{ op: 'text', path: '/attachments/@g/title' }] });
    expect(conflicts(room)).toEqual([]);
  });

  it.each(['move first', 'edit first'])('[O35] a value, %s', (order) => {
    const room = filed();
    const { version } = room;
    const works = [
      () => room.send('ben', [moveReminder], { version }),
      () => room.send('anna', [replace('/reminders/2/minutes_before', 45)], { version }),
    ];
    for (const work of order === 'move first' ? works : works.reverse()) work();
    expect(minutes(room)).toEqual([
      ['c', 45],
      ['a', 10],
      ['b', 20],
    ]);
    expect(conflicts(room)).toEqual([]);
  });

  it('[O35] several operations of one author, one after another, and both edits of a moved text', () => {
    const room = filed();
    const { version } = room;
    room.send('ben', [moveGuests, replace('/attachments/0/title', 'List of guests!')], { version });
    for (const title of ['A List of guests', 'A Long List of guests']) {
      room.send('anna', [replace('/attachments/@g/title', title)], { version });
    }
    expect(titles(room)).toEqual(['A Long List of guests!', 'Map', 'Menu']);
    const late = room.send('chloe', [moveGuests, replace('/attachments/0/title', 'List of our guests')], { version });
    expect(late.effect).toBe(true);
    expect(titles(room)[0]).toBe('A Long List of our guests!');
  });

  it('[O35] [O30] a value that the mover writes too is in a conflict', () => {
    const room = filed();
    const { version } = room;
    room.send('anna', [replace('/reminders/2/minutes_before', 45)], { version });
    room.send('ben', [moveReminder, replace('/reminders/0/minutes_before', 5)], { version });
    expect(minutes(room)[0]).toEqual(['c', 5]);
    expect(conflicts(room)).toMatchObject([
      {
        type: 'update_update',
        path: '/reminders/@c/minutes_before',
        base: 30,
        winner: { by: { id: 'ben' }, value: 5 },
        loser: { by: { id: 'anna' }, value: 45 },
      },
    ]);
  });

  it('[O35] [O30] a value that somebody wrote to the moved element is in a conflict with one that is written to the former', () => {
    const room = filed();
    const { version } = room;
    room.send('ben', [moveReminder], { version });
    room.send('ben', [replace('/reminders/0/minutes_before', 5)]);
    room.send('anna', [replace('/reminders/2/minutes_before', 45)], { version });
    expect(minutes(room)[0]).toEqual(['c', 45]);
    expect(conflicts(room)).toMatchObject([
      { path: '/reminders/@c/minutes_before', base: 30, winner: { value: 45 }, loser: { value: 5, by: { id: 'ben' } } },
    ]);
  });

  it('[O35] two moves and an edit', () => {
    const room = filed();
    const { version } = room;
    room.send('ben', [moveGuests], { version });
    room.send('anna', [replace('/attachments/@g/title', 'List of all guests')]);
    room.send('chloe', [{ op: 'move', from: '/attachments/1', path: '/attachments/2' }], { version });
    expect(titles(room)).toContain('List of all guests');
    expect(titles(room)).toHaveLength(3);
  });

  it('[O35] [O22] what somebody has removed stays gone, although others move it', () => {
    const room = filed();
    const { version } = room;
    room.send('anna', [{ op: 'remove', path: '/attachments/1' }], { version });
    expect(room.send('ben', [moveGuests], { version }).effect).toBe(false);
    expect(titles(room)).toEqual(['Map', 'Menu']);
  });

  it('[O35] what a Yjs client typed before a move that did not know it', () => {
    const room = filed();
    const { version } = room;
    const editor = room.join('chloe');
    titleOf(editor, 1).insert(0, 'The ');
    element(editor, 'reminders', 2).set('minutes_before', 45);
    editor.settle();
    room.harness.advance(100);
    room.send('ben', [moveGuests, moveReminder], { version });
    expect(titles(room)[0]).toBe('The List of guests');
    expect(minutes(room)[0]).toEqual(['c', 45]);
  });

  it('[O35] what a Yjs client typed offline into what is moved meanwhile', () => {
    const room = filed();
    const editor = room.join('chloe');
    const text = titleOf(editor, 1);
    text.insert(0, 'The ');
    text.delete(text.length - 1, 1);
    element(editor, 'reminders', 2).set('minutes_before', 45);
    room.send('ben', [moveGuests, moveReminder]);
    room.send('ben', [replace('/attachments/0/title', 'List of guests!')]);
    editor.reconnect();
    editor.settle();
    room.harness.advance(100);
    editor.settle();
    expect(titles(room)).toEqual(['The List of guest!', 'Map', 'Menu']);
    expect(minutes(room)[0]).toEqual(['c', 45]);
    expect(titleOf(editor, 0).toString()).toBe('The List of guest!');
    expect(conflicts(room)).toEqual([]);
    expect(editor.frames('notice')).toEqual([]);
  });

  it('[O35] what a Yjs client only takes away', () => {
    const room = filed();
    const editor = room.join('chloe');
    titleOf(editor, 1).delete(0, 5);
    room.send('ben', [moveGuests]);
    editor.sendUpdates();
    room.harness.advance(100);
    editor.settle();
    expect(titles(room)[0]).toBe('of guests');
    titleOf(editor, 0).delete(0, 3);
    room.send('ben', [{ op: 'move', from: '/attachments/0', path: '/attachments/2' }]);
    editor.reconnect();
    editor.settle();
    room.harness.advance(100);
    expect(titles(room)[2]).toBe('guests');
  });

  it.each([
    [20, false],
    [2_000, false],
    [20, true],
  ])('[O35] what is typed letter by letter, %i ms apart, over crashes: %s', (afterMs, crashes) => {
    const room = filed();
    const editor = room.join('chloe');
    const text = titleOf(editor, 1);
    room.send('ben', [moveGuests]);
    for (const letter of ' in Kyoto') {
      text.insert(text.length, letter);
      editor.doc.getText('title').insert(0, '.');
      editor.sendUpdates();
      room.harness.advance(afterMs);
      if (!crashes) continue;
      // Nobody tells the client: it goes on typing into what it knows.
      const known = room.harness.take(editor.session);
      expect(known.length).toBeGreaterThan(0);
      room.harness.crash();
      editor.reconnect();
      editor.sendUpdates();
    }
    expect(titles(room)[0]).toBe('List of guests in Kyoto');
    editor.settle();
    room.harness.advance(100);
    editor.settle();
    expect(titleOf(editor, 0).toString()).toBe('List of guests in Kyoto');
    expect(titles(room)[0]).toBe('List of guests in Kyoto');
    expect(conflicts(room)).toEqual([]);
  });

  it('[O35] a Yjs client that makes an element anew itself, in the same flush', () => {
    const room = filed();
    const [mover, editor] = [room.join('ben'), room.join('chloe')];
    mover.doc.transact(() => {
      const list = mover.doc.getArray('attachments');
      list.delete(1);
      list.insert(0, [new Y.Map<unknown>(Object.entries({ id: 'g', title: new Y.Text('List of guests') }))]);
    });
    titleOf(editor, 1).insert(0, 'The ');
    for (const letter of '...') {
      mover.doc.getText('title').insert(0, letter);
      editor.doc.getText('description').insert(0, letter);
    }
    mover.sendUpdates();
    editor.sendUpdates();
    room.harness.advance(1_000);
    mover.settle();
    expect(titles(room)).toEqual(['The List of guests', 'Map', 'Menu']);
    expect(titleOf(mover, 0).toString()).toBe('The List of guests');
  });

  it('[O35] of a trip too, over HTTP', () => {
    const harness = new EngineHarness({ members: { anna: 'editor', ben: 'editor' } });
    const patch = (by: string, operations: unknown[], baseVersion: number) => {
      const patched = harness.service.patch(person(by), { kind: 'json-patch', operations }, { baseVersion });
      if (!patched.ok) throw new Error(patched.refusal.code);
      return patched.value;
    };
    const files = ['f', 'g'].map((id) => ({ id, title: id, url: null }));
    const { version } = patch('owner', [{ op: 'replace', path: '/attachments', value: files }], 0);
    const address = 'https://example.com/g.pdf';
    patch('ben', [{ op: 'move', from: '/attachments/1', path: '/attachments/0' }], version);
    patch('anna', [replace('/attachments/1/url', address), replace('/attachments/0/title', 'first')], version);
    expect(harness.engine.operations.view().view.attachments).toMatchObject([
      { id: 'g', title: 'g', url: address },
      { id: 'f', title: 'first', url: null },
    ]);
  });

  it('[O35] what is written into an element that others made anew, and into one that is gone, at once', () => {
    const room = filed();
    const editor = room.join('chloe');
    titleOf(editor, 1).insert(0, 'The ');
    titleOf(editor, 2).insert(0, 'The ');
    room.send('ben', [moveGuests, { op: 'remove', path: '/attachments/@h' }]);
    editor.reconnect();
    editor.settle();
    room.harness.advance(100);
    editor.settle();
    expect(titles(room)).toEqual(['The List of guests', 'Map']);
    expect(conflicts(room)).toMatchObject([
      { type: 'delete_update', path: '/attachments/@h', loser: { value: { title: 'The Menu' } } },
    ]);
    expect(editor.frames('notice')).toMatchObject([{ message: { code: 'orphaned' } }]);
  });
});
