import { inTransaction } from './device-database';
import { documentFingerprint, type Place } from './device-place';

/** A single value that is kept on the device, encrypted. */
export class SealedRecord {
  readonly #name: string;
  readonly #place: () => Promise<Place>;

  constructor(name: string, place: () => Promise<Place>) {
    this.#name = `record ${name}`;
    this.#place = place;
  }

  /** Null when nothing is kept, or it cannot be read. Rejects where the device keeps nothing. */
  async read(): Promise<Uint8Array | null> {
    const place = await this.#place();
    const key = await documentFingerprint(place.crypto, place.name, this.#name);
    return this.#unseal(place, await readSealed(place, key));
  }

  /** Replaces the value by what `change` makes of it: of what is there then, though other tabs write too. */
  async update(change: (current: Uint8Array | null) => Uint8Array<ArrayBuffer>): Promise<void> {
    const place = await this.#place();
    const key = await documentFingerprint(place.crypto, place.name, this.#name);
    for (;;) {
      const before = await readSealed(place, key);
      // Encrypted before the transaction, which would end while it waits.
      const sealed = await place.vault.seal(change(await this.#unseal(place, before)), this.#name);
      if (await replaceSealed(place, key, before, sealed)) return;
    }
  }

  async #unseal(place: Place, sealed: Sealed | null): Promise<Uint8Array | null> {
    return sealed && place.vault.unseal(sealed, this.#name);
  }
}

type Sealed = Uint8Array<ArrayBuffer>;

async function readSealed({ database }: Place, key: string): Promise<Sealed | null> {
  const record = await inTransaction(database, ['facts'], 'readonly', (tx) => tx.objectStore('facts').get(key));
  return record?.sealed ?? null;
}

/** @returns whether nobody had changed it in the meantime */
function replaceSealed({ database }: Place, key: string, before: Sealed | null, sealed: Sealed): Promise<boolean> {
  return inTransaction(database, ['facts'], 'readwrite', async (tx) => {
    const facts = tx.objectStore('facts');
    const current = (await facts.get(key))?.sealed ?? null;
    if (!isSame(current, before)) return false;
    await facts.put({ document: key, sealed });
    return true;
  });
}

/** Each sealing has an initialisation vector of its own, so what was written anew differs. */
function isSame(a: Sealed | null, b: Sealed | null): boolean {
  if (a === null || b === null) return a === b;
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}
