import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { undoKey } from '../../../web/react/undo-keys';
import { newUndoManager } from '../../../web/react/use-undo';
import { addItem, readItems, removeItem, setDetails, tripRoots } from '../../../web/sdk';

describe('the undo manager of a trip', () => {
  it('takes back own edits of any origin, and none that came from elsewhere', () => {
    const doc = new Y.Doc();
    const manager = newUndoManager(doc);
    const title = tripRoots.title(doc);
    doc.transact(() => title.insert(0, 'mine'), { binding: 'of an editor' });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    tripRoots.title(other).insert(0, 'theirs ');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'the server');
    expect(title.toString()).toBe('theirs mine');
    manager.undo();
    expect(title.toString()).toBe('theirs ');
    expect(manager.canUndo()).toBe(false);
    manager.redo();
    expect(title.toString()).toBe('theirs mine');
  });

  it('knows every part of a trip', () => {
    const doc = new Y.Doc();
    const manager = newUndoManager(doc);
    const edits: (() => unknown)[] = [
      () => tripRoots.title(doc).insert(0, 'x'),
      () => tripRoots.notes(doc).insert(0, 'x'),
      () => setDetails(doc, { destination: 'Kyoto' }),
      () => addItem(doc, { day: 1, title: 'Inn' }),
    ];
    for (const edit of edits) {
      const before = JSON.stringify(doc.toJSON());
      manager.stopCapturing();
      edit();
      expect(JSON.stringify(doc.toJSON())).not.toBe(before);
      manager.undo();
      expect(JSON.stringify(doc.toJSON())).toBe(before);
      manager.redo();
    }
  });

  it('takes back what was done in two fields in two steps, however fast', () => {
    const doc = new Y.Doc();
    const manager = newUndoManager(doc);
    tripRoots.title(doc).insert(0, 'Kyo');
    tripRoots.title(doc).insert(3, 'to');
    tripRoots.notes(doc).insert(0, 'ICOCA');
    manager.undo();
    expect([tripRoots.title(doc).toString(), tripRoots.notes(doc).toString()]).toEqual(['Kyoto', '']);
    manager.undo();
    expect(tripRoots.title(doc).toString()).toBe('');
  });

  it('brings a deleted item back under its id', () => {
    const doc = new Y.Doc();
    const id = addItem(doc, { day: 1, title: 'Inn' });
    const before = readItems(doc);
    const manager = newUndoManager(doc);
    removeItem(doc, id);
    manager.undo();
    expect(readItems(doc)).toEqual(before);
  });
});

describe('the keys of undo', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  it.each([
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'redo'],
    [{ key: 'z', metaKey: true }, 'undo'],
    [{ key: 'z', metaKey: true, shiftKey: true }, 'redo'],
    [{ key: 'y', ctrlKey: true }, 'redo'],
    [{ key: 'z' }, null],
    [{ key: 'y', metaKey: true }, null],
    [{ key: 'z', ctrlKey: true, altKey: true }, null],
    [{ key: 'z', ctrlKey: true, metaKey: true }, null],
    [{ key: 'a', ctrlKey: true }, null],
  ])('%j → %s', (pressed, meaning) => {
    expect(undoKey({ ...none, ...pressed })).toBe(meaning);
  });
});
