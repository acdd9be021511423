import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';
import type { Replicas } from './replicas';
import { encodeDeletes } from './state-summary';
import type { DocumentStorage } from './storage';
import type { Writer } from './writer';

/** Compaction begins when the frames of the edit that made it due have gone out. Lost with a crash, it is due at the next edit. */
const delayMs = 10;

/** Keeps the tail of the log short. */
export class Compactor {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'timers' | 'nowMs' | 'report'>,
    private readonly state: DocumentState,
    private readonly replicas: Replicas,
    private readonly writer: Pick<Writer, 'flush'>,
  ) {}

  /** Rows were stored. */
  edited(): void {
    if (this.#isDue()) this.ports.timers.soon('compaction', delayMs);
  }

  /** A checkpoint is a convenience: when it cannot be written, the rows are still there, and the next edit tries again. */
  ring(): void {
    try {
      this.writer.flush();
      if (!this.#isDue()) return;
      compact(this.ports.storage, this.state.live().doc);
      this.replicas.forgetUnused(this.ports.nowMs());
    } catch (error) {
      this.ports.report('compaction failed', error);
    }
  }

  /** Whether the tail has grown enough for a new checkpoint. */
  #isDue(): boolean {
    const { rows, bytes } = this.ports.storage.log.tailSize();
    return rows >= limits.compactAfterRows || bytes >= limits.compactAfterBytes;
  }
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
