import * as Y from 'yjs';
import type { Outcome, Refusal } from '../../protocol/codes';
import { historyLimits as limits } from '../../protocol/limits';
import type { Operation } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { RevertRequest, StepTaken, Versioned, VersionPage } from '../api';
import { growthOf } from '../content-growth';
import { writeContent } from '../content-write';
import type { DocumentState } from '../document-state';
import { httpSession } from '../operations/document-operations';
import { type Asked, type GivenAnswers, PendingAnswer } from '../operations/given-answers';
import type { AppliedOperations } from '../operations/operations-api';
import { SessionClients } from '../operations/session-client';
import { viewDifference } from '../operations/view-difference';
import type { EnginePorts } from '../ports';
import type { Replicas } from '../replicas';
import type { Sessions } from '../sessions';
import { type LogRow, overHttp, type RowKind } from '../storage';
import { type Content, contentOf, frameView } from '../view';
import type { Writer } from '../writer';
import type { ForkedChange } from '../writes';
import { type Change, mergeChanges } from './changes';
import { documentAt } from './document-at';
import { type StepKind, type Steps, takeStep } from './inversion';
import { keepRanks } from './kept-ranks';
import { type Replay, replayLog } from './log-replay';
import { standardPatch } from './standard-patch';
import { undoStart } from './undo-window';

/** A step that somebody asks for. */
export interface StepRequest {
  readonly kind: StepKind;
  /** The same step under the same id is taken once, and answered as the first time (PROTOCOL.md O25); null: no id. */
  readonly id: string | null;
  /** The connection that asks; absent over HTTP. */
  readonly session?: string;
}

