import { beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../../support/engine-harness';
import { attendee, EventRoom, replace } from './event-room';

let room: EventRoom;

beforeEach(() => {
  room = new EventRoom();
  room.send('anna', [
    replace('/start_time', '2027-05-01T10:00:00Z'),
    replace('/end_time', '2027-05-01T11:00:00Z'),
    replace('/status', 'confirmed'),
    { op: 'add', path: '/attendees/-', value: attendee('ben') },
    { op: 'add', path: '/tags/-', value: 'work' },
    { op: 'add', path: '/tags/-', value: 'food' },
  ]);
});

const title = replace('/title', 'x');
const addsBad = { op: 'add', path: '/attendees/-', value: { ...attendee('chloe'), response_status: 'PERHAPS' } };

const cases: [string, readonly object[], { code: string; index: number }][] = [
  ['an end before the start', [title, replace('/end_time', '2027-05-01T09:00:00Z'), title], { code: 'invalid', index: 1 }],
  ['a zone that is none', [title, title, replace('/time_zone', 'Mars/Base')], { code: 'invalid', index: 2 }],
  ['a word taken from a set that grows', [{ op: 'remove', path: '/tags/0' }, title], { code: 'grow-only', index: 0 }],
  ['a step back of a status', [title, replace('/status', 'tentative'), title], { code: 'forbidden', index: 1 }],
  [
    'an attendee who is there twice',
    [title, { op: 'add', path: '/attendees/-', value: attendee('ben') }],
    { code: 'invalid', index: 1 },
  ],
  [
    'one of two that break a rule, the one that is told',
    [replace('/time_zone', 'Mars/Base'), title, replace('/color', 'no colour')],
    { code: 'invalid', index: 0 },
  ],
  [
    'what breaks a rule for good, not only until the next one',
    [replace('/start_time', '2027-05-01T12:00:00Z'), replace('/end_time', '2027-05-01T13:00:00Z'), replace('/time_zone', 'x')],
    { code: 'invalid', index: 2 },
  ],
  [
    'a step back in the midst of what breaks a rule for a moment',
    [
      replace('/start_time', '2027-05-01T12:00:00Z'),
      replace('/status', 'tentative'),
      replace('/end_time', '2027-05-01T13:00:00Z'),
    ],
    { code: 'forbidden', index: 1 },
  ],
  ['an element that others moved', [title, addsBad, { op: 'remove', path: '/attendees/@ben' }], { code: 'invalid', index: 1 }],
];

describe('operations that lead to what may not be', () => {
  it.each(cases)('[O12] name %s', (_, operations, { code, index }) => {
    expect(room.refused('ben', operations)).toMatchObject({ code, extensions: { index } });
  });

  it.each(cases)('[O12] name %s, for who is late too', (_, operations, { code, index }) => {
    const { version } = room;
    room.send('anna', [replace('/location', 'Room 1'), replace('/title', 'y'), replace('/color', '#112233')]);
    expect(room.refused('ben', operations, { version })).toMatchObject({ code, extensions: { index } });
  });

  it('[O12] are told so over HTTP, where a patch has operations', () => {
    const { service } = room.harness;
    const operations = [title, replace('/time_zone', 'Mars/Base')];
    const refused = { ok: false, refusal: { code: 'invalid', extensions: { index: 1, errors: [{ pointer: '/time_zone' }] } } };
    expect(service.patch(person('ben'), { kind: 'json-patch', operations }, '*')).toMatchObject(refused);
    const merged = service.patch(person('ben'), { kind: 'merge-patch', patch: { time_zone: 'Mars/Base' } }, '*');
    expect(merged).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    expect(merged.ok ? null : Object.keys(merged.refusal.extensions ?? {})).toEqual(['errors']);
  });

  it('[O12] are found among as many as there may be', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => replace('/location', `Room ${index}`));
    for (const index of [0, 1, 499, 500, 998, 999]) {
      const operations = many.with(index, replace('/time_zone', 'Mars/Base'));
      expect(room.refused('ben', operations)).toMatchObject({ code: 'invalid', extensions: { index } });
    }
  });
});
