import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import * as Y from 'yjs';
import { tripRoots } from '../sdk';

/** Taking back one's own edits. */
export interface Undo {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Edits within this time are taken back together, in milliseconds. */
const oneStepMs = 1_000;

/** The shared types of a document, by name: `tripRoots`, `eventRoots`. */
// biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
export type DocumentRoots = Readonly<Record<string, (doc: Y.Doc) => Y.AbstractType<any>>>;

/**
 * Undo and redo of what this person did since the document was opened here, in any of its fields; what others wrote
 * meanwhile stays. Call it once per open document: each call remembers for itself.
 * @param roots which types count; those of a trip unless given. Must be stable.
 */
export function useUndo(doc: Y.Doc, roots: DocumentRoots = tripRoots): Undo {
  const [manager, setManager] = useState<Y.UndoManager | null>(null);
  useEffect(() => {
    const created = newUndoManager(doc, roots);
    setManager(created);
    return () => {
      setManager(null);
      created.destroy();
    };
  }, [doc, roots]);

  const subscribe = useCallback(
    (changed: () => void) => {
      if (manager === null) return () => undefined;
      for (const event of stackEvents) manager.on(event, changed);
      return () => {
        for (const event of stackEvents) manager.off(event, changed);
      };
    },
    [manager],
  );
  const canUndo = useSyncExternalStore(subscribe, () => manager?.canUndo() ?? false, nothingYet);
  const canRedo = useSyncExternalStore(subscribe, () => manager?.canRedo() ?? false, nothingYet);
  return useMemo(
    () => ({ canUndo, canRedo, undo: () => void manager?.undo(), redo: () => void manager?.redo() }),
    [manager, canUndo, canRedo],
  );
}

/** Rendered on a server nothing has been done yet. */
const nothingYet = () => false;

const stackEvents = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;

/**
 * An undo manager for everything in a document that was done in this window, whichever binding or button did it. What was
 * done in one place within a second is one step; who goes on in another field begins a new one.
 */
export function newUndoManager(doc: Y.Doc, roots: DocumentRoots = tripRoots): Y.UndoManager {
  const scope = Object.values(roots).map((root) => root(doc));
  let lastPlaces: ReadonlySet<unknown> = new Set();
  const manager = new Y.UndoManager(scope, {
    captureTimeout: oneStepMs,
    trackedOrigins: new EveryOrigin(),
    captureTransaction: ({ local, changed }) => {
      if (!local) return false;
      const places = new Set(changed.keys());
      if (![...places].some((place) => lastPlaces.has(place))) manager.stopCapturing();
      lastPlaces = places;
      return true;
    },
  });
  return manager;
}

/** Bindings each have an origin of their own. Whether an edit is this person's, the transaction itself tells. */
class EveryOrigin extends Set<unknown> {
  override has(): boolean {
    return true;
  }
}
