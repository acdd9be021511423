import * as Y from 'yjs';
import { closes } from '../protocol/codes';
import { encodeServerFrame, MalformedFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import type { Asker } from './asker';
import { boundedPaths } from './bounded-paths';
import type { DocumentState } from './document-state';
import { FlushWindow } from './flush-window';
import type { Applied } from './live-document';
import { LockedWrite } from './locks/locked-write';
import type { Locks, WriteProof } from './locks/locks';
import { MovedOccurrences } from './moved-occurrences';
import { FormerElements } from './operations/former-elements';
import type { FoundConflict, KnownBase } from './operations/found-conflicts';
import type { WholeText } from './operations/whole-texts';
import type { EnginePorts } from './ports';
import { ReaderLimit } from './reader-limit';
import type { Fate, Receipt, Receipts, Sent } from './receipts';
import type { Replicas } from './replicas';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { type LogRow, overHttp, type RowKind } from './storage';
import { decodeUpdateStrictly } from './update-decoding';
import { type DecodedUpdate, deletesInsideGone, examineUpdate, type UpdateFacts } from './update-facts';

/** What an element needs at least that is made of a plain object: a map, an id, a place, its texts. */
const elementOverhead = { bytes: 100, structs: 5 } as const;

/** An update that waits for the flush. */
interface Waiting extends Sent {
  readonly author: Identity;
  readonly bytes: Uint8Array;
  readonly update: DecodedUpdate;
  readonly mayLowerStatus: boolean;
  /** How much of the server's own writes its author had seen: deletes of what we replaced later are theirs (R4). */
  readonly seenServerClock: number;
  readonly wholeTexts?: readonly WholeText[];
  readonly unset?: readonly string[];
  readonly proof: WriteProof;
}

/** A row with what is known of it while it is being stored. */
export interface StoredRow extends LogRow {
  readonly author: Identity;
  readonly conflicts: readonly FoundConflict[];
  /** What its author is known to have seen; null for an update of a Yjs client. */
  readonly base: KnownBase | null;
  /** The update as it came, when some of it went to what is no longer there; else null. */
  readonly orphaned: Uint8Array | null;
}

interface Row extends StoredRow {
  readonly asSent: boolean;
  readonly from: Session | null;
}

/** Under which session and client id a change of the server is made, and what is stored with it. */
export interface ChangeMaker {
  readonly session: string;
  readonly client: number;
  /** Fencing tokens of locks; absent where none could be shown. */
  readonly lockTokens?: readonly number[];
  /** Values that it wrote over others that its author did not know. */
  readonly conflicts: readonly FoundConflict[];
  /** What its author is known to have seen; null for the document as it is. */
  readonly base: KnownBase | null;
  /** Called in the transaction, when the rows are in the log. */
  readonly alongside: () => void;
}

/** An operation as an update of the document that its author knew. */
export interface ForkedChange extends Omit<ChangeMaker, 'client'> {
  readonly author: Identity;
  readonly kind: RowKind;
  readonly bytes: Uint8Array;
  readonly mayLowerStatus: boolean;
  readonly wholeTexts: readonly WholeText[];
  /** Paths of registers that it unsets, whatever others wrote to them. */
  readonly unset: readonly string[];
  readonly base: KnownBase;
}

/**
 * The way of every edit (PROTOCOL.md, Writing): wait in the window, apply and repair, append all rows, broadcast,
 * acknowledge. In that order and in one synchronous step: nobody sees what a crash could lose.
 */
export class Writer {
  #waiting: Waiting[] = [];
  readonly #window = new FlushWindow();
  readonly #former: FormerElements;
  readonly #occurrences: MovedOccurrences;
  readonly #readers: ReaderLimit;

  constructor(
    private readonly ports: EnginePorts,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    private readonly replicas: Replicas,
    private readonly asker: Asker,
    private readonly receipts: Receipts,
    private readonly locks: Locks,
    private readonly onStored: (rows: readonly StoredRow[]) => void,
    /** Called when rows have gone out as frames, before their senders are told that they are stored. */
    private readonly onSent: (rows: readonly LogRow[]) => void,
    private readonly onFailure: () => void,
  ) {
    this.#former = new FormerElements(ports.schema, ports.storage.log, ports.nowMs);
    this.#occurrences = new MovedOccurrences(ports.schema, ports.storage.log);
    this.#readers = new ReaderLimit(sessions, ports.nowMs);
  }

  /** Takes an update of a session. @throws MalformedFrame when it does not decode. */
  receive(session: Session, bytes: Uint8Array, n: number | null, isAnswer: boolean): void {
    const answerClock = isAnswer ? this.asker.answered(session) : null;
    if (!this.sessions.allows(session, 'edit')) return this.#receiveOfReader(session, bytes, n, isAnswer);
    const nowMs = this.ports.nowMs();
    // The rate comes first: most of what an update costs before it waits is that it is decoded.
    if (!session.edits.take(nowMs)) return this.asker.dropped(session);
    const update = decodeUpdateStrictly(bytes);
    const seenServerClock = answerClock ?? this.#serverClockIn(update);
    const mayLowerStatus = this.sessions.allows(session, 'lower-status');
    const author = session.identity as Identity;
    const proof = personProof(author);
    this.#waiting.push({ author, session, isAnswer, bytes, update, n, mayLowerStatus, seenServerClock, proof });
    const delayMs = this.#window.arrive(nowMs, this.sessions.readerCount);
    if (delayMs === 0) this.flush();
    else this.ports.timers.soon('flush', delayMs);
  }

  #receiveOfReader(session: Session, bytes: Uint8Array, n: number | null, isAnswer: boolean): void {
    if (isAnswer) this.asker.satisfied(session);
    if (this.#readers.admits(session, bytes.length)) this.receipts.giveToReader(session, decodeUpdateStrictly(bytes), n);
  }

  /** Stores an update that came over HTTP, at once. @throws MalformedFrame when it does not decode. @throws LockedWrite */
  store(author: Identity, bytes: Uint8Array, mayLowerStatus: boolean): Fate {
    const update = decodeUpdateStrictly(bytes);
    this.flush();
    const seenServerClock = Number.POSITIVE_INFINITY;
    const item = { author, session: null, isAnswer: false, bytes, update, n: null, mayLowerStatus, seenServerClock };
    this.#waiting.push({ ...item, proof: personProof(author) });
    return unlocked(this.flush() ?? { kind: 'refused', code: 'unavailable' });
  }

  /** Stores a change that the server makes for somebody, e.g. a patch. False when it could not be stored. @throws LockedWrite */
  change(
    author: Identity,
    kind: RowKind,
    touched: readonly string[],
    work: (doc: Y.Doc) => void,
    maker: ChangeMaker | null = null,
  ): boolean {
    this.flush();
    const proof = proofOf(author, maker);
    let all = touched;
    const bytes = this.#changing(() => {
      const before = this.#occurrences.before(this.state.live().doc);
      const followed: string[] = [];
      const changed = this.state.live().change((doc) => {
        work(doc);
        followed.push(...this.#occurrences.follow(doc, before));
      }, maker?.client);
      all = [...touched, ...followed];
      const hindrance = this.locks.hindrance(all, proof);
      if (hindrance !== null) throw new LockedWrite(hindrance);
      return changed;
    });
    if (bytes === null) return true;
    if (maker !== null) this.replicas.claim([maker.client], author.id);
    this.state.grew(bytes.length);
    const applied = { touched: all, asSent: false, conflicts: maker?.conflicts ?? [] };
    const row = this.#row(author, null, kind, bytes, applied, 1);
    const { session, base } = maker ?? row;
    return this.#append([{ ...row, session, base }], [], maker?.alongside);
  }

  /**
   * Stores an operation that was done to the document as its author knew it: from there it merges as any update does.
   * @throws LockedWrite
   */
  merge({
    author,
    kind,
    session,
    bytes,
    mayLowerStatus,
    wholeTexts,
    unset,
    conflicts,
    base,
    alongside,
    ...maker
  }: ForkedChange): Fate | null {
    this.flush();
    const proof = proofOf(author, maker);
    const update = decodeUpdateStrictly(bytes);
    const seenServerClock = Number.POSITIVE_INFINITY;
    const item = {
      author,
      session: null,
      isAnswer: false,
      bytes,
      update,
      n: null,
      mayLowerStatus,
      wholeTexts,
      unset,
      seenServerClock,
    };
    const rows: Row[] = [];
    const fate = unlocked(this.#changing(() => this.#take({ ...item, proof }, rows)));
    if (fate.kind === 'refused' || fate.kind === 'missing') return fate;
    const own = rows.map((row) => {
      const unseen = conflicts.filter(({ path }) => !row.conflicts.some((conflict) => conflict.path === path));
      return { ...row, kind, session, conflicts: [...row.conflicts, ...unseen], base, orphaned: null };
    });
    return this.#append(own, [], alongside) ? fate : null;
  }

  /** Stores something of a change that made no row. False when it could not be stored. */
  storeAlongside(work: () => void): boolean {
    return this.#append([], [], work);
  }

  #changing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#forgetUnstored();
      throw error;
    }
  }

  /** What is in memory is ahead of the log: it is read again. */
  #forgetUnstored(): void {
    this.state.reset();
    this.replicas.reset();
    this.#former.reset();
  }

  /** Stores and sends what waits. Answers the fate of the last update that waited, null when nothing could be stored. */
  flush(): Fate | null {
    const waiting = this.#waiting;
    if (waiting.length === 0) return null;
    this.#waiting = [];
    this.#window.flushed(this.ports.nowMs());
    this.#former.rest();
    let rows: Row[] = [];
    let fates: Receipt[] = [];
    for (const item of waiting) {
      // What a lock is in the way of is taken back by reading the log: what came before it has to stand there.
      if (rows.length > 0 && this.locks.concern(item.proof)) {
        if (!this.#append(rows, fates)) return null;
        [rows, fates] = [[], []];
      }
      try {
        fates.push({ item, fate: this.#take(item, rows) });
      } catch (error) {
        return this.#dismiss(item, waiting, error);
      }
    }
    if (!this.#append(rows, fates)) return null;
    return fates.at(-1)?.fate ?? null;
  }

  /** Forgets what waits: the sessions it came from are gone or will send it again. */
  clear(): void {
    this.#waiting = [];
    this.#former.reset();
  }

  #take(item: Waiting, rows: Row[]): Fate {
    const { state, replicas } = this;
    const deletedReplacements = this.#deletedReplacements(item);
    if (!state.isBuilt && deletedReplacements.size === 0 && state.covers(item.update)) return { kind: 'no-effect' };
    const { doc } = state.live();
    const facts = examineUpdate(doc, item.update);
    if (facts.missing) return { kind: 'missing' };
    const { mayLowerStatus, wholeTexts = [], unset = [] } = item;
    const isIdle = !facts.hasEffect && deletedReplacements.size === 0 && unset.length === 0;
    const mayEditFormer = deletesInsideGone(doc, item.update);
    if (isIdle && !mayEditFormer) return { kind: 'no-effect' };
    if (!replicas.allow(facts.freshClients, item.author.id)) return { kind: 'refused', code: 'client-id-taken' };
    if (item.bytes.length + facts.occupiedLength > limits.maxSyncFrameBytes) return { kind: 'refused', code: 'too-large' };
    if (!this.#hasRoomFor(item.bytes.length, facts)) return { kind: 'refused', code: 'document-full' };
    replicas.claim(facts.freshClients, item.author.id);
    const readFormer = () => this.#former.read(doc, item.bytes, item.update, rows);
    const before = this.#occurrences.before(doc);
    const follow = () => this.#occurrences.follow(doc, before);
    const options = { mayLowerStatus, deletedReplacements, wholeTexts, unset, readFormer, mayEditFormer, follow };
    const applied = state.live().apply(item.bytes, item.update, options);
    const hindrance = this.locks.hindrance(applied.touched, item.proof);
    if (hindrance !== null) {
      this.#forgetUnstored();
      return { kind: 'refused', code: hindrance.code, hindrance };
    }
    replicas.replaced(applied.replacements, deletedReplacements);
    if (applied.bytes === null && isIdle) return { kind: 'no-effect' };
    if (applied.bytes !== null) {
      const row = this.#row(item.author, item.session, 'edit', applied.bytes, applied, rows.length + 1);
      rows.push({ ...row, orphaned: applied.orphaned ? item.bytes : null });
      state.grew(applied.bytes.length);
    }
    return { kind: 'stored', repaired: applied.repaired, orphaned: applied.orphaned, freesRoom: facts.freshStructs === 0 };
  }

  #hasRoomFor(bytes: number, { freshStructs, splits, plainValues }: UpdateFacts): boolean {
    if (freshStructs === 0) return this.state.hasRoomForSplits(splits);
    return this.state.hasRoomFor(
      bytes + plainValues * elementOverhead.bytes,
      freshStructs + splits + plainValues * elementOverhead.structs,
    );
  }

  /** The elements whose plain ancestors this update deletes (R4). */
  #deletedReplacements({ update, seenServerClock }: Waiting): Set<string> {
    const deleted = new Set<string>();
    if (update.ds.clients.size === 0) return deleted;
    for (const { client, clock, element, serverClock } of this.replicas.replacements()) {
      // Who has seen the replacement has the delete of the plain struct from us, not from the person.
      if (seenServerClock < serverClock && Y.isDeleted(update.ds, Y.createID(client, clock))) deleted.add(element);
    }
    return deleted;
  }

  /** How much of the server's writes an update carries: a client that loads its own copy sends it along. */
  #serverClockIn(update: DecodedUpdate): number {
    const { serverClient } = this.state.existing();
    const ends = update.structs.map(({ id, length }) => (id.client === serverClient ? id.clock + length : 0));
    return ends.reduce((highest, end) => Math.max(highest, end), 0);
  }

  #row(
    author: Identity,
    from: Session | null,
    kind: RowKind,
    bytes: Uint8Array,
    applied: Pick<Applied, 'touched' | 'asSent' | 'conflicts'>,
    offset: number,
  ): Row {
    return {
      version: this.state.version() + offset,
      atMs: this.ports.nowMs(),
      actor: author.id,
      session: from?.id ?? overHttp,
      kind,
      touched: boundedPaths(applied.touched),
      bytes,
      author,
      conflicts: applied.conflicts,
      base: null,
      orphaned: null,
      asSent: applied.asSent,
      from,
    };
  }

  #append(rows: readonly Row[], fates: readonly Receipt[], alongside: () => void = () => {}): boolean {
    const { storage } = this.ports;
    try {
      storage.transact(() => {
        if (rows.length > 0) storage.log.append(rows.map(logRowOf));
        this.replicas.save(this.ports.nowMs());
        if (rows.length > 0) this.onStored(rows);
        alongside();
      });
    } catch (error) {
      this.ports.report('append failed', error);
      this.onFailure();
      return false;
    }
    this.#broadcast(rows);
    this.receipts.give(fates);
    return true;
  }

  #broadcast(rows: readonly Row[]): void {
    const [first] = rows;
    if (first === undefined) return;
    const skip = rows.every((row) => row.from === first.from && row.asSent) ? first.from : null;
    const readers = this.sessions.readers().filter((session) => session !== skip);
    if (readers.length > 0) {
      const update = rows.length === 1 ? first.bytes : Y.mergeUpdates(rows.map((row) => row.bytes));
      const frame = encodeServerFrame({ type: 'update', update });
      for (const session of readers) this.ports.wire.send(session.id, frame);
    }
    this.onSent(rows);
  }

  /** Closes the session whose update broke the engine, and takes the others' again from a clean document. */
  #dismiss(offender: Waiting, waiting: readonly Waiting[], error: unknown): Fate | null {
    this.ports.report('update could not be applied', error);
    this.#forgetUnstored();
    if (offender.session !== null) this.sessions.close(offender.session, closes.malformed);
    this.#waiting = waiting.filter((item) => item !== offender);
    this.flush();
    if (offender.session === null) throw new MalformedFrame('update cannot be applied', { cause: error });
    return null;
  }
}

function personProof({ id }: Identity): WriteProof {
  return { kind: 'person', id };
}

/** Operations and patches show tokens, or none; what cannot show any counts as its author's (X4). */
function proofOf(author: Identity, maker: Pick<ChangeMaker, 'lockTokens'> | null): WriteProof {
  return maker?.lockTokens === undefined ? personProof(author) : { kind: 'tokens', tokens: maker.lockTokens };
}

/** The fate of a change that no lock is in the way of. @throws LockedWrite */
function unlocked(fate: Fate): Fate {
  if (fate.kind === 'refused' && fate.hindrance !== undefined) throw new LockedWrite(fate.hindrance);
  return fate;
}

/** What of a row stands in the log. */
function logRowOf({ version, atMs, actor, session, kind, touched, bytes }: Row): LogRow {
  return { version, atMs, actor, session, kind, touched, bytes };
}