/** What a document was, and going back there (PROTOCOL.md, History). Nothing of it is kept but the log. */
export class DocumentHistory {
  readonly #clients: SessionClients;

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'storage' | 'chance' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    replicas: Replicas,
    private readonly writer: Writer,
    private readonly answers: GivenAnswers,
  ) {
    this.#clients = new SessionClients(state, replicas);
  }

  /** Versions, the newest first. @param before the version that the page ends in front of; null for the newest page. */
  versions(before: number | null, limit: number): VersionPage {
    const { log } = this.ports.storage;
    const upTo = Math.min(before === null ? log.head() : before - 1, log.head());
    const after = Math.max(0, upTo - limit);
    const versions = log.rows(after, upTo).map(({ version, atMs, actor, kind, touched }) => ({
      version,
      at: new Date(atMs).toISOString(),
      actor: { id: actor, name: this.state.nameOf(actor) },
      kind,
      touched,
    }));
    return { versions: versions.reverse(), next_before: after > 0 ? after + 1 : null };
  }

  /** The document as it was at a version. */
  at(version: number): Outcome<Versioned<Content>> {
    const { log } = this.ports.storage;
    if (!this.#has(version)) return refuse({ code: 'not-found' });
    const meta = this.state.existing();
    const members = [...this.state.members().values()];
    const updatedAtMs = log.rows(version - 1, version)[0]?.atMs ?? meta.createdAtMs;
    return { ok: true, value: { view: frameView(this.#contentAt(version), meta, members, version, updatedAtMs), version } };
  }

  /** The JSON Patch that makes the content at one version out of that at another. */
  difference(from: number, to: number): Outcome<readonly Operation[]> {
    if (!this.#has(from) || !this.#has(to)) return refuse({ code: 'not-found' });
    return { ok: true, value: standardPatch(this.ports.schema, this.#contentAt(from), this.#contentAt(to)) };
  }

  /** Makes the document what it was at a version, by a new one. @throws LockedWrite */
  restore(author: Identity, version: number): Outcome<null> {
    if (!this.#has(version)) return refuse({ code: 'not-found' });
    const { schema, chance } = this.ports;
    const before = this.#content();
    const former = this.#contentAt(version);
    const mayLower = this.sessions.allowsPerson(author, 'lower-status');
    const after = mayLower ? former : keepRanks(schema, before, former);
    if (!this.state.hasRoomForGrowth(growthOf(schema, before, after))) return refuse({ code: 'document-full' });
    const touched: string[] = [];
    const isStored = this.writer.change(author, 'restore', touched, (doc) => {
      touched.push(...writeContent(doc, schema, before, after, chance));
    });
    return isStored ? { ok: true, value: null } : refuse({ code: 'unavailable' });
  }

  /** Takes back what one person did in a span of versions; what others wrote stays. @throws LockedWrite */
  revert(author: Identity, { person, from, to }: RevertRequest): Outcome<null> {
    const { log } = this.ports.storage;
    if (from < 1 || from > to || !this.#has(to)) return refuse({ code: 'not-found' });
    if (log.head() - from >= limits.maxRevertReach) return refuse({ code: 'history-gone' });
    const replay = this.#replay(from - 1);
    const changes = log
      .rows(from - 1, to)
      .flatMap((row) => (row.actor === person ? (replay.changes.get(row.version) ?? []) : []));
    const undo: Change[] = changes.length === 0 ? [] : [mergeChanges(changes)];
    const update = this.#updateOf(author, replay, { undo, redo: [] }, 'undo');
    return update === null ? { ok: true, value: null } : this.#store(author, 'revert', update);
  }

  /** Takes back the last step of somebody, or does it again, unless that was done before under the same id. @throws LockedWrite */
  step(author: Identity, { kind, id, session = overHttp }: StepRequest): Outcome<StepTaken> {
    const asked = { person: author.id, id, kind };
    const answered = this.answers.find(asked) ?? this.#step(author, asked, session);
    if (!answered.ok) return answered;
    const { version, operations } = answered.value;
    return { ok: true, value: { version, operations } };
  }

  #step(author: Identity, asked: Asked & { readonly kind: StepKind }, session: string): Outcome<AppliedOperations> {
    const { kind } = asked;
    const start = undoStart(this.ports.storage.log, (row) => this.#isStepOf(author, row), this.ports.nowMs());
    if (start === null) return refuse({ code: 'nothing-to-undo' });
    const replay = this.#replay(start);
    const update = this.#updateOf(author, replay, replay.stepsOf(author.id), kind);
    if (update === null) return refuse({ code: 'nothing-to-undo' });
    const before = this.#content();
    const answer = new PendingAnswer(asked, this.answers, () => ({
      version: this.state.version(),
      operations: viewDifference(this.ports.schema, before, this.#content()),
      effect: true,
    }));
    const stored = this.#store(author, kind, update, { session, alongside: () => answer.keep() });
    return stored.ok ? { ok: true, value: answer.get() } : stored;
  }

  #replay(from: number): Replay {
    const { schema, storage } = this.ports;
    return replayLog({ schema, log: storage.log, serverClient: this.state.existing().serverClient }, from);
  }

  /** What a document begins with cannot be taken back. */
  #isStepOf(author: Identity, { actor, version, atMs }: LogRow): boolean {
    return actor === author.id && !(version === 1 && atMs === this.state.existing().createdAtMs);
  }

  #updateOf(author: Identity, { doc }: Replay, steps: Steps, kind: StepKind): Uint8Array | null {
    const emitted: Uint8Array[] = [];
    doc.clientID = this.#clients.of(httpSession(author.id), author.id, doc);
    doc.on('update', (update: Uint8Array) => void emitted.push(update));
    takeStep(doc, this.ports.schema, steps, kind);
    const [first] = emitted;
    return emitted.length > 1 ? Y.mergeUpdates(emitted) : (first ?? null);
  }

  /** It merges as an update of its author does, and is repaired like one. */
  #store(author: Identity, kind: RowKind, bytes: Uint8Array, { session, alongside }: Storing = quietly): Outcome<null> {
    const fate = this.writer.merge({
      author,
      kind,
      session,
      bytes,
      mayLowerStatus: this.sessions.allowsPerson(author, 'lower-status'),
      wholeTexts: [],
      unset: [],
      conflicts: [],
      base: { version: this.state.version() },
      alongside,
    });
    if (fate === null) return refuse({ code: 'unavailable' });
    if (fate.kind === 'missing') throw new Error('a step builds on what the document does not have');
    return fate.kind === 'refused' ? refuse({ code: fate.code }) : { ok: true, value: null };
  }

  #has(version: number): boolean {
    return version >= 0 && version <= this.state.version();
  }

  #content(): Content {
    return contentOf(this.state.live().doc, this.ports.schema);
  }

  #contentAt(version: number): Content {
    const { schema, storage } = this.ports;
    return contentOf(documentAt(schema, storage.log, version), schema);
  }
}

/** What a change is stored with. */
type Storing = Pick<ForkedChange, 'session' | 'alongside'>;

const quietly: Storing = { session: overHttp, alongside: () => {} };

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
