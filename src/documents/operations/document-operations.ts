import * as Y from 'yjs';
import type { Outcome, Refusal } from '../../protocol/codes';
import type { AppliedOperation } from '../../protocol/operations';
import { growthOf } from '../content-growth';
import { writeContent } from '../content-write';
import type { DocumentState } from '../document-state';
import { unlessLocked } from '../locks/locked-write';
import type { EnginePorts } from '../ports';
import type { Replicas } from '../replicas';
import type { Sessions } from '../sessions';
import type { LogRow } from '../storage';
import { type Content, contentOf, frameView } from '../view';
import type { Writer } from '../writer';
import type { ForkedChange } from '../writes';
import { type Edit, patchEdit, refusalOfEdit } from './edits';
import { type Fork, Forks } from './forks';
import { type Asked, type GivenAnswers, PendingAnswer } from './given-answers';
import { KnownRows, rowSession } from './known-rows';
import { type NarrowChange, narrowChange } from './narrow-change';
import { type Carried, OperationCarrier } from './operation-carrier';
import type { AppliedOperations, OperationRequest, Operations } from './operations-api';
import { settleRaces } from './races';
import type { RecentRows } from './recent-rows';
import { SessionClients } from './session-client';
import { VersionedViews } from './versioned-views';
import { changedPath, isRelated, viewDifference } from './view-difference';

/** What leads from one content to another. */
interface Difference {
  readonly before: Content;
  readonly after: Content;
  readonly operations: readonly AppliedOperation[];
}

type Author = Omit<OperationRequest, 'operations'>;

/** Sessions of calls over HTTP: all of a person are one. */
export function httpSession(person: string): string {
  return `http:${person}`;
}

