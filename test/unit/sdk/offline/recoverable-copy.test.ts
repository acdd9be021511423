import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addTag } from '../../../../web/sdk/events';
import { type CopySource, takeCopy } from '../../../../web/sdk/offline/recoverable-copy';

/** The copy of what was edited since the server's state. */
function copyOfEdits(
  edit: (doc: Y.Doc) => void,
  change: Partial<CopySource> = {},
  before: (doc: Y.Doc) => void = () => undefined,
) {
  const server = new Y.Doc();
  before(server);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  edit(doc);
  const clients = new Set(doc.store.clients.keys());
  const copy = takeCopy(
    { clients, document: 't', title: 'Kyoto', reason: 'forbidden', edits: updates.length, updates, doc, ...change },
    7,
  );
  const whole = takeCopy({
    ...{ clients, document: 't', title: 'Kyoto', reason: 'forbidden', edits: 1, doc },
    updates: [Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))],
  });
  expect(whole.fragments, 'one update has the same words as many').toEqual(copy.fragments);
  return copy;
}

const notes = (doc: Y.Doc) => doc.getText('notes');

describe('a recoverable copy', () => {
  it('holds what it was taken of, and the whole document', () => {
    const copy = copyOfEdits((doc) => notes(doc).insert(0, 'mine'));
    expect(copy).toMatchObject({ document: 't', title: 'Kyoto', reason: 'forbidden', edits: 1, takenAtMs: 7 });
    const restored = new Y.Doc();
    Y.applyUpdate(restored, copy.update);
    expect(notes(restored).toString()).toBe('mine');
  });

  it('holds no words of others, when it is not known what the server has', () => {
    const doc = new Y.Doc();
    const other = new Y.Doc();
    notes(other).insert(0, 'theirs');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    notes(doc).insert(0, 'mine ');
    const about = { document: 't', title: 'Kyoto', reason: 'forbidden', edits: 1, doc } as const;
    const copy = takeCopy({ ...about, updates: [Y.encodeStateAsUpdate(doc)], clients: new Set([doc.clientID]) });
    expect(copy.fragments).toEqual(['mine ']);
  });

  it('has an id of its own', () => {
    const edit = (doc: Y.Doc) => notes(doc).insert(0, 'mine');
    expect(copyOfEdits(edit).id).not.toBe(copyOfEdits(edit).id);
  });

  it('has the same id when it is taken again of the same edits, after the program ended in the midst of it', () => {
    const first = new Y.Doc();
    notes(first).insert(0, 'mine');
    const clients = new Set([first.clientID]);
    const again = new Y.Doc();
    Y.applyUpdate(again, Y.encodeStateAsUpdate(first));
    notes(again).insert(4, ', and theirs');
    const about = { document: 't', title: 'Kyoto', reason: 'forbidden', edits: 1, updates: [], clients } as const;
    expect(takeCopy({ ...about, doc: again }).id).toBe(takeCopy({ ...about, doc: first }).id);
    notes(first).insert(4, ' and more');
    expect(takeCopy({ ...about, doc: again }).id).not.toBe(takeCopy({ ...about, doc: first }).id);
  });

  it('joins what was typed letter by letter', () => {
    const { fragments } = copyOfEdits((doc) => {
      for (const letter of '夜の祇園🏮') notes(doc).insert(notes(doc).length, letter);
    });
    expect(fragments).toEqual(['夜の祇園🏮']);
  });

  it('keeps words of different places apart', () => {
    const edit = (doc: Y.Doc) => {
      notes(doc).insert(0, 'front ');
      notes(doc).insert(notes(doc).length, ' back');
      doc.getText('title').insert(0, 'title');
    };
    const { fragments } = copyOfEdits(edit, {}, (doc) => notes(doc).insert(0, 'middle'));
    expect(fragments).toEqual(['front ', ' back', 'title']);
  });

  it('leaves out what its author deleted again, and what others wrote', () => {
    const edit = (doc: Y.Doc) => {
      notes(doc).insert(0, 'a mistake');
      notes(doc).delete(1, 'a mistake'.length - 2);
      doc.getText('title').insert(0, 'gone');
      doc.getText('title').delete(0, 4);
    };
    const { fragments } = copyOfEdits(edit, {}, (doc) => notes(doc).insert(0, ' theirs'));
    expect(fragments).toEqual(['ae']);
  });

  it('has string values that were written, not chosen, ids, other values or overwritten ones', () => {
    const { fragments } = copyOfEdits((doc) => {
      const details = doc.getMap<unknown>('details');
      details.set('destination', 'Osaka');
      details.set('destination', 'Kobe');
      details.set('cost', 5);
      const chosen = { id: 'e1', place: { day: 1, order: 'V' }, type: 'hotel', booking_status: 'pending' };
      doc.getArray('itinerary').push([new Y.Map(Object.entries({ ...chosen, time_slot: 'after lunch' }))]);
    });
    expect(fragments.toSorted()).toEqual(['Kobe', 'after lunch']);
  });

  it('has the tags that were put on an event', () => {
    const { fragments } = copyOfEdits((doc) => {
      addTag(doc, 'onsen');
      addTag(doc, '家族');
    });
    expect(fragments).toEqual(['onsen', '家族']);
  });

  it('has no words where there are none', () => {
    expect(copyOfEdits((doc) => notes(doc).insert(0, ' \n')).fragments).toEqual([]);
    expect(copyOfEdits(() => undefined).fragments).toEqual([]);
  });
});
