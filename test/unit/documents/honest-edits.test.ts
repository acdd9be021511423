import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room } from './room';

interface Step {
  readonly who: number;
  readonly what: number;
  readonly at: number;
  readonly sends: boolean;
  readonly receives: boolean;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    who: fc.nat({ max: 2 }),
    what: fc.nat({ max: 17 }),
    at: fc.nat({ max: 40 }),
    sends: fc.boolean(),
    receives: fc.boolean(),
  }),
  { minLength: 5, maxLength: 50 },
);

/** One edit as an app makes it: text, formats, cards, registers. */
function edit({ doc }: TestClient, what: number, at: number): void {
  const text = doc.getText(at % 2 === 0 ? 'notes' : 'title');
  const notes = doc.getText('notes');
  const list = doc.getArray<Y.Map<unknown>>('itinerary');
  const card = list.length > 0 ? list.get(at % list.length) : null;
  const title = card?.get('title');
  if (what === 3 && text.length > 1) text.delete(at % (text.length - 1), 2);
  else if (what === 4 && notes.length > 1) notes.format(at % (notes.length - 1), 1, { bold: at % 3 === 0 ? null : true });
  else if (what === 5) {
    const content: [string, unknown][] = [['title', new Y.Text('Temple')]];
    list.insert(at % (list.length + 1), [new Y.Map<unknown>([['id', crypto.randomUUID()], ...content])]);
  } else if (what === 6 && card !== null) list.delete(at % list.length, 1);
  else if (what === 7 && title instanceof Y.Text) title.insert(at % (title.length + 1), 'xy');
  else if (what === 8 && card !== null) card.set('cost', at);
  else if (what === 9) doc.getMap('details').set('destination', `Place ${at}`);
  else text.insert(at % (text.length + 1), 'ab');
}

function undoManager({ doc }: TestClient): Y.UndoManager {
  const scope = [doc.getText('title'), doc.getText('notes'), doc.getArray('itinerary'), doc.getMap('details')];
  return new Y.UndoManager(scope, { captureTimeout: 0 });
}

describe('honest edits', () => {
  it('[S4][S5] whatever three people write, undo and redo, at any delay, is taken, and nobody is closed', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const room = new Room();
        const clients = ['anna', 'ben', 'chloe'].map((id) => room.join(id));
        const managers = clients.map(undoManager);
        for (const { who, what, at, sends, receives } of script) {
          const client = clients[who] as TestClient;
          if (what >= 14) managers[who]?.undo();
          else if (what >= 10) managers[who]?.redo();
          else edit(client, what, at);
          if (sends) client.sendUpdates();
          if (receives) client.receive();
          room.harness.advance(200);
        }
        expectSameEverywhere(room);
        expect(room.harness.reports.map(({ error }) => String(error))).toEqual([]);
        expect([...room.harness.closed]).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
