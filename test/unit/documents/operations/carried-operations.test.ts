import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeContent } from '../../../../src/documents/content-write';
import { type EventView, eventSchema } from '../../../../src/documents/event';
import { documentAt } from '../../../../src/documents/history/document-at';
import { applyJsonPatch } from '../../../../src/documents/json-patch';
import { carryOperations } from '../../../../src/documents/operations/carried-operations';
import { contentOf } from '../../../../src/documents/view';
import type { Operation } from '../../../../src/protocol/operations';
import { rollOperations } from '../../../fuzz/operation-dice';
import { Dice } from '../../../fuzz/random-edits';
import { seededRandom } from '../../../support/engine-harness';
import { EventRoom } from './event-room';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What becomes of operations that are done to the document at their version and merged from there; null: they cannot be done. */
function mergedFromFork(room: EventRoom, operations: readonly Operation[], version: number): unknown {
  const { log } = room.harness.storage;
  const fork = documentAt(eventSchema, log, version);
  const before = contentOf(fork, eventSchema);
  const patched = applyJsonPatch(eventSchema, before, operations);
  if (!patched.ok) return null;
  const updates: Uint8Array[] = [];
  fork.on('update', (update: Uint8Array) => void updates.push(update));
  const chance = { random: () => 0.5, newId: () => 'new' };
  fork.transact(() => void writeContent(fork, eventSchema, before, patched.value.content, chance));
  const head = documentAt(eventSchema, log, log.head());
  for (const update of updates) Y.applyUpdate(head, update);
  return plain(contentOf(head, eventSchema));
}

describe('operations that need no fork', () => {
  it('[O21] lead to the same as those that are done to one', () => {
    let carried = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const dice = new Dice(seededRandom(seed));
      const room = new EventRoom();
      for (let step = 0; step < 25; step++) {
        const version = Math.max(0, room.version - dice.below(4));
        const then = contentOf(documentAt(eventSchema, room.harness.storage.log, version), eventSchema);
        const operations = rollOperations(then as unknown as EventView, dice);
        const touched = room.harness.storage.log.rows(version, room.version).flatMap((row) => row.touched);
        const isCarried = touched.length > 0 && carryOperations(eventSchema, then, operations, new Set(touched)) !== null;
        const expected = isCarried ? mergedFromFork(room, operations, version) : null;
        const applied = room.try(dice.pick(['anna', 'ben']), operations, { version, session: `${seed} ${step}` });
        if (expected === null || !applied.ok) continue;
        carried++;
        expect(plain(contentOf(room.harness.engine.state.live().doc, eventSchema))).toEqual(expected);
      }
    }
    expect(carried).toBeGreaterThan(30);
  });

  it('[O21] are those on one key of free JSON while others wrote another key, and not what takes all keys away', () => {
    const room = new EventRoom();
    const before = contentOf(room.harness.engine.state.live().doc, eventSchema);
    room.send('anna', [{ op: 'add', path: '/extensions/a', value: { x: 1 } }]);
    const touched = new Set(room.harness.storage.log.rows(room.version - 1, room.version).flatMap((row) => row.touched));
    const add = (path: string, value: unknown): Operation => ({ op: 'add', path, value });
    expect(carryOperations(eventSchema, before, [add('/extensions/b', 2)], touched)).toEqual([add('/extensions/b', 2)]);
    expect(carryOperations(eventSchema, before, [add('/extensions/a/y', 2)], touched)).toBeNull();
    expect(carryOperations(eventSchema, before, [add('/extensions', { b: 2 })], touched)).toBeNull();
  });
});
