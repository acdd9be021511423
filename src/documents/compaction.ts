import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';
import type { Replicas } from './replicas';
import type { Sessions } from './sessions';
import { encodeDeletes } from './state-summary';
import type { DocumentStorage } from './storage';
import type { Writer } from './writer';

/** Compaction begins when the frames of the edit that made it due have gone out. Lost with a crash, it is due at the next edit, or leave. */
const delayMs = 10;

/** Keeps the tail of the log short. */
export class Compactor {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'timers' | 'nowMs' | 'report'>,
    private readonly state: DocumentState,
    private readonly replicas: Replicas,
    private readonly writer: Pick<Writer, 'flush'>,
    private readonly sessions: Pick<Sessions, 'isEmpty'>,
  ) {}

  /** Rows were stored. */
  edited(): void {
    if (this.#isDue(limits.compactAfterRows)) this.ports.timers.soon('compaction', delayMs);
  }

  /** A connection is gone. */
  left(): void {
    if (this.#isDue(this.#mostRows())) this.ports.timers.soon('compaction', delayMs);
  }

  /** A checkpoint is a convenience: when it cannot be written, the rows are still there, and the next edit, or leave, tries again. */
  ring(): void {
    try {
      this.writer.flush();
      if (!this.#isDue(this.#mostRows())) return;
      compact(this.ports.storage, this.state.live().doc);
      this.replicas.forgetUnused(this.ports.nowMs());
    } catch (error) {
      this.ports.report('compaction failed', error);
    }
  }

  /** Whether the tail has grown enough for a new checkpoint. */
  #isDue(mostRows: number): boolean {
    const { rows, bytes } = this.ports.storage.log.tailSize();
    return rows >= mostRows || bytes >= limits.compactAfterBytes;
  }

  #mostRows(): number {
    return this.sessions.isEmpty ? limits.compactWhenLeftAfterRows : limits.compactAfterRows;
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
