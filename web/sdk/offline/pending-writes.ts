import * as Y from 'yjs';
import type { Mark } from './device-database';
import type { Batch, DocumentLog } from './document-log';

/** What one write takes along. */
export interface Taken {
  readonly batch: Batch;
  /** What the other tabs lack of it; null for nothing. */
  readonly news: readonly Uint8Array[] | null;
}

/** What the database lacks of an open document, until the next write takes all of it. */
export class PendingWrites {
  readonly #doc: Y.Doc;
  readonly #log: DocumentLog;
  #updates: Uint8Array[] = [];
  /** Whether an update was made in this tab, so that the others have to hear of it. */
  #hasOwn = false;
  /** Whether the database lacks more than `#updates`: the next row has to be the whole document. */
  #lacksMore = false;
  /** Whether a mark, or the time of opening, has to be written even if there is no update. */
  #isDirty = false;
  /** Edits of this tab that no server has acknowledged. */
  #unsaved = 0;
  #settled: Mark[] = [];
  #unreadable: number[] = [];

  constructor(doc: Y.Doc, log: DocumentLog) {
    this.#doc = doc;
    this.#log = log;
    // What is in the doc already was made without anybody looking.
    this.#lacksMore = this.#hasContent;
    if (this.#lacksMore) this.#unsaved = 1;
  }

  get exist(): boolean {
    return this.#updates.length > 0 || this.#isDirty || (this.#lacksMore && this.#hasContent);
  }

  get hasUnsaved(): boolean {
    return this.#unsaved > 0;
  }

  add(update: Uint8Array, isOwn: boolean): void {
    if (!this.#lacksMore) this.#updates.push(update);
    if (!isOwn) return;
    this.#unsaved += 1;
    this.#hasOwn = true;
  }

  /** A server has all edits of this tab, and those of the marks. */
  settle(inherited: readonly Mark[]): void {
    this.#unsaved = 0;
    this.#settled.push(...inherited);
    this.#isDirty = true;
  }

  /** That the document was opened is to be noted. */
  opened(unreadable: readonly number[]): void {
    this.#unreadable.push(...unreadable);
    this.#isDirty = true;
  }

  /** The database lacks an unknown part: the doc has it all, so the next row will. */
  lackUnknown(): void {
    this.#updates = [];
    this.#lacksMore = true;
    this.#isDirty = true;
  }

  forget(): void {
    this.#updates = [];
    this.#lacksMore = false;
    this.#isDirty = false;
  }

  /** Everything there is to write, at this moment. */
  take(): Taken {
    const isRecovery = this.#lacksMore;
    const whole = isRecovery ? this.#hasContent : this.#updates.length > 0 && this.#log.isLong;
    const batch: Batch = {
      updates: whole ? [Y.encodeStateAsUpdate(this.#doc)] : this.#updates,
      whole,
      covered: whole ? [...this.#log.known, ...this.#unreadable] : this.#unreadable,
      client: this.#doc.clientID,
      unsaved: this.#unsaved,
      settled: this.#settled,
    };
    // Of what a compaction writes the others lack only the updates that went along.
    const news = isRecovery ? batch.updates : this.#hasOwn ? this.#updates : null;
    this.#updates = [];
    this.#hasOwn = false;
    this.#lacksMore = false;
    this.#isDirty = false;
    this.#settled = [];
    this.#unreadable = [];
    return { batch, news };
  }

  /** A write has failed: all of it is pending again. */
  takeBack({ settled, covered }: Batch): void {
    this.#settled.unshift(...settled);
    this.#unreadable.unshift(...covered.filter((seq) => !this.#log.isKnown(seq)));
    this.lackUnknown();
  }

  get #hasContent(): boolean {
    return this.#doc.store.clients.size > 0;
  }
}
