import { inTransaction, type Mark, type RowRecord } from './device-database';
import { documentFingerprint, type Place } from './device-place';
import { encodeRow } from './row-codec';
import { randomId, type Vault } from './vault';

/** After so many rows, or so many bytes, beside the largest one a document's rows are replaced by the whole of it. */
export const maxTailRows = 300;
export const maxTailBytes = 512 * 1024;

/** What one write changes; all of it or nothing. */
export interface Batch {
  /** What the new row holds; none for no row. */
  readonly updates: readonly Uint8Array[];
  /** Whether `updates` is the whole document, so that it replaces the rows `covered`. */
  readonly whole: boolean;
  /** Rows to remove: what they hold is in `updates`, or cannot be read. */
  readonly covered: readonly number[];
  /** The Yjs client id of this tab's document. */
  readonly client: number;
  /** How many edits of this tab no server has acknowledged; the mark goes at 0. */
  readonly unsaved: number;
  /** Marks of earlier tabs whose edits a server has acknowledged; one that has changed since it was read stays. */
  readonly settled: readonly Mark[];
}

export interface StoredRow extends WrittenRow {
  /** What `encodeRow` made. */
  readonly content: Uint8Array<ArrayBuffer>;
}

/** What is kept of a document. */
export interface StoredRows {
  readonly isKept: boolean;
  readonly rows: readonly StoredRow[];
  /** Rows that cannot be decrypted. */
  readonly unreadable: readonly number[];
  readonly marks: readonly Mark[];
}

/** A row of the log as tabs speak of it. */
export interface WrittenRow {
  readonly seq: number;
  readonly bytes: number;
}

/** Another tab has discarded the document: what this one holds of it has no place any more. */
export class DiscardedError extends Error {
  override readonly name = 'DiscardedError';
}

/** The records of one document, as one tab reads and writes them. */
export class DocumentLog {
  readonly #id: string;
  readonly #openedAtMs: number;
  readonly #place: () => Promise<Place>;
  /** Rows whose content this tab's document has, with their size in bytes. */
  readonly #known = new Map<number, number>();
  /** Null until this tab has seen the document's record. */
  #epoch: string | null = null;
  /** Whether the document's record says when this tab opened it. */
  #isIntroduced = false;
  /** Names this tab in its marks. */
  #tab: string | null = null;
  #changes = 0;

  constructor(id: string, openedAtMs: number, place: () => Promise<Place>) {
    this.#id = id;
    this.#openedAtMs = openedAtMs;
    this.#place = place;
  }

  get id(): string {
    return this.#id;
  }

  get epoch(): string | null {
    return this.#epoch;
  }

