import * as Y from 'yjs';
import type { Outcome, Refusal } from '../protocol/codes';
import { MalformedFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import type { CreateDocument, IssuedTicket, Patch, Present, SyncAnswer, SyncRequest, TicketBearer, Versioned } from './api';
import { CallerGate } from './caller-gate';
import { checkContent, findStepBack } from './content-rules';
import { firstContent, writeContent } from './content-write';
import type { DocumentEngine } from './document-engine';
import { Invitations } from './invitations';
import { applyJsonPatch, applyMergePatch } from './json-patch';
import { Membership } from './membership';
import type { EnginePorts } from './ports';
import { decodeStateVectorStrictly } from './update-decoding';
import { type Content, contentOf, emptyContent, frameView } from './view';

/** What REST may do with a document. Each call asks the policy first, and sees everything that was accepted before it. */
export class DocumentService {
  readonly membership: Membership;
  readonly invitations: Invitations;
  readonly #gate: CallerGate;

  constructor(
    private readonly ports: EnginePorts,
    private readonly engine: DocumentEngine,
  ) {
    this.#gate = new CallerGate(engine);
    this.membership = new Membership(ports, engine, this.#gate);
    this.invitations = new Invitations(ports, engine, this.#gate, this.membership);
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
    const problems = checkContent(ports.schema, emptyContent(ports.schema), request.fields);
    if (problems !== null) return refuse(problems);
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

  patch(caller: Identity, patch: Patch, ifMatch: number | '*'): Outcome<Versioned<Content>> {
    return this.#gate.as(caller, 'edit', () => {
      const { view, version } = this.#view();
      if (ifMatch !== '*' && ifMatch !== version) return refuse({ code: 'precondition-failed', extensions: { version } });
      const patched = patch.kind === 'json-patch' ? applyJsonPatch(view, patch.operations) : applyMergePatch(view, patch.patch);
      if (!patched.ok) return patched;
      const { schema } = this.ports;
      const stepsBack = this.#gate.allows(caller, 'lower-status') ? null : findStepBack(schema, view, patched.value);
      const problems = checkContent(schema, view, patched.value) ?? stepsBack;
      if (problems !== null) return refuse(problems);
      const growth = JSON.stringify(patched.value).length - JSON.stringify(view).length;
      if (growth > 0 && !this.engine.state.hasRoomFor(growth, 0)) return refuse({ code: 'document-full' });
      if (!this.#write(caller, view, patched.value)) return refuse({ code: 'unavailable' });
      return { ok: true, value: this.#view() };
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

  delete(caller: Identity): Outcome<null> {
    return this.#gate.as(caller, 'delete', () => {
      const { storage, timers, nowMs } = this.ports;
      storage.transact(() => {
        this.engine.state.updateMeta({ deletedAtMs: nowMs() });
        // What lets somebody in ends with the document, long before its content is purged.
        storage.tickets.clear();
        storage.invites.clear();
        this.engine.outbox.want();
        this.engine.notices.deleted(caller.id);
      });
      timers.at('purge', nowMs() + limits.purgeAfterMs);
      this.engine.closeAll();
      return { ok: true, value: null };
    });
  }

  restore(caller: Identity): Outcome<Versioned<Content>> {
    const { engine, ports } = this;
    // A call that is repeated finds the document restored.
    if (this.#gate.exists()) return this.#gate.as(caller, 'delete', () => ({ ok: true, value: this.#view() }));
    const deletedAtMs = engine.state.meta()?.deletedAtMs ?? null;
    const isKept = deletedAtMs !== null && ports.nowMs() - deletedAtMs < limits.purgeAfterMs;
    if (!isKept || !this.#gate.allows(caller, 'delete')) return refuse({ code: 'not-found' });
    ports.storage.transact(() => {
      engine.state.updateMeta({ deletedAtMs: null });
      engine.outbox.want();
      engine.notices.changed(caller.id);
    });
    ports.timers.at('purge', null);
    return { ok: true, value: this.#view() };
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
    return { view: frameView(content, meta, [...state.members().values()], version, updatedAtMs), version };
  }

  /** Everything of a new document in one transaction, its first content as the first row. */
  #store({ id, owner, fields, requestHash }: CreateDocument): void {
    const { storage, chance, nowMs, schema } = this.ports;
    const serverClient = 1 + Math.floor(chance.random() * 0xffff_fffe);
    const createdAtMs = nowMs();
    storage.meta.create({
      id,
      createdAtMs,
      serverClient,
      requestHash,
      deletedAtMs: null,
      projectionWanted: 0,
      projectionDone: 0,
    });
    storage.members.put({ id: owner.id, name: owner.name, avatar: owner.avatar, role: 'owner' });
    const { bytes, touched } = firstContent(schema, serverClient, emptyContent(schema), fields, chance);
    if (touched.length > 0) {
      storage.log.append([{ version: 1, atMs: createdAtMs, actor: owner.id, session: 'http', kind: 'op', touched, bytes }]);
    }
    this.engine.state.forgetMembers();
    this.engine.outbox.want();
  }

  #write(author: Identity, before: Content, after: Content): boolean {
    const { schema, chance } = this.ports;
    const touched: string[] = [];
    return this.engine.writer.change(author, 'op', touched, (doc) => {
      touched.push(...writeContent(doc, schema, before, after, chance));
    });
  }
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
