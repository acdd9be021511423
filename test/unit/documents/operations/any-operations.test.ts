import { describe, expect, it } from 'vitest';
import { validateContent } from '../../../../src/documents/content-validation';
import { eventSchema } from '../../../../src/documents/event';
import type { DocumentSchema } from '../../../../src/documents/schema';
import { tripSchema } from '../../../../src/documents/trip';
import { contentOf } from '../../../../src/documents/view';
import { EngineHarness, person, seededRandom } from '../../../support/engine-harness';
import { EventRoom, replace } from './event-room';

const values: readonly unknown[] = [
  ...[null, true, 0, -1.5, '', 'x', 'cancelled', 'ACCEPTED', '2026-11-09', '2026-11-09T10:00:00Z', 'FREQ=DAILY'],
  ...[[], {}, [1, 'a', null], { a: 1 }, { id: 'one' }, { user_id: 'one' }, [{ user_id: 'two' }], { id: 'one', title: 'x' }],
  ...[[{ insert: 'x' }], { insert: 'x' }, { title: 'x', start_time: '2026-11-09T11:00:00Z' }],
];
const places = ['0', '1', '01', '-', '@one', '@two', '@', 'JPY', 'length', 'toString', '', '2026-11-09T10:00:00Z'];
const keys = ['name', 'user_id', 'id', 'title', 'insert', 'start_time', 'day', 'order', 'minutes_before', '0', '-'];
const names = ['add', 'add', 'replace', 'replace', 'remove', 'move', 'copy', 'test'];

/** Operations that nobody would make, one after the other, each against a version of a moment ago. */
function sendAnything(schema: DocumentSchema, seed: number): void {
  const random = seededRandom(seed);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const path = (): string => {
    const tokens = [pick(Object.keys(schema.fields)), pick(places), pick(keys)];
    return `/${tokens.slice(0, 1 + Math.floor(random() * 3)).join('/')}`;
  };
  const operation = (): unknown => ({ op: pick(names), path: path(), from: path(), value: pick(values) });
  const harness = new EngineHarness({ schema, members: { anna: 'editor', ben: 'editor' } });
  const { operations, state } = harness.engine;
  for (let sent = 0; sent < 60; sent++) {
    const batch = Array.from({ length: 1 + Math.floor(random() * 3) }, operation);
    const version = Math.max(0, state.version() - Math.floor(random() * 5));
    const by = pick(['anna', 'ben']);
    operations.apply({ author: person(by), session: by, version, operations: batch, id: null });
    expect(validateContent(schema, contentOf(state.live().doc, schema)), `seed ${seed}: ${JSON.stringify(batch)}`).toEqual([]);
  }
}

describe('operations, whatever they are,', () => {
  it.each([eventSchema, tripSchema])('[O12] are done or refused, and leave what may be in a document: $kind', (schema) => {
    for (let seed = 1; seed <= 250; seed++) sendAnything(schema, seed);
  });

  it.each([
    { op: 'remove', path: '/title' },
    replace('/title', null),
    { op: 'remove', path: '/description' },
    replace('/tags', null),
    { op: 'remove', path: '/attachments/@map/title' },
    replace('/attachments/@map/title', null),
  ])('[O22] may unset a text that others are writing: %j', (operation) => {
    const room = new EventRoom();
    const attachments = [{ id: 'map', url: null, title: 'Map' }];
    room.send('ben', [replace('/title', 'Plan'), replace('/description', 'Words'), replace('/attachments', attachments)]);
    const { version } = room;
    room.send('ben', [replace('/title', 'Plan B'), replace('/description', 'Words!'), replace('/tags', ['late'])]);
    room.send('ben', [replace('/attachments/@map/title', 'Map 2')]);
    room.send('anna', [operation], { version });
    expect(room.view).toMatchObject({ tags: ['late'] });
  });

  it('[O20] name elements by their ids in a list that is none any more', () => {
    const room = new EventRoom();
    const operations = [replace('/reminders', [1, null]), { op: 'remove', path: '/reminders/@one' }];
    expect(room.refused('anna', operations)).toMatchObject({ code: 'patch-failed', extensions: { index: 1 } });
  });
});
