import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { ConflictChoice } from '../../../../src/documents/api';
import { operationLimits } from '../../../../src/protocol/limits';
import type { ConflictView } from '../../../../src/protocol/operations';
import { person } from '../../../support/engine-harness';
import { attendee, EventRoom, replace } from './event-room';

function meeting(): EventRoom {
  const room = new EventRoom();
  room.send('owner', [
    replace('/title', 'Kyoto trip'),
    replace('/location', 'Kyoto'),
    replace('/attendees', [attendee('u1'), attendee('u2')]),
  ]);
  return room;
}

function conflicts(room: EventRoom, onlyOpen = false): readonly ConflictView[] {
  const listed = room.harness.service.conflicts.list(person('ben'), onlyOpen);
  if (!listed.ok) throw new Error(listed.refusal.code);
  return listed.value;
}

interface Chosen {
  readonly value?: unknown;
  readonly winnerVersion?: number;
}

function resolve(room: EventRoom, by: string, choice: ConflictChoice['choice'], { value, winnerVersion }: Chosen = {}) {
  const [conflict] = conflicts(room);
  const made = { choice, value: value ?? null, winnerVersion: winnerVersion ?? null };
  return room.harness.service.conflicts.resolve(person(by), conflict?.conflict_id ?? '', made);
}

/** Anna and Ben write the same field, neither knowing of the other; Anna later. */
function race(path: string, bens: unknown, annas: unknown): EventRoom {
  const room = meeting();
  const { version } = room;
  room.send('ben', [replace(path, bens)], { version });
  room.send('anna', [replace(path, annas)], { version });
  return room;
}

