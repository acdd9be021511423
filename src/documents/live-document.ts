import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import { type Examination, examine } from './examination';
import { createDoc } from './layout';
import { type Followed, MovedOccurrences } from './moved-occurrences';
import type { FormerEdits } from './operations/former-edit-reader';
import { type CarriedEdits, writeFormerEdits } from './operations/former-edits';
import { type FoundConflict, findConflicts } from './operations/found-conflicts';
import { settleTexts, unsetRegisters, type WholeText } from './operations/whole-texts';
import { type RepairResult, repair } from './repair';
import type { DocumentSchema } from './schema';
import type { LogStore, Replacement } from './storage';
import type { DecodedUpdate } from './update-facts';

/** What one update did to the document, ready to become a row of the log. */
export interface Applied {
  /** The edit, Yjs's clean-up and the repair in one update; null when nothing changed. */
  readonly bytes: Uint8Array | null;
  readonly touched: readonly string[];
  readonly repaired: readonly string[];
  readonly replacements: readonly Replacement[];
  readonly orphaned: boolean;
  /** Values that it wrote over others that its author did not know. */
  readonly conflicts: readonly FoundConflict[];
  /** The document emitted just the author's update: they need not get it back. */
  readonly asSent: boolean;
}

/** What the application of an update depends on besides the update. */
export interface ApplyOptions {
  readonly mayLowerStatus: boolean;
  readonly deletedReplacements: ReadonlySet<string>;
  /** Texts that are to be what the update makes of them, and nothing of what others wrote meanwhile (PROTOCOL.md O23). */
  readonly wholeTexts: readonly WholeText[];
  /** Paths of registers that are to be unset (O30). */
  readonly unset: readonly string[];
  /** Reads what the update did to former elements (O35). */
  readonly readFormer: () => FormerEdits | null;
  /** It deletes some of what was in something that is gone: that may have been a former element. */
  readonly mayEditFormer: boolean;
}

/** What a change of the server's did to the document. */
export interface Changed {
  /** What the document emitted; null for nothing. */
  readonly bytes: Uint8Array | null;
  /** What it did besides what it says of itself. */
  readonly followed: Followed;
}

/** Where ids and randomness come from. */
export interface Chance {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly newId: () => string;
}

/** The document in memory, and the one way to change it. */
export class LiveDocument {
  readonly doc: Y.Doc;
  readonly #occurrences: MovedOccurrences;

  /** Builds the document from the log. */
  constructor(
    private readonly schema: DocumentSchema,
    log: LogStore,
    serverClient: number,
    private readonly chance: Chance,
  ) {
    this.doc = createDoc(schema);
    this.#occurrences = new MovedOccurrences(schema, log);
    this.doc.transact(() => {
      const checkpoint = log.checkpoint();
      if (checkpoint !== null) Y.applyUpdate(this.doc, checkpoint.state);
      for (const row of log.tail()) Y.applyUpdate(this.doc, row.bytes);
    });
    // Only now: while it loads its own past writes, Yjs would think that somebody else uses the id.
    this.doc.clientID = serverClient;
  }

