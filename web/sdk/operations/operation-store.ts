import type { SealedRecord } from '../offline/sealed-record';
import { faultOf, type StorageState } from '../offline/storage-state';
import type { KeptReplica } from './operation-replica';
import type { OperationConflict } from './operation-results';

/** A value that is kept on the device. */
export type DeviceRecord = Pick<SealedRecord, 'read' | 'update'>;

/** What is kept of a document on the device. */
export interface KeptDocument extends KeptReplica {
  /** What the server did not take, and nobody has decided yet. */
  readonly undecided: readonly OperationConflict[];
}

/** Keeps a document and what is pending in it on the device, encrypted. Several tabs share what is pending. */
export class OperationStore {
  readonly #record: DeviceRecord | null;
  readonly #current: () => KeptDocument | null;
  readonly #changed: (state: StorageState) => void;
  /** Ids of what this tab knows to be over: another tab may still keep it. */
  readonly #over = new Set<string>();
  /** Ids of the conflicts that were decided in this tab. */
  readonly #decided = new Set<string>();
  #writing: Promise<void> | null = null;
  #isBehind = false;

  /**
   * @param record null keeps nothing
   * @param current what is to be kept
   */
  constructor(record: DeviceRecord | null, current: () => KeptDocument | null, changed: (state: StorageState) => void) {
    this.#record = record;
    this.#current = current;
    this.#changed = changed;
  }

  /** What is kept; null for nothing, also where nothing can be. */
  async read(): Promise<KeptDocument | null> {
    try {
      return decode((await this.#record?.read()) ?? null);
    } catch (error) {
      this.#changed({ kind: 'memory', reason: faultOf(error) });
      return null;
    }
  }

  over(id: string): void {
    this.#over.add(id);
  }

  decided(conflictId: string): void {
    this.#decided.add(conflictId);
  }

  /** Writes what there is now. What changes while it is being written is written afterwards, at once. */
  write(): void {
    if (this.#record === null) return;
    if (this.#writing !== null) {
      this.#isBehind = true;
      return;
    }
    this.#writing = this.#write(this.#record).finally(() => {
      this.#writing = null;
      if (!this.#isBehind) return;
      this.#isBehind = false;
      this.write();
    });
  }

  async #write(record: DeviceRecord): Promise<void> {
    try {
      await record.update((kept) => encode(this.#merged(decode(kept))));
      this.#changed({ kind: 'persistent' });
    } catch (error) {
      this.#changed({ kind: 'memory', reason: faultOf(error) });
    }
  }

  #merged(kept: KeptDocument | null): KeptDocument | null {
    const own = this.#current();
    if (kept === null || own === null) return own ?? kept;
    return {
      ...(kept.version > own.version ? kept : own),
      written: { ...kept.written, ...own.written },
      pending: joined(kept.pending, own.pending, this.#over),
      undecided: joined(kept.undecided, own.undecided, this.#decided),
    };
  }
}

/** What other tabs keep, without what this one has or knows to be done with, and what this one has. */
function joined<T extends { readonly id: string }>(kept: readonly T[], own: readonly T[], done: ReadonlySet<string>): T[] {
  const ids = new Set([...done, ...own.map(({ id }) => id)]);
  return [...kept.filter(({ id }) => !ids.has(id)), ...own];
}

function encode(kept: KeptDocument | null): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(kept));
}

function decode(bytes: Uint8Array | null): KeptDocument | null {
  const kept = bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as KeptDocument | null);
  // Earlier versions of the SDK did not keep conflicts.
  return kept && { ...kept, undecided: kept.undecided ?? [] };
}
