import * as Y from 'yjs';
import type { Outcome, Refusal } from '../protocol/codes';
import { MalformedFrame } from '../protocol/frames';
import type { Identity } from '../protocol/roles';
import type {
  CalendarRoll,
  CreateDocument,
  IssuedTicket,
  Patch,
  PatchBase,
  Present,
  Projection,
  SyncAnswer,
  SyncRequest,
  TicketBearer,
  Versioned,
} from './api';
import { Attendance } from './attendance';
import { boundedPaths } from './bounded-paths';
import { CallerGate } from './caller-gate';
import { fitsDocument, growthOf } from './content-growth';
import { checkContent } from './content-rules';
import { firstContent } from './content-write';
import { Deletion } from './deletion';
import type { DocumentEngine } from './document-engine';
import type { ResponseStatus } from './event';
import { EventCalendar } from './event-calendar';
import { HistoryCalls } from './history/history-calls';
import { Invitations } from './invitations';
import { applyMergePatch } from './json-patch';
import { LockCalls } from './locks/lock-calls';
import { Membership } from './membership';
import { ConflictCalls } from './operations/conflict-resolution';
import { httpSession } from './operations/document-operations';
import type { EnginePorts } from './ports';
import { overHttp } from './storage';
import { decodeStateVectorStrictly } from './update-decoding';
import { type Content, contentOf, emptyContent, frameView } from './view';

/** What REST may do with a document. Each call asks the policy first, and sees everything that was accepted before it. */
export class DocumentService {
  readonly membership: Membership;
  readonly invitations: Invitations;
  readonly locks: LockCalls;
  readonly history: HistoryCalls;
  readonly conflicts: ConflictCalls;
  readonly eventCalendar: EventCalendar;
  readonly #gate: CallerGate;
  readonly #deletion: Deletion;
  readonly #attendance: Attendance;

