import * as Y from 'yjs';
import { Emitter } from '../emitter';
import type { Mark } from './device-database';
import { documentFingerprint, type Place } from './device-place';
import { type DocumentFacts, readFacts, writeFacts } from './document-facts';
import { DiscardedError, type DocumentLog, type StoredRow } from './document-log';
import type { DocumentQueue } from './document-queue';
import { PendingWrites } from './pending-writes';
import { applyRows } from './row-codec';
import { faultOf, type StorageFault, type StorageState } from './storage-state';
import type { Channel, ChannelFactory, TabMessage, UnaddressedTabMessage } from './tab-channel';

/** After a failed write the next edit behind this time tries again. */
export const retryAfterMs = 5_000;

export interface StoredDocumentEvents {
  state: StorageState;
  inherited: number;
  /** Another tab has discarded this document: its edits, which may be in this tab's doc too, can never be sent. */
  discarded: undefined;
}

/** What a document on the device is made of; the store brings it. */
export interface StoredDocumentParts {
  readonly doc: Y.Doc;
  readonly log: DocumentLog;
  readonly queue: DocumentQueue;
  readonly place: () => Promise<Place>;
  readonly channels: ChannelFactory | null;
  readonly now: () => number;
  /** Between two writes of what a server has too, in milliseconds. */
  readonly leisureMs: number;
  /** Called when it is over. */
  readonly ended: (ended: StoredDocument) => void;
}

/**
 * One open document on the device: what is stored goes into the doc, what changes in the doc is stored. Each write carries
 * everything that came since the last one began. An edit of this tab is written at once; what a server has too may wait
 * a moment, or a lively document would keep the device writing. The mark that says that edits are not saved goes with
 * the edits, in one transaction.
 */
export class StoredDocument {
  /**
   * What is stored has been applied to the doc (with this object as origin), or could not be: `state` tells. Never
   * rejects.
   */
  readonly whenLoaded: Promise<void>;
  readonly events = new Emitter<StoredDocumentEvents>();
  readonly #parts: StoredDocumentParts;
  readonly #remote = new WeakSet<object>();
  #channel: Channel | null = null;
  #life: 'loading' | 'open' | 'ended' = 'loading';
  #end: Promise<void> | null = null;
  #writing: Promise<void> | null = null;
  #wroteAtMs = Number.NEGATIVE_INFINITY;
  #leisureTimer: ReturnType<typeof setTimeout> | undefined;
  /** What went wrong at loading stays until the document is opened anew; what went wrong at writing may mend. */
  #loadFault: StorageFault | null = null;
  #writeFault: StorageFault | null = null;
  #retryAtMs = 0;

  readonly #pending: PendingWrites;
  #facts: DocumentFacts | null = null;
  #inherited: readonly Mark[] = [];

