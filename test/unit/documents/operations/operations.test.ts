import { describe, expect, it } from 'vitest';
import { operationLimits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { attendee, EventRoom, replace } from './event-room';

/** An event with three people, three reminders and a title. */
function meeting(): EventRoom {
  const room = new EventRoom();
  room.send('owner', [
    replace('/title', 'Kyoto trip'),
    replace(
      '/attendees',
      ['u1', 'u2', 'u3'].map((id) => attendee(id)),
    ),
    replace(
      '/reminders',
      [10, 20, 30].map((minutes_before) => ({ id: `r${minutes_before}`, method: 'push', minutes_before })),
    ),
    replace('/start_time', '2027-05-01T10:00:00Z'),
    replace('/end_time', '2027-05-01T11:00:00Z'),
  ]);
  return room;
}

describe('operations', () => {
  it('[O20] name elements by @id in place of an index', () => {
    const room = meeting();
    room.send('anna', [
      { op: 'test', path: '/attendees/@u2/name', value: 'U2' },
      replace('/attendees/@u2/response_status', 'ACCEPTED'),
      { op: 'remove', path: '/attendees/@u1' },
      { op: 'add', path: '/attendees/@u4', value: attendee('u4') },
      { op: 'add', path: '/attendees/@u3', value: attendee('u3', 'DECLINED') },
    ]);
    expect(room.view.attendees.map(({ user_id, response_status }) => [user_id, response_status])).toEqual([
      ['u2', 'ACCEPTED'],
      ['u3', 'DECLINED'],
      ['u4', 'NEEDS_ACTION'],
    ]);
    room.send('anna', [{ op: 'move', from: '/reminders/@r30', path: '/reminders/@r10' }]);
    expect(room.view.reminders.map(({ id }) => id)).toEqual(['r30', 'r10', 'r20']);
    room.send('anna', [{ op: 'move', from: '/reminders/@r30', path: '/reminders/@r20' }]);
    expect(room.view.reminders.map(({ id }) => id)).toEqual(['r10', 'r30', 'r20']);
    expect(room.refused('anna', [replace('/attendees/@nobody/name', 'x')])).toMatchObject({ code: 'patch-failed' });
  });

  it('[O20] take an @ for a key where no elements are', () => {
    const room = meeting();
    room.send('anna', [replace('/extensions', { '@u1': { list: [{ id: 'a' }] } }), replace('/extensions/@u1/list/0', 5)]);
    expect(room.view.extensions).toEqual({ '@u1': { list: [5] } });
    expect(room.refused('anna', [replace('/extensions/@u1/list/@a', 5)])).toMatchObject({ code: 'patch-failed' });
  });

  it('[O21] an index means what its author saw', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [{ op: 'add', path: '/reminders/0', value: { id: 'new', method: 'push', minutes_before: 5 } }]);
    const { operations, effect } = room.send('anna', [{ op: 'remove', path: '/reminders/1' }], { version });
    expect(effect).toBe(true);
    expect(operations).toEqual([{ op: 'remove', path: '/reminders/@r20' }]);
    expect(room.view.reminders.map(({ id }) => id)).toEqual(['new', 'r10', 'r30']);
  });

  it("[O21] a connection's own operations are known to it, whatever version it names", () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/location', 'Nara')]);
    room.send('anna', [replace('/title', 'Kyoto trip!')], { version });
    room.send('anna', [replace('/title', 'Kyoto trip!!')], { version });
    room.send('anna', [{ op: 'remove', path: '/reminders/0' }], { version });
    room.send('anna', [{ op: 'remove', path: '/reminders/0' }], { version });
    expect(room.view).toMatchObject({ title: 'Kyoto trip!!', location: 'Nara' });
    expect(room.view.reminders.map(({ id }) => id)).toEqual(['r30']);
  });

  it('[O21] calls over HTTP know the version that they name, and nothing of what others of their person did', () => {
    const room = meeting();
    const { version } = room;
    const call = (title: string) =>
      room.harness.service.patch(
        person('anna'),
        { kind: 'json-patch', operations: [replace('/location', title), { op: 'remove', path: '/reminders/0' }] },
        { baseVersion: version },
      );
    expect([call('Nara').ok, call('Kobe').ok]).toEqual([true, true]);
    expect(room.view.location).toBe('Kobe');
    expect(room.view.reminders.map(({ id }) => id)).toEqual(['r20', 'r30']);
    const conflicts = room.harness.service.conflicts.list(person('anna'), true);
    expect(conflicts).toMatchObject({ value: [{ path: '/location', winner: { value: 'Kobe' }, loser: { value: 'Nara' } }] });
  });

  it('[O21] what builds on more than the version has is applied where it can be', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [{ op: 'add', path: '/attendees/-', value: attendee('u4') }]);
    room.send('anna', [replace('/attendees/@u4/name', 'Dan')], { version: room.version });
    room.send('ben', [replace('/location', 'Nara')]);
    room.send('anna', [replace('/attendees/@u4/name', 'Daniel')], { version });
    expect(room.view.attendees.at(-1)?.name).toBe('Daniel');
  });

  it('[O21] works over an eviction: the connection writes on under the same client id', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/location', 'Nara')]);
    room.send('anna', [replace('/title', 'Kyoto trip 1')], { version });
    room.harness.hibernate();
    room.send('ben', [replace('/location', 'Kobe')]);
    room.send('anna', [replace('/title', 'Kyoto trip 12')], { version });
    expect(room.view).toMatchObject({ title: 'Kyoto trip 12', location: 'Kobe' });
    expect(room.harness.engine.state.live().doc.store.clients.size).toBeLessThanOrEqual(4);
  });

  it('[O22] what is gone is said to be gone, and nothing comes back', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [{ op: 'remove', path: '/attendees/@u2' }]);
    expect(room.send('anna', [replace('/attendees/1/name', 'Ben'), replace('/location', 'Nara')], { version })).toMatchObject({
      effect: true,
      operations: [replace('/location', 'Nara'), { op: 'noop', path: '/attendees/@u2/name' }],
    });
    const gone = room.send('anna', [{ op: 'remove', path: '/attendees/1' }], { version, session: 'another' });
    expect(gone).toMatchObject({ effect: false, operations: [{ op: 'noop', path: '/attendees/@u2' }] });
    expect(room.view.attendees.map(({ user_id }) => user_id)).toEqual(['u1', 'u3']);
  });

  it('[O22] a set keeps what was added while somebody removed another one', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [{ op: 'add', path: '/attendees/-', value: attendee('u4') }], { version });
    room.send('anna', [replace('/attendees', [attendee('u1')])], { version });
    room.send('chloe', [{ op: 'add', path: '/attendees/-', value: attendee('u4', 'ACCEPTED') }], { version });
    expect(room.view.attendees.map(({ user_id, response_status }) => [user_id, response_status])).toEqual([
      ['u1', 'NEEDS_ACTION'],
      ['u4', 'ACCEPTED'],
    ]);
  });

  it('[O22] a ranked status only moves forward when writes race', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/status', 'cancelled')], { version });
    expect(room.send('anna', [replace('/status', 'confirmed')], { version })).toMatchObject({ effect: false });
    expect(room.view.status).toBe('cancelled');
    expect(room.refused('anna', [replace('/status', 'confirmed')])).toMatchObject({ code: 'forbidden' });
  });

  it('[O22] a key that is set comes through a delete that did not know it', () => {
    const room = meeting();
    room.send('owner', [{ op: 'add', path: '/exceptions/2027-05-08T10:00:00Z', value: false }]);
    const { version } = room;
    room.send('ben', [{ op: 'remove', path: '/exceptions/2027-05-08T10:00:00Z' }], { version });
    room.send('anna', [replace('/exceptions/2027-05-08T10:00:00Z', { title: 'Moved' })], { version });
    expect(room.view.exceptions).toEqual({ '2027-05-08T10:00:00Z': { title: 'Moved' } });
  });

  it('[O22] edits of one text merge, in Yjs and in JSON', () => {
    const room = meeting();
    const editor = room.join('chloe');
    const { version } = room;
    room.send('ben', [replace('/title', 'Our Kyoto trip')], { version });
    editor.doc.getText('title').insert(10, ' 2027');
    room.send('anna', [replace('/title', 'Kyoto & Nara trip')], { version });
    editor.settle();
    room.harness.advance(100);
    expect(room.view.title).toBe('Our Kyoto & Nara trip 2027');
  });

  it('[O22] two that write the same have written it once', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/title', 'Kyoto trips')], { version });
    expect(room.send('anna', [replace('/title', 'Kyoto trips')], { version })).toMatchObject({ effect: false });
    expect(room.view.title).toBe('Kyoto trips');
  });

  it('[O22] the result at its version is checked as a whole, and what breaks a rule only together is set back', () => {
    const room = meeting();
    const { version } = room;
    const late = [replace('/start_time', '2027-05-01T10:59:00Z')];
    room.send('ben', late, { version });
    expect(
      room.refused('anna', [replace('/location', 'x'), replace('/end_time', '2027-05-01T09:00:00Z')], { version }).code,
    ).toBe('invalid');
    room.send('anna', [replace('/end_time', '2027-05-01T10:30:00Z')], { version });
    expect(room.view).toMatchObject({ start_time: '2027-05-01T10:59:00Z', end_time: '2027-05-01T11:00:00Z', location: null });
  });

  it('[O24] say what they did in operations that lead there', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/title', 'My Kyoto trip')], { version });
    const { operations } = room.send('anna', [replace('/title', 'Kyoto trip 2027'), { op: 'add', path: '/tags/-', value: 'b' }], {
      version,
    });
    expect(operations).toEqual([
      { op: 'text', path: '/title', edits: [{ at: 13, remove: 0, insert: ' 2027' }] },
      { op: 'add', path: '/tags/0', value: 'b' },
    ]);
  });

  it('[O24] tell what came after a version, as long as the log holds it and it is not too much', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/location', 'Nara')]);
    room.send('ben', [replace('/location', 'Kobe')]);
    room.send('ben', [{ op: 'remove', path: '/attendees/0' }]);
    const { operations } = room.harness.engine;
    expect(operations.since(version, 10)).toEqual([replace('/location', 'Kobe'), { op: 'remove', path: '/attendees/@u1' }]);
    expect(operations.since(version, 1)).toBeNull();
    expect(operations.since(room.version, 0)).toEqual([]);
    for (const never of [-1, 0.5, room.version + 1, Number.NaN]) expect(operations.since(never, 10)).toBeNull();
  });

  it('[O25] the same id is done once for each person, and answered as the first time', () => {
    const room = meeting();
    const { version } = room;
    const add = [{ op: 'add', path: '/reminders/-', value: { id: 'x', method: 'push', minutes_before: 1 } }];
    const first = room.send('anna', add, { version, id: 'm1' });
    room.send('ben', [{ op: 'remove', path: '/reminders/@x' }]);
    room.harness.crash();
    expect(room.send('anna', add, { version, id: 'm1', session: 'reconnected' })).toEqual(first);
    expect(room.view.reminders).toHaveLength(3);
    room.send('ben', add, { id: 'm1' });
    expect(room.view.reminders).toHaveLength(4);
  });

  it('[O25] an id without an effect is remembered too, a refused one is not', () => {
    const room = meeting();
    const same = [replace('/title', 'Kyoto trip')];
    const { version } = room;
    expect(room.send('anna', same, { version, id: 'm1' }).effect).toBe(false);
    room.send('ben', [replace('/title', 'Kyoto trip, later')]);
    expect(room.send('anna', same, { version, id: 'm1' }).effect).toBe(false);
    expect(room.view.title).toBe('Kyoto trip, later');
    const tested = [{ op: 'test', path: '/title', value: 'other' }, replace('/location', 'Nara')];
    expect(room.refused('anna', tested, { id: 'm2' })).toMatchObject({
      code: 'patch-failed',
      extensions: { index: 0, conflict: true, pointer: '/title' },
    });
    room.send('ben', [replace('/title', 'other')]);
    expect(room.send('anna', tested, { id: 'm2' }).effect).toBe(true);
  });

  it('[O25] answers are kept for a while', () => {
    const room = meeting();
    const { version } = room;
    const remove = [{ op: 'remove', path: '/reminders/0' }];
    room.send('anna', remove, { version, id: 'm1' });
    room.harness.nowMs += operationLimits.keepAnswersMs + 1;
    expect(room.send('anna', remove, { version: room.version, id: 'm1' }).effect).toBe(true);
    expect(room.view.reminders).toHaveLength(1);
  });

  it('[O26] a version that there is not is a conflict', () => {
    const room = meeting();
    for (const version of [room.version + 1, -1, 1.5]) {
      expect(room.refused('anna', [replace('/title', 'x')], { version }).code).toBe('history-gone');
    }
  });

  it('[A7] are for those who may edit', () => {
    const room = meeting();
    expect(room.refused('stranger', [replace('/title', 'x')]).code).toBe('forbidden');
  });
});
