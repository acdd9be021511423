import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import { encodeDeletes } from './state-summary';
import type { DocumentStorage, LogStore } from './storage';

/** Whether the tail of the log has grown enough for a new checkpoint. */
export function compactionIsDue(log: Pick<LogStore, 'tailSize'>): boolean {
  const { rows, bytes } = log.tailSize();
  return rows >= limits.compactAfterRows || bytes >= limits.compactAfterBytes;
}

/** Writes the document, which must be at the head of the log, as a checkpoint and packs the rows behind the last one. */
export function compact(storage: Pick<DocumentStorage, 'transact' | 'log'>, doc: Y.Doc): void {
  storage.transact(() =>
    storage.log.compact({
      version: storage.log.head(),
      state: Y.encodeStateAsUpdate(doc),
      stateVector: Y.encodeStateVector(doc),
      deletes: encodeDeletes(doc),
    }),
  );
}