/** JSON operations on a live document (PROTOCOL.md, Operations). */
export class DocumentOperations implements Operations {
  readonly #views: VersionedViews;
  readonly #forks: Forks;
  readonly #clients: SessionClients;
  readonly #carrier: OperationCarrier;
  readonly #known = new KnownRows();
  #latest: Difference | null = null;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'chance' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    replicas: Replicas,
    private readonly writer: Writer,
    private readonly recent: RecentRows,
    private readonly answers: GivenAnswers,
  ) {
    const { schema, storage } = ports;
    this.#views = new VersionedViews(schema, state, storage.log, recent);
    this.#forks = new Forks(schema, storage.log, recent);
    this.#clients = new SessionClients(state, replicas);
    this.#carrier = new OperationCarrier(schema, state, this.#views, recent, this.#known);
  }

  reset(): void {
    this.#views.reset();
    this.#forks.reset();
    this.#known.reset();
    this.#latest = null;
  }

  apply({ operations, isForced = false, ...author }: OperationRequest): Outcome<AppliedOperations> {
    const { schema } = this.ports;
    return this.#once(author, () => {
      const carried = this.#carrier.carry({ ...author, operations });
      if (carried === null) return this.#edit(author, patchEdit(schema, operations, isForced));
      return this.#editHead(author, patchEdit(schema, carried.operations, isForced), carried);
    });
  }

  /** Changes the view that the author saw by whatever means, and the document by the difference. */
  edit(author: Author, edit: Edit): Outcome<AppliedOperations> {
    return this.#once(author, () => this.#edit(author, edit));
  }

  since(version: number, limit: number): readonly AppliedOperation[] | null {
    if (!this.recent.holds(version)) return null;
    const operations = viewDifference(this.ports.schema, this.#views.at(version), this.#views.head());
    return operations.length > limit ? null : operations;
  }

  describe(rows: readonly LogRow[]): readonly AppliedOperation[] {
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return [];
    return this.#difference(this.#views.at(first.version - 1), this.#views.at(last.version));
  }

  view(): { readonly view: Content; readonly version: number } {
    return { view: this.#framed(this.#views.head()), version: this.state.version() };
  }

  /** Does what was asked for, unless it was done before under the same id. */
  #once(author: Author, work: () => Outcome<AppliedOperations>): Outcome<AppliedOperations> {
    this.writer.flush();
    if (!this.sessions.allowsPerson(author.author, 'edit')) return refuse({ code: 'forbidden' });
    const given = this.answers.find(askedBy(author));
    if (given?.ok) this.#known.learn(author, given.value.version);
    return given ?? unlessLocked(work, refuse);
  }

  #edit(author: Author, edit: Edit): Outcome<AppliedOperations> {
    const head = this.state.version();
    const version = author.version === 'head' ? head : author.version;
    const since = version <= head ? this.#othersSince(author, version) : [];
    if (since.length > 0) return this.#editAt(author, version, since, edit);
    return version === head || this.recent.holds(version) ? this.#editHead(author, edit) : refuse(gone);
  }

  /** Nobody else has written since, or nothing that matters: it is done to the document as it is. */
  #editHead(author: Author, edit: Edit, carried: Omit<Carried, 'operations'> | null = null): Outcome<AppliedOperations> {
    const before = this.#views.head();
    const view = edit.readsFrame ? this.#framed(before) : before;
    const patched = edit.change(view);
    if (!patched.ok) return patched;
    const change = narrowChange(this.ports.schema, view, patched.value.content);
    const problem = this.#check(author, edit, view, change);
    if (problem !== null) return refuse(problem);
    const { doc } = this.state.live();
    const client = this.#clients.of(author.session, author.author.id, doc);
    const touched: string[] = [];
    const answer = this.#answerOf(author, before, patched.value.targets);
    const { session, lockTokens = [] } = author;
    const { conflicts = [], base = null } = carried ?? {};
    const maker = { session: rowSession(session), client, lockTokens, conflicts, base, alongside: () => answer.keep() };
    const isStored = this.writer.change(author.author, 'op', touched, (live) => this.#write(live, change, touched), maker);
    return isStored ? this.#give(answer) : refuse({ code: 'unavailable' });
  }

  /** Does it to the document as the author knew it; from there it merges. */
  #editAt(author: Author, version: number, since: readonly LogRow[], edit: Edit): Outcome<AppliedOperations> {
    const { schema } = this.ports;
    const fork = this.#forks.at(version, (row) => this.#known.isOwn(author, row), this.state.existing().serverClient);
    if (fork === null) return refuse(gone);
    const base = contentOf(fork.doc, schema);
    const view = edit.readsFrame ? this.#framed(base, fork.version) : base;
    const patched = edit.change(view);
    if (!patched.ok) return patched;
    const change = narrowChange(schema, view, patched.value.content);
    const problem = this.#check(author, edit, view, change);
    if (problem !== null) return refuse(problem);
    const head = this.#views.head();
    const races = settleRaces(change.schema, { ...change, head }, since);
    const bytes = this.#updateOf(author, fork, { ...change, after: races.after });
    const answer = this.#answerOf(author, head, patched.value.targets);
    if (bytes === null) return this.#give(answer);
    return this.#merge(author, { bytes, base: { version: fork.version }, ...races }, answer);
  }

  #merge(
    author: Author,
    made: Pick<ForkedChange, 'bytes' | 'base' | 'wholeTexts' | 'unset' | 'conflicts'>,
    answer: PendingAnswer,
  ): Outcome<AppliedOperations> {
    const fate = this.writer.merge({
      author: author.author,
      kind: 'op',
      session: rowSession(author.session),
      mayLowerStatus: this.sessions.allowsPerson(author.author, 'lower-status'),
      lockTokens: author.lockTokens ?? [],
      alongside: () => answer.keep(),
      ...made,
    });
    if (fate === null) return refuse({ code: 'unavailable' });
    if (fate.kind === 'missing') throw new Error('an operation builds on what the document does not have');
    return fate.kind === 'refused' ? refuse({ code: fate.code }) : this.#give(answer);
  }

  #check(author: Author, edit: Edit, view: Content, change: NarrowChange): Refusal | null {
    const refusal = refusalOfEdit(edit, view, change, this.sessions.allowsPerson(author.author, 'lower-status'));
    if (refusal !== null) return refusal;
    const { before, after } = change.changed;
    return this.state.hasRoomForGrowth(growthOf(change.schema, before, after)) ? null : { code: 'document-full' };
  }

  #write(doc: Y.Doc, { schema, before, after }: NarrowChange, touched: string[]): void {
    touched.push(...writeContent(doc, schema, before, after, this.ports.chance));
  }

  /** What writing a change to a fork makes, under a client id of its session; null for nothing. */
  #updateOf(author: Author, { doc }: Fork, change: NarrowChange): Uint8Array | null {
    const emitted: Uint8Array[] = [];
    doc.clientID = this.#clients.of(author.session, author.author.id, doc);
    doc.on('update', (update: Uint8Array) => void emitted.push(update));
    doc.transact(() => this.#write(doc, change, []));
    const [first] = emitted;
    return emitted.length > 1 ? Y.mergeUpdates(emitted) : (first ?? null);
  }

  #othersSince(author: Author, version: number): readonly LogRow[] {
    return this.recent.after(version).filter((row) => !this.#known.isOwn(author, row));
  }

  #answerOf(author: Author, before: Content, targets: readonly string[]): PendingAnswer {
    return new PendingAnswer(askedBy(author), this.answers, () => this.#describe(before, targets));
  }

  #give(answer: PendingAnswer): Outcome<AppliedOperations> {
    // What made no row was in no transaction.
    const isKept = answer.isKept || this.writer.storeAlongside(() => answer.keep());
    return isKept ? { ok: true, value: answer.get() } : refuse({ code: 'unavailable' });
  }

  #describe(before: Content, targets: readonly string[]): AppliedOperations {
    const { schema } = this.ports;
    const operations = this.#difference(before, this.#views.head());
    const changed = operations.map((operation) => changedPath(schema, operation));
    const idle = targets.filter((target) => !changed.some((path) => isRelated(path, target)));
    const noops = [...new Set(idle)].map((path): AppliedOperation => ({ op: 'noop', path }));
    return { version: this.state.version(), operations: [...operations, ...noops], effect: operations.length > 0 };
  }

  /** The operations between two contents that are kept. Who did it and who is told of it ask for the same, one after the other. */
  #difference(before: Content, after: Content): readonly AppliedOperation[] {
    if (this.#latest?.before !== before || this.#latest.after !== after) {
      this.#latest = { before, after, operations: viewDifference(this.ports.schema, before, after) };
    }
    return this.#latest.operations;
  }

  #framed(content: Content, version = this.state.version()): Content {
    const { storage } = this.ports;
    const meta = this.state.existing();
    const lastAtMs = version === this.state.version() ? storage.log.lastAtMs() : storage.log.rows(version - 1, version)[0]?.atMs;
    return frameView(content, meta, [...this.state.members().values()], version, lastAtMs ?? meta.createdAtMs);
  }
}

const gone: Refusal = { code: 'history-gone', detail: 'The log does not hold this version.' };

function askedBy({ author, id }: Author): Asked {
  return { person: author.id, id, kind: 'op' };
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