  /** Applies a client's update and repairs what it broke. The caller has checked that nothing is missing. */
  apply(sent: Uint8Array, decoded: DecodedUpdate, options: ApplyOptions): Applied {
    const { bytes, update } = newIn(this.doc, sent, decoded);
    const before = this.#occurrences.before(this.doc);
    const emitted: Uint8Array[] = [];
    let examination: Examination | null = null;
    const origin = {};
    const stop = this.#listen(emitted, (transaction) => {
      if (transaction.origin === origin) examination = examine(this.schema, transaction, update);
    });
    let repaired: RepairResult;
    let settled: readonly string[] = [];
    let followed: Followed = { touched: [], conflicts: [] };
    let own = 0;
    let former: FormerEdits | null = null;
    let carried: CarriedEdits = { touched: [], conflicts: [] };
    try {
      const formerRoots = this.doc.share.size;
      Y.applyUpdate(this.doc, bytes, origin);
      this.#assertWhole();
      this.#assertFewRoots(formerRoots);
      own = emitted.length;
      repaired = repair({ doc: this.doc, schema: this.schema, examination: examined(examination), ...options, ...this.chance });
      if (examined(examination).orphaned || options.mayEditFormer) {
        former = options.readFormer();
        carried = writeFormerEdits(this.doc, former?.edits ?? [], options.mayLowerStatus);
      }
      settled = [
        ...settleTexts(this.doc, this.schema, options.wholeTexts),
        ...unsetRegisters(this.doc, this.schema, options.unset),
      ];
      followed = this.doc.transact(() => this.#occurrences.follow(this.doc, before));
    } finally {
      stop();
    }
    const { touched, orphaned, keyWrites } = examined(examination);
    // Of what is written into what is gone the document keeps nothing: the log does, so that it can be read there later.
    const kept = orphaned || carried.touched.length > 0 ? [bytes, ...emitted.slice(Math.min(own, 1))] : emitted;
    return {
      bytes: merge(kept),
      touched: [...new Set([...touched, ...repaired.touched, ...carried.touched, ...settled, ...followed.touched])],
      repaired: repaired.repaired,
      replacements: repaired.replacements,
      orphaned: orphaned && (former?.orphaned ?? true),
      conflicts: [...findConflicts(keyWrites), ...carried.conflicts, ...followed.conflicts],
      asSent: emitted.length === 1 && own === 1 && repaired.touched.length === 0 && followed.touched.length === 0,
    };
  }

  /** Applies a change that the server makes, under a client id of its own or another one. */
  change(work: (doc: Y.Doc) => void, client: number = this.doc.clientID): Changed {
    const emitted: Uint8Array[] = [];
    const before = this.#occurrences.before(this.doc);
    let followed: Followed = { touched: [], conflicts: [] };
    const stop = this.#listen(emitted, () => {});
    const serverClient = this.doc.clientID;
    try {
      this.doc.clientID = client;
      this.doc.transact(() => {
        work(this.doc);
        followed = this.#occurrences.follow(this.doc, before);
      });
    } finally {
      this.doc.clientID = serverClient;
      stop();
    }
    return { bytes: merge(emitted), followed };
  }

  /** Number of structs, deleted ones included. */
  structCount(): number {
    let count = 0;
    for (const structs of this.doc.store.clients.values()) count += structs.length;
    return count;
  }

  /** Yjs keeps aside what it cannot apply, and would send it to everybody. */
  #assertWhole(): void {
    const { pendingStructs, pendingDs } = this.doc.store;
    if (pendingStructs !== null || pendingDs !== null) throw new Error('an update could be applied only in part');
  }

  /** A root that somebody has named stays for good. Nobody writes into so many but to make Yjs slow for everybody. */
  #assertFewRoots(formerly: number): void {
    const { size } = this.doc.share;
    if (size > formerly && size > limits.maxDocumentRoots) throw new Error('the document would have too many roots');
  }

  #listen(emitted: Uint8Array[], onTransaction: (transaction: Y.Transaction) => void): () => void {
    const onUpdate = (update: Uint8Array): void => void emitted.push(update);
    this.doc.on('update', onUpdate);
    this.doc.on('afterTransaction', onTransaction);
    return () => {
      this.doc.off('update', onUpdate);
      this.doc.off('afterTransaction', onTransaction);
    };
  }
}

function examined(examination: Examination | null): Examination {
  if (examination === null) throw new Error('the update was applied without a transaction of its own');
  return examination;
}

/**
 * What an update brings that a document lacks. Of what it has already the update may say something else: Yjs would believe
 * that where one of its structs goes on, and whoever merges the rows would take either for the truth (PROTOCOL.md W2).
 */
function newIn(doc: Y.Doc, bytes: Uint8Array, update: DecodedUpdate): { bytes: Uint8Array; update: DecodedUpdate } {
  if (!update.structs.some(({ id }) => id.clock < Y.getState(doc.store, id.client))) return { bytes, update };
  const fresh = Y.diffUpdate(bytes, Y.encodeStateVector(doc));
  return { bytes: fresh, update: Y.decodeUpdate(fresh) };
}

function merge(updates: Uint8Array[]): Uint8Array | null {
  const [first] = updates;
  if (first === undefined) return null;
  return updates.length === 1 ? first : Y.mergeUpdates(updates);
}
