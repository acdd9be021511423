import type { SealedRecord } from '../offline/sealed-record';
import { faultOf, type StorageState } from '../offline/storage-state';
import type { KeptReplica } from './operation-replica';

/** A value that is kept on the device. */
export type DeviceRecord = Pick<SealedRecord, 'read' | 'update'>;

/** Keeps a document and what is pending in it on the device, encrypted. Several tabs share what is pending. */
export class OperationStore {
  readonly #record: DeviceRecord | null;
  readonly #current: () => KeptReplica | null;
  readonly #changed: (state: StorageState) => void;
  /** Ids of what this tab knows to be over: another tab may still keep it. */
  readonly #over = new Set<string>();
  #writing: Promise<void> | null = null;
  #isBehind = false;

  /**
   * @param record null keeps nothing
   * @param current what is to be kept
   */
  constructor(record: DeviceRecord | null, current: () => KeptReplica | null, changed: (state: StorageState) => void) {
    this.#record = record;
    this.#current = current;
    this.#changed = changed;
  }

  /** What is kept; null for nothing, also where nothing can be. */
  async read(): Promise<KeptReplica | null> {
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

  #merged(kept: KeptReplica | null): KeptReplica | null {
    const own = this.#current();
    if (kept === null || own === null) return own ?? kept;
    const ids = new Set([...this.#over, ...own.pending.map(({ id }) => id)]);
    const pending = [...kept.pending.filter(({ id }) => !ids.has(id)), ...own.pending];
    return { ...(kept.version > own.version ? kept : own), written: { ...kept.written, ...own.written }, pending };
  }
}

function encode(kept: KeptReplica | null): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(kept));
}

function decode(bytes: Uint8Array | null): KeptReplica | null {
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as KeptReplica | null);
}
