import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../../../src/documents/storage';
import { attendee, EventRoom, replace } from './event-room';

/** Rows and checkpoints that were read from the log since the last call. */
function countReads(room: EventRoom): () => number {
  const { log } = room.harness.storage;
  const { rows, checkpoint } = log;
  let reads = 0;
  log.rows = (after, upTo): LogRow[] => {
    const found = rows(after, upTo);
    reads += found.length;
    return found;
  };
  log.checkpoint = (atMost) => {
    reads++;
    return checkpoint(atMost);
  };
  return () => {
    const counted = reads;
    reads = 0;
    return counted;
  };
}

const people = ['anna', 'ben', 'chloe'];
const round = 60;

/** What everybody writes while nobody hears of the others for `behind` versions; each writes on before they are answered. */
function write(room: EventRoom, behind: number, from: number): void {
  for (let index = from; index < from + round; index++) {
    const version = Math.max(1, room.version - behind);
    const operations =
      index % 2 === 0
        ? [replace('/location', `Room ${index}`)]
        : [
            replace(`/attendees/@u${index % 5}/name`, `U ${index}`),
            replace('/visibility', index % 4 === 1 ? 'private' : 'public'),
          ];
    room.send(people[index % people.length] as string, operations, { version });
  }
}

function meeting(): EventRoom {
  const room = new EventRoom();
  room.send('owner', [
    replace(
      '/attendees',
      ['u0', 'u1', 'u2', 'u3', 'u4'].map((id) => attendee(id)),
    ),
  ]);
  return room;
}

describe('operations of who is late', () => {
  it('[O21] are served without reading the log anew for each, however late they are', () => {
    const room = meeting();
    for (let index = 0; index < 20; index++) write(room, 0, index * round);
    const reads = countReads(room);
    for (const behind of [40, 300, 900]) {
      write(room, behind, 10_000 * behind);
      reads();
      write(room, behind, 20_000 * behind);
      expect(reads(), `${behind} versions behind`).toBeLessThan(round);
    }
  });

  it('[O21] are done to what their authors knew, also when these are differently late', () => {
    const room = meeting();
    for (let index = 0; index < 5; index++) write(room, 0, 100 + index * round);
    const { version } = room;
    room.send('owner', [replace('/title', 'Kyoto')]);
    room.send('anna', [replace('/title', 'Kyoto!')]);
    for (const behind of [100, 5, 250, 30]) {
      // Two values at once are not carried to the head.
      const operations = [replace('/location', `${behind} behind`), replace('/visibility', 'private')];
      room.send('ben', operations, { version: version - behind, session: `ben ${behind}` });
      expect(room.view.location).toBe(`${behind} behind`);
      expect(room.view.title).toBe('Kyoto!');
    }
    const told = room.harness.storage.conflicts.all().map(({ body }) => JSON.parse(body));
    const lost = (value: string): unknown => told.find(({ winner }) => winner.value === value)?.loser.value;
    expect([lost('5 behind'), lost('250 behind'), lost('30 behind')]).toEqual(['100 behind', '5 behind', '250 behind']);
  });

  it('[O22] on one register or one text need no document of its own, whatever others did to it meanwhile', () => {
    const room = meeting();
    room.send('owner', [replace('/title', 'Lunch in Kyoto'), replace('/location', 'Kyoto')]);
    const { version } = room;
    for (let index = 0; index < 5; index++) write(room, 0, index * round);
    room.send('anna', [replace('/title', 'Late lunch in Kyoto')]);
    const reads = countReads(room);
    const late = { version, session: 'late' };
    const wrote = room.send('ben', [replace('/attendees/@u1/response_status', 'ACCEPTED'), replace('/color', '#123456')], late);
    expect(wrote.effect).toBe(true);
    room.send('ben', [replace('/location', 'Nara')], late);
    const { operations } = room.send('ben', [replace('/title', 'Lunch in Kyoto, at last')], late);
    expect(operations).toEqual([{ op: 'text', path: '/title', edits: [{ at: 19, remove: 0, insert: ', at last' }] }]);
    expect(reads()).toBe(0);
    expect(room.view).toMatchObject({ title: 'Late lunch in Kyoto, at last', location: 'Nara' });
    const [conflict] = room.harness.storage.conflicts.all().map(({ body }) => JSON.parse(body));
    expect(conflict).toMatchObject({
      type: 'update_update',
      path: '/location',
      base: 'Kyoto',
      winner: { by: { id: 'ben' }, value: 'Nara' },
      loser: { value: `Room ${5 * round - 2}` },
    });
  });
});
