import * as Y from 'yjs';
import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { boundedPaths } from './bounded-paths';
import type { DocumentState } from './document-state';
import type { Applied } from './live-document';
import type { Locks } from './locks/locks';
import { FormerElements } from './operations/former-elements';
import type { EnginePorts } from './ports';
import type { Fate } from './receipts';
import type { Replicas } from './replicas';
import type { Session } from './session';
import { overHttp, type RowKind } from './storage';
import { deletesInsideGone, examineUpdate, type UpdateFacts } from './update-facts';
import type { Row, Waiting } from './writes';

/** What an element needs at least that is made of a plain object: a map, an id, a place, its texts. */
const elementOverhead = { bytes: 100, structs: 5 } as const;

/** Takes one update into the document: decides its fate, applies and repairs it, and makes its row (PROTOCOL.md, Writing). */
export class UpdateIntake {
  readonly #former: FormerElements;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly replicas: Replicas,
    private readonly locks: Locks,
  ) {
    this.#former = new FormerElements(ports.schema, ports.storage.log, ports.nowMs);
  }

  /** A flush begins. */
  begin(): void {
    this.#former.rest();
  }

  /** Applies an update and adds its row to `rows`, those that wait to be stored with it. Answers its fate. */
  take(item: Waiting, rows: Row[]): Fate {
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
    const options = { mayLowerStatus, deletedReplacements, wholeTexts, unset, readFormer, mayEditFormer };
    const applied = state.live().apply(item.bytes, item.update, options);
    const hindrance = this.locks.hindrance(applied.touched, item.proof);
    if (hindrance !== null) {
      this.forget();
      return { kind: 'refused', code: hindrance.code, hindrance };
    }
    replicas.replaced(applied.replacements, deletedReplacements);
    if (applied.bytes === null && isIdle) return { kind: 'no-effect' };
    if (applied.bytes !== null) {
      const row = this.row(item.author, item.session, 'edit', applied.bytes, applied, rows.length + 1);
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

  /** A row that is `offset` versions ahead of the log. */
  row(
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

  /** What is in memory is ahead of the log: it is read again. */
  forget(): void {
    this.state.reset();
    this.replicas.reset();
    this.#former.reset();
  }
}