  /** Rows whose content this tab's document has. */
  get known(): number[] {
    return [...this.#known.keys()];
  }

  isKnown(seq: number): boolean {
    return this.#known.has(seq);
  }

  /** Whether it is time to replace the rows by the whole. */
  get isLong(): boolean {
    const sizes = [...this.#known.values()];
    const tailBytes = sizes.reduce((sum, size) => sum + size, 0) - Math.max(0, ...sizes);
    return this.#known.size > maxTailRows || tailBytes > maxTailBytes;
  }

  /** The content of a row, one that was read or that another tab wrote, is in this tab's document now. */
  learn(epoch: string | null, row: WrittenRow | null): void {
    this.#epoch ??= epoch;
    if (row !== null) this.#known.set(row.seq, row.bytes);
  }

  /** Reads what is kept. The caller tells by {@link learn} which rows its document has taken. */
  async read(): Promise<StoredRows> {
    const { database, vault, crypto, name } = await this.#place();
    const document = await documentFingerprint(crypto, name, this.#id);
    const [record, rows, marks] = await inTransaction(database, ['documents', 'rows', 'marks'], 'readonly', (tx) =>
      Promise.all([
        tx.objectStore('documents').get(document),
        tx.objectStore('rows').index('document').getAll(document),
        tx.objectStore('marks').index('document').getAll(document),
      ]),
    );
    this.#epoch = record?.epoch ?? null;
    // The whole first: most of the others builds on it.
    const sorted = rows.toSorted((a, b) => Number(b.whole) - Number(a.whole));
    const read = await Promise.all(sorted.map((row) => readRow(row, vault)));
    return {
      isKept: record !== undefined,
      rows: read.filter((row) => row !== null),
      unreadable: sorted.filter((_, i) => read[i] === null).map(({ seq }) => seq),
      marks,
    };
  }

  /**
   * @returns the new row; null when there was nothing to write into one
   * @throws DiscardedError, or what the database has thrown
   */
  async write(batch: Batch): Promise<WrittenRow | null> {
    // Encrypted before the transaction, which would end while it waits.
    const { database, vault, crypto, name } = await this.#place();
    const document = await documentFingerprint(crypto, name, this.#id);
    const row = batch.updates.length === 0 ? null : await vault.seal(encodeRow(batch.updates), aboutRow(document, batch.whole));
    const sealedId = this.#isIntroduced ? null : await vault.seal(new TextEncoder().encode(this.#id), aboutId(document));
    this.#tab ??= randomId(crypto);
    const mark: Mark = { document, tab: this.#tab, client: batch.client, edits: batch.unsaved, change: ++this.#changes };
    const written = await inTransaction(database, ['documents', 'rows', 'marks'], 'readwrite', async (tx) => {
      const [documents, rows, marks] = [tx.objectStore('documents'), tx.objectStore('rows'), tx.objectStore('marks')];
      const record = await documents.get(document);
      if (this.#epoch !== null && record?.epoch !== this.#epoch) return null;
      const epoch = record?.epoch ?? randomId(crypto);
      const settled = await Promise.all(batch.settled.map(({ tab }) => marks.get([document, tab])));
      const unchanged = batch.settled.filter((read, i) => settled[i]?.change === read.change);
      const [seq] = await Promise.all([
        row && rows.add({ document, whole: batch.whole, sealed: row } as RowRecord),
        sealedId && documents.put({ document, epoch, openedAtMs: this.#openedAtMs, sealed: sealedId }),
        mark.edits > 0 ? marks.put(mark) : marks.delete([document, mark.tab]),
        ...batch.covered.map((covered) => rows.delete(covered)),
        ...unchanged.map(({ tab }) => marks.delete([document, tab])),
      ]);
      return { epoch, row: row && seq !== null ? { seq, bytes: row.byteLength } : null };
    });
    if (written === null) throw new DiscardedError('Another tab has discarded the document');
    this.#isIntroduced = true;
    for (const seq of batch.covered) this.#known.delete(seq);
    this.learn(written.epoch, written.row);
    return written.row;
  }

  /** Removes all records of the document, those of other tabs too, unless it has been discarded and opened anew meanwhile. */
  async remove(): Promise<void> {
    const { database, crypto, name } = await this.#place();
    const document = await documentFingerprint(crypto, name, this.#id);
    await inTransaction(database, ['documents', 'rows', 'marks', 'facts'], 'readwrite', async (tx) => {
      const [record, rows, marks] = await Promise.all([
        tx.objectStore('documents').get(document),
        tx.objectStore('rows').index('document').getAllKeys(document),
        tx.objectStore('marks').index('document').getAllKeys(document),
      ]);
      if (record !== undefined && this.#epoch !== null && record.epoch !== this.#epoch) return;
      await Promise.all([
        tx.objectStore('documents').delete(document),
        tx.objectStore('facts').delete(document),
        ...rows.map((seq) => tx.objectStore('rows').delete(seq)),
        ...marks.map((key) => tx.objectStore('marks').delete(key)),
      ]);
    });
  }
}

/** Null when it does not open; only what was changed from outside, or sealed with a lost key, does not. */
async function readRow({ seq, document, whole, sealed }: RowRecord, vault: Vault): Promise<StoredRow | null> {
  const content = await vault.unseal(sealed, aboutRow(document, whole));
  return content && { seq, bytes: sealed.byteLength, content };
}

function aboutRow(document: string, whole: boolean): string {
  return `${document} ${whole ? 'whole' : 'updates'}`;
}

/** What a document's id is sealed with. */
export function aboutId(document: string): string {
  return `${document} id`;
}