  constructor(
    private readonly ports: EnginePorts,
    private readonly engine: DocumentEngine,
  ) {
    this.#gate = new CallerGate(engine);
    this.#deletion = new Deletion(ports, engine);
    this.#attendance = new Attendance(ports, engine, this.#gate);
    this.eventCalendar = new EventCalendar(ports, engine, this.#gate, this.#deletion);
    this.membership = new Membership(ports, engine, this.#gate);
    this.invitations = new Invitations(ports, engine, this.#gate, this.membership);
    this.conflicts = new ConflictCalls(ports, this.#gate, engine.conflicts, engine.operations);
    this.history = new HistoryCalls(this.#gate, engine.history, () => this.#view());
    this.locks = new LockCalls(ports.schema, engine.locks, this.#gate, () => engine.operations.view().view);
  }

  create(request: CreateDocument): Outcome<Versioned<Content> & { created: boolean }> {
    const { engine, ports } = this;
    const existing = engine.state.meta();
    if (existing !== null) {
      const isRepeat = existing.requestHash === request.requestHash && engine.sessions.roleOf(request.owner.id) === 'owner';
      if (!isRepeat) return refuse({ code: 'idempotency-key-reused' });
      if (existing.deletedAtMs !== null) return refuse({ code: 'not-found' });
      return { ok: true, value: { ...this.#view(), created: false } };
    }
    const empty = emptyContent(ports.schema);
    const problems = checkContent(ports.schema, empty, request.fields);
    if (problems !== null) return refuse(problems);
    if (!fitsDocument(growthOf(ports.schema, empty, request.fields))) return refuse({ code: 'document-full' });
    try {
      ports.storage.transact(() => this.#store(request));
    } catch (error) {
      ports.report('create failed', error);
      engine.state.reset();
      return refuse({ code: 'unavailable' });
    }
    return { ok: true, value: { ...this.#view(), created: true } };
  }

  read(caller: Identity): Outcome<Versioned<Content>> {
    return this.#gate.as(caller, 'read', () => ({ ok: true, value: this.#view() }));
  }

  patch(caller: Identity, patch: Patch, base: PatchBase, lockTokens: readonly number[] = []): Outcome<Versioned<Content>> {
    return this.#gate.as(caller, 'edit', () => {
      const { engine } = this;
      const version = engine.state.version();
      const isAt = typeof base === 'object';
      if (!isAt && base !== '*' && base !== version) return refuse({ code: 'precondition-failed', extensions: { version } });
      const author = {
        author: caller,
        session: httpSession(caller.id),
        version: isAt ? base.baseVersion : ('head' as const),
        id: null,
        lockTokens,
      };
      const applied =
        patch.kind === 'json-patch'
          ? engine.operations.apply({ ...author, operations: patch.operations })
          : engine.operations.edit(author, {
              change: (view) => applyMergePatch(view, patch.patch),
              count: null,
              readsFrame: false,
            });
      return applied.ok ? { ok: true, value: this.#view() } : applied;
    });
  }

  sync(bearer: Identity | TicketBearer, request: SyncRequest): Outcome<SyncAnswer> {
    const caller: Outcome<Identity> =
      'ticket' in bearer ? this.engine.tickets.redeem(bearer.ticket) : { ok: true, value: bearer };
    if (!caller.ok) return caller;
    return this.#gate.as(caller.value, request.update === null ? 'read' : 'edit', () => {
      try {
        return this.#exchange(caller.value, request);
      } catch (error) {
        if (error instanceof MalformedFrame) return refuse({ code: 'malformed', detail: error.message });
        throw error;
      }
    });
  }

  issueTicket(caller: Identity): Outcome<IssuedTicket> {
    return this.#gate.as(caller, 'read', () => ({ ok: true, value: this.engine.tickets.issue(caller) }));
  }

  presence(caller: Identity): Outcome<readonly Present[]> {
    return this.#gate.as(caller, 'read', () => ({ ok: true, value: this.engine.presence.present() }));
  }

  delete(caller: Identity, withEvents = false, lockTokens: readonly number[] = []): Outcome<null> {
    return this.#gate.as(caller, 'delete', () => {
      const { calendarEvents, locks } = this.engine;
      const refusal = locks.hindranceOfDeletion(caller.id, lockTokens) ?? calendarEvents.refusalOfDeletion(withEvents);
      if (refusal !== null) return refuse(refusal);
      this.#deletion.delete(caller);
      return { ok: true, value: null };
    });
  }

  restore(caller: Identity): Outcome<Versioned<Content>> {
    // A call that is repeated finds the document restored.
    if (this.#gate.exists()) return this.#gate.as(caller, 'delete', () => ({ ok: true, value: this.#view() }));
    if (!this.#deletion.isKept() || !this.#gate.allows(caller, 'delete')) return refuse({ code: 'not-found' });
    // No list would show it.
    if (this.engine.state.roll()?.isCalendarDeleted === true) {
      return refuse({ code: 'not-found', detail: 'Its calendar is deleted: restore that first.' });
    }
    this.#deletion.restore(caller.id);
    return { ok: true, value: this.#view() };
  }

  /** Makes a place in a calendar for an event that the caller is about to create. */
  admitEvent(caller: Identity, eventId: string): Outcome<CalendarRoll> {
    return this.#gate.as(caller, 'edit', () => this.engine.calendarEvents.admit(eventId));
  }

  /** An event of a calendar is other than it was: it is kept in mind, and shown to whoever looks at the calendar. */
  eventChanged(event: Projection): void {
    const { state, calendarEvents, grid } = this.engine;
    if (state.meta() !== null && calendarEvents.changed(event)) grid.show(event);
  }

  /** An event of a calendar is in another one now. */
  eventLeft(eventId: string): void {
    const { state, calendarEvents, grid } = this.engine;
    if (state.meta() === null) return;
    calendarEvents.left(eventId);
    grid.remove(eventId);
  }

  /** Moves an event to another calendar, which has admitted it. */
  move(caller: Identity, roll: CalendarRoll): Outcome<Versioned<Content>> {
    const moved = this.eventCalendar.move(caller, roll);
    return moved.ok ? this.read(caller) : moved;
  }

  /** Says whether the caller comes to the event. */
  respond(caller: Identity, response: ResponseStatus): Outcome<Versioned<Content>> {
    const answered = this.#attendance.respond(caller, response);
    return answered.ok ? { ok: true, value: this.#view() } : answered;
  }

  #exchange(caller: Identity, { stateVector: encoded, update, known }: SyncRequest): Outcome<SyncAnswer> {
    const stateVector = decodeStateVectorStrictly(encoded);
    const { engine } = this;
    const role = engine.sessions.effectiveRole(caller);
    if (update === null && known.includes(engine.state.version())) {
      return { ok: true, value: { update: null, version: engine.state.version(), repaired: [], role } };
    }
    const fate = update === null ? null : engine.writer.store(caller, update, this.#gate.allows(caller, 'lower-status'));
    if (fate?.kind === 'missing') return refuse({ code: 'missing-dependency' });
    if (fate?.kind === 'refused') return refuse({ code: fate.code });
    engine.writer.flush();
    const updates = engine.state.updatesFor(stateVector, encoded);
    const answer = updates.length === 0 ? new Uint8Array([0, 0]) : Y.mergeUpdates(updates);
    const repaired = fate?.kind === 'stored' ? fate.repaired : [];
    return { ok: true, value: { update: answer.slice(), version: engine.state.version(), repaired, role } };
  }

  #view(): Versioned<Content> {
    const { state } = this.engine;
    const meta = state.existing();
    const version = state.version();
    const content = contentOf(state.live().doc, this.ports.schema);
    const updatedAtMs = this.ports.storage.log.lastAtMs() ?? meta.createdAtMs;
    const view = frameView(content, meta, [...state.members().values()], version, updatedAtMs);
    return { view, version, ...(meta.framedVersion === version ? { isAmbiguous: true } : {}) };
  }

  /** Everything of a new document in one transaction, its first content as the first row. */
  #store({ id, owner, calendar, defaultOf, fields, requestHash }: CreateDocument): void {
    const { storage, chance, nowMs, schema } = this.ports;
    const serverClient = 1 + Math.floor(chance.random() * 0xffff_fffe);
    const createdAtMs = nowMs();
    storage.meta.create({
      id,
      createdAtMs,
      serverClient,
      requestHash,
      deletedAtMs: null,
      ...(calendar === undefined ? {} : { calendarId: calendar.calendarId }),
      ...(defaultOf === undefined ? {} : { defaultOf }),
      projectionWanted: 0,
      projectionDone: 0,
    });
    storage.members.put({ id: owner.id, name: owner.name, avatar: owner.avatar, role: 'owner' });
    const { bytes, touched } = firstContent(schema, serverClient, emptyContent(schema), fields, chance);
    if (touched.length > 0) {
      const row = { version: 1, atMs: createdAtMs, actor: owner.id, session: overHttp, kind: 'op', bytes } as const;
      storage.log.append([{ ...row, touched: boundedPaths(touched) }]);
    }
    this.engine.state.forgetMembers();
    if (calendar !== undefined) this.engine.roll.begin(calendar);
    this.engine.notices.created(owner.id);
    this.engine.reminders.arm();
    this.engine.outbox.want();
  }
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