describe('conflicts', () => {
  it('[O32] what somebody wrote there since is what a choice keeps or gives up', () => {
    const room = race('/location', 'Nara', 'Kobe');
    room.send('chloe', [replace('/location', 'Osaka')]);
    const since = room.version;
    expect(conflicts(room, true)).toMatchObject([
      {
        winner: { by: { id: 'chloe' }, value: 'Osaka' },
        loser: { by: { id: 'ben' }, value: 'Nara' },
        versions: { winner: since },
      },
    ]);
    // Anna's version is over: hers is what stands.
    expect(resolve(room, 'anna', 'mine').ok).toBe(true);
    expect(room.view.location).toBe('Osaka');
    expect(conflicts(room, true)).toEqual([]);
  });

  it('[O32] nobody gives up unseen what was written since', () => {
    const room = race('/location', 'Nara', 'Kobe');
    const seen = room.version;
    room.send('chloe', [replace('/location', 'Osaka')]);
    const since = room.version;
    for (const [choice, value] of [
      ['mine', null],
      ['merged', 'Nara, Kobe'],
    ] as const) {
      expect(resolve(room, 'ben', choice, { value, winnerVersion: seen })).toMatchObject({
        ok: false,
        refusal: { code: 'conflict-outdated' },
      });
    }
    expect(room.view.location).toBe('Osaka');
    expect(resolve(room, 'ben', 'mine', { winnerVersion: since }).ok).toBe(true);
    expect(room.view.location).toBe('Nara');
  });

  it('[O30] two operations on one register: the later one stands, and both are on record', () => {
    const room = race('/location', 'Nara', 'Kobe');
    expect(room.view.location).toBe('Kobe');
    expect(conflicts(room)).toMatchObject([
      {
        type: 'update_update',
        path: '/location',
        document_id: 'trip',
        base: 'Kyoto',
        winner: { by: { id: 'anna', name: 'ANNA' }, value: 'Kobe' },
        loser: { by: { id: 'ben', name: 'BEN' }, value: 'Nara' },
        versions: { base: 1, loser: 2, winner: 3 },
        method: null,
      },
    ]);
  });

  it.each<[string, (value: unknown) => unknown[]]>([
    ['by itself', (value) => [replace('/location', value)]],
    ['among others', (value) => [replace('/location', value), replace('/color', '#112233')]],
    ['by its removal', (value) => [value === null ? { op: 'remove', path: '/location' } : replace('/location', value)]],
  ])('[O30] a value and none, %s: the later one stands, and both are on record', (_, operations) => {
    for (const [bens, annas] of [
      ['Nara', null],
      [null, 'Kobe'],
    ]) {
      const room = meeting();
      const { version } = room;
      room.send('ben', [replace('/location', bens)], { version });
      expect(room.send('anna', operations(annas), { version }).effect).toBe(true);
      expect(room.view.location).toBe(annas);
      expect(conflicts(room)).toMatchObject([
        {
          type: 'update_update',
          path: '/location',
          base: 'Kyoto',
          winner: { by: { id: 'anna' }, value: annas },
          loser: { by: { id: 'ben' }, value: bens },
          versions: { base: 1, loser: 2, winner: 3 },
        },
      ]);
      expect(resolve(room, 'ben', 'mine').ok).toBe(true);
      expect(room.view.location).toBe(bens);
    }
  });

  it('[O30] a value and none of an element, also when the log has to tell what was before', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/attendees/@u1/name', 'Uma')], { version });
    room.harness.crash();
    room.send('anna', [replace('/attendees/@u1/name', null)], { version });
    room.send('chloe', [replace('/attendees/@u1/name', null)], { version });
    expect(room.view.attendees[0]?.name).toBeNull();
    expect(conflicts(room)).toMatchObject([
      { path: '/attendees/@u1/name', base: 'U1', winner: { by: { id: 'anna' }, value: null }, loser: { value: 'Uma' } },
    ]);
  });

  it('[O30] a value stands against none where others would break a rule without it', () => {
    const room = meeting();
    room.send('owner', [replace('/all_day', false)]);
    const { version } = room;
    room.send('ben', [replace('/all_day', true), replace('/start_time', '2027-01-05')], { version });
    room.send('anna', [replace('/all_day', null), replace('/color', '#112233')], { version });
    expect(room.view).toMatchObject({ all_day: true, start_time: '2027-01-05', color: '#112233' });
    room.send('anna', [replace('/start_time', null), replace('/color', '#445566')], { version });
    expect(room.view).toMatchObject({ all_day: true, start_time: '2027-01-05' });
    expect(conflicts(room)).toEqual([]);
    room.send('ben', [replace('/start_time', '2027-01-06')]);
    room.send('chloe', [replace('/start_time', null)], { version: room.version - 1 });
    expect(room.view).toMatchObject({ all_day: true, start_time: null });
    expect(conflicts(room)).toMatchObject([{ path: '/start_time', winner: { value: null }, loser: { value: '2027-01-06' } }]);
  });

  it('[O30] two offline edits in Yjs, and one of each', () => {
    const room = meeting();
    const [ben, chloe] = [room.join('ben'), room.join('chloe')];
    ben.doc.getMap('details').set('location', 'Nara');
    chloe.doc.getMap('details').set('location', 'Kobe');
    const { version } = room;
    ben.settle();
    room.harness.advance(100);
    chloe.settle();
    room.harness.advance(100);
    room.send('anna', [replace('/location', 'Osaka')], { version });
    expect(conflicts(room)).toMatchObject([
      { base: 'Kyoto', winner: { by: { id: 'anna' }, value: 'Osaka' }, loser: { by: { id: 'chloe' }, value: 'Kobe' } },
      {
        base: 'Kyoto',
        // What won over it is over, too (O32).
        winner: { by: { id: 'anna' }, value: 'Osaka' },
        loser: { by: { id: 'ben' }, value: 'Nara' },
        versions: { base: 1, loser: 2, winner: 4 },
      },
    ]);
  });

  it('[O30] whoever knew the other value, or wrote the same, is at odds with nobody', () => {
    const room = race('/location', 'Nara', 'Nara');
    room.send('ben', [replace('/location', 'Kobe')]);
    room.send('anna', [replace('/location', 'Osaka')], { version: room.version });
    const editor = room.join('chloe');
    for (const place of ['A', 'B', 'C']) editor.doc.getMap('details').set('location', place);
    editor.settle();
    const { version } = room;
    room.send('ben', [replace('/color', '#112233')], { version });
    room.send('anna', [replace('/location', 'Uji')], { version });
    expect(conflicts(room)).toEqual([]);
  });

  it('[O23] of two new titles one stands, and nothing is mixed', () => {
    const room = race('/title', 'Osaka weekend', 'A week in Nara');
    expect(room.view.title).toBe('A week in Nara');
    expect(conflicts(room)).toMatchObject([
      { path: '/title', base: 'Kyoto trip', winner: { value: 'A week in Nara' }, loser: { value: 'Osaka weekend' } },
    ]);
  });

  it('[O23] of two first descriptions too, with their formats', () => {
    const bold = [{ insert: 'Bring a hat', attributes: { bold: true } }];
    const room = race('/description', 'Pack light', bold);
    expect(room.view.description).toEqual(bold);
    expect(conflicts(room)).toMatchObject([{ path: '/description', loser: { value: [{ insert: 'Pack light' }] } }]);
  });

  it('[O23] a new title and an edit of the old one merge', () => {
    const room = race('/title', 'Kyoto trip 2027', 'Osaka');
    expect(room.view.title).toContain('Osaka');
    expect(conflicts(room)).toEqual([]);
  });

  it('[O23] a new text of an operation takes nothing away from who is typing', () => {
    const room = meeting();
    const editor = room.join('chloe');
    const { version } = room;
    editor.doc.getText('title').delete(0, 10);
    editor.doc.getText('title').insert(0, 'Typed by hand');
    editor.settle();
    room.harness.advance(100);
    room.send('anna', [replace('/title', 'Osaka')], { version });
    expect(room.view.title).toContain('Typed by hand');
    expect(room.view.title).toContain('Osaka');
  });

  it('[O31] an update of an element that somebody has removed is kept, and can be restored', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [{ op: 'remove', path: '/attendees/@u2' }], { version });
    room.send('anna', [replace('/attendees/@u2/name', 'Uma'), replace('/attendees/@u2/response_status', 'ACCEPTED')], {
      version,
    });
    expect(conflicts(room)).toMatchObject([
      {
        type: 'delete_update',
        path: '/attendees/@u2',
        base: attendee('u2'),
        winner: { by: { id: 'ben' }, value: null },
        loser: { by: { id: 'anna' }, value: { ...attendee('u2', 'ACCEPTED'), name: 'Uma' } },
      },
    ]);
    expect(resolve(room, 'anna', 'mine').ok).toBe(true);
    expect(room.view.attendees).toEqual([attendee('u1'), { ...attendee('u2', 'ACCEPTED'), name: 'Uma' }]);
  });

  it.each([
    ['anna', 'theirs', 'Nara'],
    ['ben', 'mine', 'Nara'],
  ] as const)('[X4] %s, who has the place locked, resolves one with the token: %s', (holder, choice, value) => {
    const room = race('/location', 'Nara', 'Kobe');
    const { locks, conflicts: calls } = room.harness.service;
    const taken = locks.take(person(holder), '');
    const token = taken.ok ? taken.value.token : 0;
    const id = conflicts(room)[0]?.conflict_id ?? '';
    const resolved = (...tokens: number[]) =>
      calls.resolve(person(holder), id, { choice, value: null, winnerVersion: null }, tokens);
    expect(resolved()).toMatchObject({ ok: false, refusal: { code: 'locked' } });
    expect(resolved(token + 1)).toMatchObject({ ok: false, refusal: { code: 'lock-over' } });
    expect(conflicts(room, true)).toHaveLength(1);
    expect(resolved(token).ok).toBe(true);
    expect(room.view.location).toBe(value);
    expect(conflicts(room, true)).toEqual([]);
  });

  it('[O31] a delete beats the update that it did not know of', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/attendees/@u2/name', 'Uma')], { version });
    room.send('anna', [{ op: 'remove', path: '/attendees/1' }], { version });
    expect(room.view.attendees).toEqual([attendee('u1')]);
    expect(conflicts(room)).toMatchObject([
      {
        type: 'delete_update',
        winner: { by: { id: 'anna' }, value: null },
        loser: { by: { id: 'ben' }, value: { name: 'Uma' } },
      },
    ]);
  });

  it('[O31] what somebody wrote offline into an element that is gone can be restored', () => {
    const room = meeting();
    room.send('owner', [{ op: 'add', path: '/attachments/-', value: { id: 'f', title: 'Map' } }]);
    const editor = room.join('chloe');
    const file = editor.doc.getArray<Y.Map<unknown>>('attachments').get(0);
    (file.get('title') as Y.Text).insert(3, ' of Kyoto');
    file.set('url', 'https://example.com/map.pdf');
    room.send('ben', [replace('/title', 'Kyoto'), { op: 'remove', path: '/attachments/@f' }]);
    room.send('ben', [replace('/location', 'Nara')]);
    editor.reconnect();
    editor.settle();
    room.harness.advance(100);
    expect(room.view.attachments).toEqual([]);
    expect(conflicts(room)).toMatchObject([
      {
        type: 'delete_update',
        path: '/attachments/@f',
        base: { id: 'f', title: 'Map', url: null },
        winner: { by: { id: 'ben' }, value: null },
        loser: { by: { id: 'chloe' }, value: { id: 'f', title: 'Map of Kyoto', url: 'https://example.com/map.pdf' } },
      },
    ]);
    expect(resolve(room, 'chloe', 'mine').ok).toBe(true);
    expect(room.view.attachments).toEqual([{ id: 'f', title: 'Map of Kyoto', url: 'https://example.com/map.pdf' }]);
  });

  /** Chloe goes on typing into two files; Ben has removed both, and she has not heard of it. */
  function typingIntoWhatIsGone() {
    const room = meeting();
    room.send('owner', [
      { op: 'add', path: '/attachments/-', value: { id: 'f', title: 'Map' } },
      { op: 'add', path: '/attachments/-', value: { id: 'g', title: 'List' } },
    ]);
    const editor = room.join('chloe');
    const titles = editor.doc.getArray<Y.Map<unknown>>('attachments').map((file) => file.get('title') as Y.Text);
    room.send('ben', [{ op: 'remove', path: '/attachments/@f' }]);
    room.send('ben', [{ op: 'remove', path: '/attachments/@g' }]);
    const type = (words: string, afterMs: number, file = 0) => {
      for (const letter of words) {
        titles[file]?.insert(titles[file].length, letter);
        // Elsewhere, where it is not lost, and between two letters.
        editor.doc.getText('title').insert(0, '.');
        editor.sendUpdates();
        room.harness.advance(afterMs);
      }
    };
    const lost = () => conflicts(room).map(({ path, loser }) => [path, (loser.value as { title: string }).title]);
    return { room, editor, type, lost };
  }

  it.each([20, 300, 2_000])('[O31] has the final words, letter by letter, %i ms apart', (afterMs) => {
    const { room, editor, type, lost } = typingIntoWhatIsGone();
    type(' of Kyoto', afterMs);
    expect(lost()).toEqual([['/attachments/@f', 'Map of Kyoto']]);
    type('!', afterMs, 1);
    room.harness.advance(2_000);
    expect(lost()).toEqual([
      ['/attachments/@g', 'List!'],
      ['/attachments/@f', 'Map of Kyoto'],
    ]);
    editor.settle();
    const [, map] = conflicts(room);
    const choice = { choice: 'mine', value: null, winnerVersion: null } as const;
    expect(room.harness.service.conflicts.resolve(person('chloe'), map?.conflict_id ?? '', choice).ok).toBe(true);
    expect(room.view.attachments).toMatchObject([{ id: 'f', title: 'Map of Kyoto' }]);
  });

  it('[O31] has the words of the moment before a crash', () => {
    const { room, type, lost } = typingIntoWhatIsGone();
    type(' of Kyoto', 20);
    room.harness.crash();
    expect(lost()).toEqual([['/attachments/@f', 'Map of Kyoto']]);
    expect(JSON.stringify(conflicts(room))).not.toContain('orphan');
  });

  it.each<[string, ConflictChoice['choice'], unknown, string]>([
    ['ben', 'mine', null, 'Nara'],
    ['ben', 'theirs', null, 'Kobe'],
    ['anna', 'mine', null, 'Kobe'],
    ['anna', 'theirs', null, 'Nara'],
    ['owner', 'mine', null, 'Kobe'],
    ['owner', 'theirs', null, 'Nara'],
    ['ben', 'merged', 'Nara & Kobe', 'Nara & Kobe'],
  ])('[O32] %s chooses %s', (by, choice, value, expected) => {
    const room = race('/location', 'Nara', 'Kobe');
    const resolved = resolve(room, by, choice, { value });
    expect(resolved).toMatchObject({ ok: true, value: { method: choice, resolved_by: by } });
    expect(room.view.location).toBe(expected);
    expect(conflicts(room, true)).toEqual([]);
    expect(conflicts(room)).toMatchObject([{ method: choice, resolved_by: by }]);
    expect(resolve(room, by, choice, { value })).toMatchObject({ ok: false, refusal: { code: 'already-resolved' } });
  });

  it('[O32] is for the two authors and for owners, and its value is checked', () => {
    const room = race('/location', 'Nara', 'Kobe');
    expect(resolve(room, 'chloe', 'mine')).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
    expect(resolve(room, 'stranger', 'mine')).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
    expect(resolve(room, 'ben', 'merged', { value: 7 })).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    expect(conflicts(room, true)).toHaveLength(1);
    const unknown = room.harness.service.conflicts.resolve(person('ben'), 'nothing', {
      choice: 'mine',
      value: null,
      winnerVersion: null,
    });
    expect(unknown).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  });

  it('[O33] are kept over a restart, for a while', () => {
    const room = race('/location', 'Nara', 'Kobe');
    room.harness.crash();
    expect(conflicts(room)).toHaveLength(1);
    room.harness.nowMs += operationLimits.keepConflictsMs + 1;
    expect(conflicts(room)).toEqual([]);
  });

  it('[W4] a conflict of a write that could not be stored is none', () => {
    const room = meeting();
    const { version } = room;
    room.send('ben', [replace('/location', 'Nara')], { version });
    room.harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    expect(room.refused('anna', [replace('/location', 'Kobe')], { version, id: 'm1' }).code).toBe('unavailable');
    room.harness.storage.beforeCommit = () => {};
    expect(conflicts(room)).toEqual([]);
    expect(room.view.location).toBe('Nara');
    expect(room.send('anna', [replace('/location', 'Kobe')], { version, id: 'm1' }).effect).toBe(true);
    expect(conflicts(room)).toHaveLength(1);
  });
});
