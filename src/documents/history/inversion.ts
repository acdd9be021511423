import * as Y from 'yjs';
import { registersOf, type SharedType } from '../layout';
import { type DocumentSchema, isCollection } from '../schema';
import type { Change } from './changes';

/** What somebody can undo and redo, the next one last. */
export interface Steps {
  undo: Change[];
  redo: Change[];
}

export type StepKind = 'undo' | 'redo';

/**
 * Takes the last step of a document back, or does it again, as an undo manager would that had been there all the time. What
 * others wrote since stays. Steps that have no effect any more are passed over.
 * @param doc without garbage collection: what was deleted is still there.
 * @returns whether something was done.
 */
export function takeStep(doc: Y.Doc, schema: DocumentSchema, steps: Steps, kind: StepKind): boolean {
  // It never captures by itself: the log says what the steps were.
  const manager = new Y.UndoManager(undoableTypes(doc, schema), { trackedOrigins: new Set(), captureTimeout: 0 });
  try {
    manager.undoStack = [...steps.undo];
    manager.redoStack = [...steps.redo];
    const done = kind === 'undo' ? manager.undo() : manager.redo();
    steps.undo = manager.undoStack;
    steps.redo = manager.redoStack;
    return done !== null;
  } finally {
    manager.destroy();
  }
}

/** All roots but those of sets that only grow: what is in them stays. */
function undoableTypes(doc: Y.Doc, schema: DocumentSchema): SharedType[] {
  const types: SharedType[] = [registersOf(doc, schema)];
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind === 'text') types.push(doc.getText(name));
    else if (isCollection(field)) types.push(doc.getArray(name));
    else if (field.kind === 'map' || field.kind === 'json') types.push(doc.getMap(name));
  }
  return types;
}
