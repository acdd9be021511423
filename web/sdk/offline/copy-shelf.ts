import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type CopyRecord, inTransaction } from './device-database';
import { documentFingerprint, type Place } from './device-place';
import type { RecoverableCopy } from './recoverable-copy';
import { faultOf, type StorageState } from './storage-state';

/** The copies of refused edits of one person: on the device, or in memory while there is no room. */
export class CopyShelf {
  readonly #place: () => Promise<Place>;
  /** What the device did not take. */
  readonly #held = new Map<string, RecoverableCopy>();

  constructor(place: () => Promise<Place>) {
    this.#place = place;
  }

  /** Has a copy from now on, in memory until {@link keep} has put it on the device. */
  hold(copy: RecoverableCopy): void {
    this.#held.set(copy.id, copy);
  }

  /** Puts on the device what is held. */
  async keep(copy: RecoverableCopy): Promise<StorageState> {
    try {
      await this.#write(copy);
      return { kind: 'persistent' };
    } catch (error) {
      return { kind: 'memory', reason: faultOf(error) };
    }
  }

  /** Tries again to put on the device what is held in memory. */
  async keepHeld(): Promise<void> {
    for (const copy of [...this.#held.values()]) await this.keep(copy);
  }

  async all(): Promise<RecoverableCopy[]> {
    const place = await this.#place().catch(() => null);
    const kept = place === null ? [] : await readCopies(place);
    const all = new Map([...kept, ...this.#held.values()].map((copy) => [copy.id, copy]));
    return [...all.values()].sort((a, b) => a.takenAtMs - b.takenAtMs);
  }

  async drop(id: string): Promise<void> {
    const wasHeld = this.#held.delete(id);
    const place = await this.#place().catch((error: unknown) => {
      if (wasHeld) return null;
      throw error;
    });
    if (place === null) return;
    await inTransaction(place.database, ['copies'], 'readwrite', (tx) => tx.objectStore('copies').delete(id));
  }

  forget(): void {
    this.#held.clear();
  }

  async #write(copy: RecoverableCopy): Promise<void> {
    const { database, vault, crypto, name } = await this.#place();
    const document = await documentFingerprint(crypto, name, copy.document);
    const sealed = await vault.seal(encodeCopy(copy), aboutCopy(document, copy.id));
    if (!this.#held.has(copy.id)) return;
    await inTransaction(database, ['copies'], 'readwrite', (tx) =>
      tx.objectStore('copies').put({ id: copy.id, document, takenAtMs: copy.takenAtMs, sealed }),
    );
    this.#held.delete(copy.id);
  }
}

async function readCopies({ database, vault }: Place): Promise<RecoverableCopy[]> {
  const records = await inTransaction(database, ['copies'], 'readonly', (tx) => tx.objectStore('copies').getAll());
  const read = async ({ document, id, sealed }: CopyRecord) => {
    const content = await vault.unseal(sealed, aboutCopy(document, id));
    return content && decodeCopy(content);
  };
  return (await Promise.all(records.map(read))).filter((copy) => copy !== null);
}

function aboutCopy(document: string, id: string): string {
  return `${document} copy ${id}`;
}

function encodeCopy({ update, ...about }: RecoverableCopy): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify(about));
    encoding.writeVarUint8Array(encoder, update);
  }) as Uint8Array<ArrayBuffer>;
}

function decodeCopy(content: Uint8Array<ArrayBuffer>): RecoverableCopy {
  const decoder = decoding.createDecoder(content);
  const about = JSON.parse(decoding.readVarString(decoder)) as Omit<RecoverableCopy, 'update'>;
  return { ...about, update: decoding.readVarUint8Array(decoder) };
}