  /** Binds a doc; made by `DeviceStore.openDocument`. */
  constructor(parts: StoredDocumentParts) {
    this.#parts = parts;
    this.#pending = new PendingWrites(parts.doc, parts.log);
    parts.doc.on('update', this.#onUpdate);
    this.whenLoaded = parts.queue.run(() => this.#load()).catch((error: unknown) => this.#loadFailed(error));
  }

  get state(): StorageState {
    const reason = this.#writeFault ?? this.#loadFault;
    return reason === null ? { kind: 'persistent' } : { kind: 'memory', reason };
  }

  /** Edits of earlier tabs in what was loaded that no server has acknowledged. */
  get inherited(): number {
    return this.#inherited.reduce((sum, { edits }) => sum + edits, 0);
  }

  /** The Yjs client ids under which earlier tabs made those. */
  get inheritedClients(): readonly number[] {
    return this.#inherited.map(({ client }) => client);
  }

  /** Resolves when the writing that goes on has ended, well or not: `state` tells. */
  get written(): Promise<void> {
    return this.#writing ?? Promise.resolve();
  }

  /** What the server has told of the document last; null when it never has. To be read once it is loaded. */
  get facts(): DocumentFacts | null {
    return this.#facts;
  }

  /** Keeps what the server has told of the document, for a start without it. */
  remember(facts: DocumentFacts): void {
    if (this.#life === 'ended' || JSON.stringify(facts) === JSON.stringify(this.#facts)) return;
    this.#facts = facts;
    const { queue, place, log } = this.#parts;
    queue
      .run(async () => writeFacts(await place(), log.id, facts))
      .catch((error: unknown) => this.#setWriteFault(faultOf(error)));
  }

  /** Updates of this origin come from the server: they are stored, and do not count as unsaved. */
  ignoreOrigin(origin: object): void {
    this.#remote.add(origin);
  }

  /**
   * All edits made here so far, and all that was loaded, is stored by the server: the marks go. What other tabs brought
   * since then is theirs to settle.
   */
  settled(): void {
    const hadInherited = this.#inherited.length > 0;
    if (this.#life === 'ended' || !(hadInherited || this.#pending.hasUnsaved)) return;
    this.#pending.settle(this.#inherited);
    this.#inherited = [];
    if (hadInherited) this.events.emit('inherited', 0);
    // A mark that stays too long claims too much: that is put right by the next confirmation.
    this.#writeAtLeisure();
  }

  /**
   * Ends the binding and removes the document from the device, for all tabs. Never rejects: a removal that fails is tried
   * again before the document is opened anew.
   */
  discard(): Promise<void> {
    if (this.#life !== 'ended') {
      this.#unbind();
      const { queue, log } = this.#parts;
      const removed = queue.remove(() => log.remove());
      this.#end = removed.then(
        () => this.#tell({ kind: 'discarded' }),
        (error: unknown) => this.#setWriteFault(faultOf(error)),
      );
      void this.#end.then(() => this.#over());
    }
    return this.#end ?? Promise.resolve();
  }

  /** Writes what waits and ends the binding. Never rejects. */
  destroy(): Promise<void> {
    if (this.#life !== 'ended') {
      this.#unbind();
      this.#end = this.#parts.queue.run(() => this.#writeOnce()).catch((error: unknown) => this.#setWriteFault(faultOf(error)));
      void this.#end.then(() => this.#over());
    }
    return this.#end ?? Promise.resolve();
  }

  /** Ends the binding at once: nothing more may be written, because the person signed out. */
  abandon(): void {
    if (this.#life !== 'ended') this.#unbind();
    this.#pending.forget();
    this.#setWriteFault('off');
    this.#over();
  }

  #unbind(): void {
    this.#life = 'ended';
    clearTimeout(this.#leisureTimer);
    this.#parts.doc.off('update', this.#onUpdate);
  }

  #over(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#parts.ended(this);
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    const isRemote = typeof origin === 'object' && origin !== null && this.#remote.has(origin);
    this.#pending.add(update, !isRemote);
    if (isRemote) this.#writeAtLeisure();
    else this.#write();
  };

  async #load(): Promise<void> {
    const { place, channels, log } = this.#parts;
    const opened = await place();
    const { crypto, name } = opened;
    const document = await documentFingerprint(crypto, name, log.id);
    if (this.#life === 'ended') return;
    // Before the rows are read: no edit of another tab may fall between the two.
    this.#listen(channels?.(`${name} ${document}`) ?? null);
    const [{ isKept, rows, unreadable, marks }, facts] = await Promise.all([log.read(), readFacts(opened, log.id)]);
    if (this.#life !== 'loading') return;
    this.#facts ??= facts;
    this.#inherited = marks;
    const bad = [...unreadable, ...this.#apply(rows)];
    if (bad.length > 0) this.#loadFault = 'corrupted';
    if (isKept || bad.length > 0) this.#pending.opened(bad);
    this.#loaded();
  }

  #loadFailed(error: unknown): void {
    const fault = faultOf(error);
    // Reading takes no room: what did not fit is the key, so there is nothing to read.
    if (fault === 'full') this.#writeFault = fault;
    else this.#loadFault = fault;
    // The rows that are there stay: this tab does not know what they hold.
    this.#pending.lackUnknown();
    this.#retryAtMs = this.#parts.now() + retryAfterMs;
    this.#loaded();
  }

  #loaded(): void {
    if (this.#life !== 'loading') return;
    this.#life = 'open';
    if (this.state.kind === 'memory') this.events.emit('state', this.state);
    if (this.#inherited.length > 0) this.events.emit('inherited', this.inherited);
    this.#write();
  }

  /** @returns the rows that are not what Yjs writes */
  #apply(rows: readonly StoredRow[]): number[] {
    const { doc, log } = this.#parts;
    const bad = applyRows(doc, rows, this);
    for (const row of rows) if (!bad.includes(row.seq)) log.learn(null, row);
    return bad;
  }

  /** Starts to write now, or as soon as the last write is some time ago. */
  #writeAtLeisure(): void {
    const { leisureMs, now } = this.#parts;
    const restMs = Math.min(leisureMs, this.#wroteAtMs + leisureMs - now());
    if (restMs <= 0) this.#write();
    else this.#leisureTimer ??= setTimeout(() => this.#write(), restMs);
  }

  /** Starts to write, unless that is going on, waits for the loading, or has failed a moment ago. */
  #write(): void {
    clearTimeout(this.#leisureTimer);
    this.#leisureTimer = undefined;
    if (this.#writing !== null || !this.#canWrite) return;
    this.#wroteAtMs = this.#parts.now();
    this.#writing = this.#writeAll();
  }

  get #canWrite(): boolean {
    return this.#life === 'open' && this.#pending.exist && this.#parts.now() >= this.#retryAtMs;
  }

  async #writeAll(): Promise<void> {
    const { queue } = this.#parts;
    while (this.#canWrite) await queue.run(() => this.#writeOnce()).catch((error: unknown) => this.#failed(error));
    this.#writing = null;
  }

  async #writeOnce(): Promise<void> {
    if (!this.#pending.exist) return;
    const { batch, news } = this.#pending.take();
    try {
      const row = await this.#parts.log.write(batch);
      this.#setWriteFault(null);
      if (news !== null) this.#tell({ kind: 'edits', updates: news, row: news === batch.updates ? row : null });
    } catch (error) {
      this.#pending.takeBack(batch);
      throw error;
    }
  }

  #failed(error: unknown): void {
    if (error instanceof DiscardedError) return this.#discardedElsewhere();
    this.#retryAtMs = this.#parts.now() + retryAfterMs;
    if (this.#life === 'open') this.#setWriteFault(faultOf(error));
  }

  #setWriteFault(fault: StorageFault | null): void {
    // Who has signed out wants to hear of nothing else.
    if (fault === this.#writeFault || this.#writeFault === 'off') return;
    this.#writeFault = fault;
    this.events.emit('state', this.state);
  }

  #listen(channel: Channel | null): void {
    this.#channel = channel;
    channel?.addEventListener('message', ({ data }) => this.#hear(data as TabMessage));
  }

  #tell(message: UnaddressedTabMessage): void {
    const { epoch } = this.#parts.log;
    if (epoch !== null) this.#channel?.postMessage({ ...message, epoch } satisfies TabMessage);
  }

  #hear(message: TabMessage): void {
    const { log, doc } = this.#parts;
    if (this.#life === 'ended') return;
    if (message.kind === 'discarded') return message.epoch === log.epoch ? this.#discardedElsewhere() : undefined;
    // A tab without an epoch has nothing yet that could belong to another life of the document.
    if (log.epoch !== null && message.epoch !== log.epoch) return;
    doc.transact(() => {
      for (const update of message.updates) Y.applyUpdate(doc, update, this);
    }, this);
    log.learn(message.epoch, message.row);
  }

  #discardedElsewhere(): void {
    if (this.#life === 'ended') return;
    this.#unbind();
    this.#setWriteFault('unavailable');
    this.#over();
    this.events.emit('discarded', undefined);
  }
}
