import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import type { NamedPerson } from '../protocol/roles';
import type { RollRow } from './calendar-stores';
import type { Growth } from './content-growth';
import { type Chance, LiveDocument } from './live-document';
import type { DocumentSchema } from './schema';
import { StateSummary } from './state-summary';
import type { Checkpoint, DocumentMeta, DocumentStorage, MemberRow, Replacement } from './storage';
import type { DecodedUpdate } from './update-facts';

/** What the storage has of a document at a version. */
interface StoredState {
  readonly version: number;
  readonly checkpoint: Checkpoint | null;
  /** The rows behind the checkpoint, as one update. */
  readonly tail: Uint8Array | null;
}

/**
 * What is in memory of a document. All of it comes from the storage and can be thrown away at any time; what is
 * expensive is made when it is first needed.
 */
export class DocumentState {
  #live: LiveDocument | null = null;
  #summary: StateSummary | null = null;
  #meta: DocumentMeta | null = null;
  #members: Map<string, MemberRow> | null = null;
  #names: ReadonlyMap<string, string> | null = null;
  /** Undefined until it was read. */
  #roll: RollRow | null | undefined;
  #replacements: Replacement[] | null = null;
  /** Not less than the encoded size of the document. */
  #sizeBound: number | null = null;
  #storedState: StoredState | null = null;

  constructor(
    private readonly storage: DocumentStorage,
    private readonly schema: DocumentSchema,
    private readonly chance: Chance,
  ) {}

  /** Throws away all that is in memory: it will be read again. */
  reset(): void {
    this.#live = null;
    this.#summary = null;
    this.#meta = null;
    this.#members = null;
    this.#names = null;
    this.#roll = undefined;
    this.#replacements = null;
    this.#sizeBound = null;
    this.#storedState = null;
  }

  /** The document's facts; null when there is no such document. */
  meta(): DocumentMeta | null {
    this.#meta ??= this.storage.meta.read();
    return this.#meta;
  }

  /** The facts of a document that is known to exist. */
  existing(): DocumentMeta {
    const meta = this.meta();
    if (meta === null) throw new Error('the document does not exist');
    return meta;
  }

  members(): ReadonlyMap<string, MemberRow> {
    this.#members ??= new Map(this.storage.members.all().map((member) => [member.id, member]));
    return this.#members;
  }

  /** What somebody is called who is a member, or was one, or has done something here; '' for anybody else (PROTOCOL.md Y8). */
  nameOf(person: string): string {
    return this.members().get(person)?.name ?? this.#keptNames().get(person) ?? '';
  }

  /** Somebody does something, whom the document may know by a calendar or an invitation only. To be called in the transaction. */
  meet(person: NamedPerson): void {
    if (!this.members().has(person.id)) this.keepName(person);
  }

