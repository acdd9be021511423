import * as Y from 'yjs';
import { closes } from '../protocol/closes';
import { encodeServerFrame, MalformedFrame } from '../protocol/frames';
import type { Identity } from '../protocol/roles';
import type { Asker } from './asker';
import type { DocumentState } from './document-state';
import { FlushWindow } from './flush-window';
import { LockedWrite } from './locks/locked-write';
import type { Locks } from './locks/locks';
import type { EnginePorts } from './ports';
import { ReaderLimit } from './reader-limit';
import type { Fate, Receipt, Receipts } from './receipts';
import type { Replicas } from './replicas';
import type { Session } from './session';
import type { Sessions } from './sessions';
import type { LogRow, RowKind } from './storage';
import { decodeUpdateStrictly } from './update-decoding';
import type { DecodedUpdate } from './update-facts';
import { UpdateIntake } from './update-intake';
import {
  type ChangeMaker,
  type ForkedChange,
  logRowOf,
  personProof,
  proofOf,
  type Row,
  type StoredRow,
  type Waiting,
} from './writes';

/**
 * The way of every edit (PROTOCOL.md, Writing): wait in the window, apply and repair, append all rows, broadcast,
 * acknowledge. In that order and in one synchronous step: nobody sees what a crash could lose.
 */
export class Writer {
  #waiting: Waiting[] = [];
  readonly #window = new FlushWindow();
  readonly #intake: UpdateIntake;
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
    this.#intake = new UpdateIntake(ports, state, replicas, locks);
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
    let conflicts = maker?.conflicts ?? [];
    const bytes = this.#changing(() => {
      const changed = this.state.live().change(work, maker?.client);
      all = [...touched, ...changed.followed.touched];
      conflicts = [...conflicts, ...changed.followed.conflicts];
      const hindrance = this.locks.hindrance(all, proof);
      if (hindrance !== null) throw new LockedWrite(hindrance);
      return changed.bytes;
    });
    if (bytes === null) return true;
    if (maker !== null) this.replicas.claim([maker.client], author.id);
    this.state.grew(bytes.length);
    const applied = { touched: all, asSent: false, conflicts };
    const row = this.#intake.row(author, null, kind, bytes, applied, 1);
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
    const fate = unlocked(this.#changing(() => this.#intake.take({ ...item, proof }, rows)));
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
      this.#intake.forget();
      throw error;
    }
  }

  /** Stores and sends what waits. Answers the fate of the last update that waited, null when nothing could be stored. */
  flush(): Fate | null {
    const waiting = this.#waiting;
    if (waiting.length === 0) return null;
    this.#waiting = [];
    this.#window.flushed(this.ports.nowMs());
    this.#intake.begin();
    let rows: Row[] = [];
    let fates: Receipt[] = [];
    for (const item of waiting) {
      // What a lock is in the way of is taken back by reading the log: what came before it has to stand there.
      if (rows.length > 0 && this.locks.concern(item.proof)) {
        if (!this.#append(rows, fates)) return null;
        [rows, fates] = [[], []];
      }
      try {
        fates.push({ item, fate: this.#intake.take(item, rows) });
      } catch (error) {
        return this.#dismiss(item, waiting, error);
      }
    }
    if (!this.#append(rows, fates)) return null;
    return fates.at(-1)?.fate ?? null;
  }

  /** Forgets the document in memory, and what waits: the sessions that it came from are gone or will send it again. */
  clear(): void {
    this.#waiting = [];
    this.#intake.forget();
  }

  /** How much of the server's writes an update carries: a client that loads its own copy sends it along. */
  #serverClockIn(update: DecodedUpdate): number {
    const { serverClient } = this.state.existing();
    const ends = update.structs.map(({ id, length }) => (id.client === serverClient ? id.clock + length : 0));
    return ends.reduce((highest, end) => Math.max(highest, end), 0);
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
    this.#intake.forget();
    if (offender.session !== null) this.sessions.close(offender.session, closes.malformed);
    this.#waiting = waiting.filter((item) => item !== offender);
    this.flush();
    if (offender.session === null) throw new MalformedFrame('update cannot be applied', { cause: error });
    return null;
  }
}

/** The fate of a change that no lock is in the way of. @throws LockedWrite */
function unlocked(fate: Fate): Fate {
  if (fate.kind === 'refused' && fate.hindrance !== undefined) throw new LockedWrite(fate.hindrance);
  return fate;
}