  /** Keeps what somebody is called who is no member, or no longer. To be called in a transaction. */
  keepName({ id, name }: NamedPerson): void {
    if (name === '' || this.#keptNames().get(id) === name) return;
    this.storage.names.put(id, name);
    this.#names = null;
  }

  /** What an event keeps of its calendar; null for a document that is in none. */
  roll(): RollRow | null {
    if (this.#roll === undefined) this.#roll = this.schema.kind === 'event' ? this.storage.roll.read() : null;
    return this.#roll;
  }

  /** To be called after a change of the roll in the storage. */
  forgetRoll(): void {
    this.#roll = undefined;
  }

  /** Something of the view has changed that is no content, and makes no version. To be called in the transaction. */
  frameChanged(): void {
    this.updateMeta({ framedVersion: this.version() });
  }

  /** Changes facts of the document, in the storage and here. To be called in a transaction. */
  updateMeta(change: Parameters<DocumentStorage['meta']['update']>[0]): void {
    const meta = this.existing();
    this.storage.meta.update(change);
    this.#meta = { ...meta, ...change };
  }

  /** To be called after a change of members in the storage. */
  forgetMembers(): void {
    this.#members = null;
  }

  replacements(): readonly Replacement[] {
    this.#replacements ??= this.storage.replacements.all();
    return this.#replacements;
  }

  forgetReplacements(): void {
    this.#replacements = null;
  }

  version(): number {
    return this.storage.log.head();
  }

  /** The document itself; built from the log when it is not there yet. */
  live(): LiveDocument {
    this.#live ??= new LiveDocument(this.schema, this.storage.log, this.existing().serverClient, this.chance);
    this.#summary = null;
    return this.#live;
  }

  get isBuilt(): boolean {
    return this.#live !== null;
  }

  /** Whether the document has everything an update brings, found out without building it. */
  covers(update: DecodedUpdate): boolean {
    return this.#summarized().covers(update);
  }

  encodeStateVector(): Uint8Array {
    return this.#live === null ? this.#summarized().encodeStateVector() : Y.encodeStateVector(this.#live.doc);
  }

  /** Updates with all that a client with this state vector lacks (PROTOCOL.md S1, S2). */
  updatesFor(stateVector: ReadonlyMap<number, number>, encoded: Uint8Array): Uint8Array[] {
    if (this.#live !== null && stateVector.size > 0) return [Y.encodeStateAsUpdate(this.#live.doc, encoded)];
    const { checkpoint, tail } = this.#stored();
    const updates: Uint8Array[] = [];
    if (checkpoint !== null) updates.push(stateVector.size === 0 ? checkpoint.state : Y.diffUpdate(checkpoint.state, encoded));
    if (tail !== null) updates.push(tail);
    return updates;
  }

  /** Whether the document may grow by an update of this size (PROTOCOL.md L2). */
  hasRoomFor(bytes: number, structs: number): boolean {
    if (this.live().structCount() + structs > limits.maxDocumentStructs) return false;
    if (this.#boundSize() + bytes <= limits.maxDocumentBytes) return true;
    this.#sizeBound = Y.encodeStateAsUpdate(this.live().doc).length;
    return this.#sizeBound + bytes <= limits.maxDocumentBytes;
  }

  /** The same of a change that is not written yet. */
  hasRoomForGrowth({ bytes, structs }: Growth): boolean {
    return (bytes === 0 && structs === 0) || this.hasRoomFor(bytes, structs);
  }

  /** Whether deletes may cut so many structs in two (L2). Counting them all is left out for the usual few. */
  hasRoomForSplits(splits: number): boolean {
    return splits === 0 || this.live().structCount() + splits <= limits.maxStructsAfterDeletes;
  }

  /** To be called with the size of each row. */
  grew(bytes: number): void {
    if (this.#sizeBound !== null) this.#sizeBound += bytes;
  }

  #keptNames(): ReadonlyMap<string, string> {
    this.#names ??= this.storage.names.all();
    return this.#names;
  }

  /** The checkpoint and the merged rows behind it. Kept, because many readers may come to the same version. */
  #stored(): StoredState {
    const version = this.version();
    if (this.#storedState?.version !== version) {
      const { log } = this.storage;
      const rows = log.tail().map((row) => row.bytes);
      const tail = rows.length > 1 ? Y.mergeUpdates(rows) : (rows[0] ?? null);
      this.#storedState = { version, checkpoint: log.checkpoint(), tail };
    }
    return this.#storedState;
  }

  #boundSize(): number {
    if (this.#sizeBound === null) {
      const { log } = this.storage;
      this.#sizeBound = (log.checkpoint()?.state.length ?? 0) + log.tailSize().bytes;
    }
    return this.#sizeBound;
  }

  #summarized(): StateSummary {
    if (this.#summary === null) {
      this.#summary = new StateSummary();
      const { checkpoint, tail } = this.#stored();
      if (checkpoint !== null)
        this.#summary.start(Y.decodeStateVector(checkpoint.stateVector), () => Y.decodeUpdate(checkpoint.deletes));
      if (tail !== null) this.#summary.fold(Y.decodeUpdate(tail));
    }
    return this.#summary;
  }
}
