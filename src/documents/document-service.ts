import * as Y from 'yjs';
import type { Outcome, Refusal } from '../protocol/codes';
import { MalformedFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import { personColor } from '../protocol/person-colors';
import type { DocumentAction, Identity } from '../protocol/roles';
import type { CreateDocument, Member, NewMember, Patch, Present, SyncAnswer, Versioned } from './api';
import { checkContent, findStepBack } from './content-rules';
import { firstContent, writeContent } from './content-write';
import type { DocumentEngine } from './document-engine';
import { applyJsonPatch, applyMergePatch } from './json-patch';
import type { EnginePorts } from './ports';
import type { MemberRow } from './storage';
import { decodeStateVectorStrictly } from './update-decoding';
import { type Content, contentOf, emptyContent, frameView } from './view';

/** What REST may do with a document. Each call asks the policy first, and sees everything that was accepted before it. */
export class DocumentService {
  constructor(
    private readonly ports: EnginePorts,
    private readonly engine: DocumentEngine,
  ) {}

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
    return this.#as(caller, 'read', () => ({ ok: true, value: this.#view() }));
  }

  patch(caller: Identity, patch: Patch, ifMatch: number | '*'): Outcome<Versioned<Content>> {
    return this.#as(caller, 'edit', () => {
      const { view, version } = this.#view();
      if (ifMatch !== '*' && ifMatch !== version) return refuse({ code: 'precondition-failed', extensions: { version } });
      const patched = patch.kind === 'json-patch' ? applyJsonPatch(view, patch.operations) : applyMergePatch(view, patch.patch);
      if (!patched.ok) return patched;
      const { schema } = this.ports;
      const stepsBack = this.#allows(caller, 'lower-status') ? null : findStepBack(schema, view, patched.value);
      const problems = checkContent(schema, view, patched.value) ?? stepsBack;
      if (problems !== null) return refuse(problems);
      const growth = JSON.stringify(patched.value).length - JSON.stringify(view).length;
      if (growth > 0 && !this.engine.state.hasRoomFor(growth, 0)) return refuse({ code: 'document-full' });
      if (!this.#write(caller, view, patched.value)) return refuse({ code: 'unavailable' });
      return { ok: true, value: this.#view() };
    });
  }

  sync(caller: Identity, encodedStateVector: Uint8Array, update: Uint8Array | null): Outcome<SyncAnswer> {
    const isEdit = update !== null && update.length > 0;
    return this.#as(caller, isEdit ? 'edit' : 'read', () => {
      try {
        const stateVector = decodeStateVectorStrictly(encodedStateVector);
        const fate = isEdit ? this.engine.writer.store(caller, update, this.#allows(caller, 'lower-status')) : null;
        if (fate?.kind === 'missing') return refuse({ code: 'missing-dependency' });
        if (fate?.kind === 'refused') return refuse({ code: fate.code });
        this.engine.writer.flush();
        const updates = this.engine.state.updatesFor(stateVector, encodedStateVector);
        const answer = updates.length === 0 ? new Uint8Array([0, 0]) : Y.mergeUpdates(updates);
        const repaired = fate?.kind === 'stored' ? fate.repaired : [];
        return { ok: true, value: { update: answer.slice(), version: this.engine.state.version(), repaired } };
      } catch (error) {
        if (error instanceof MalformedFrame) return refuse({ code: 'malformed', detail: error.message });
        throw error;
      }
    });
  }

  members(caller: Identity): Outcome<readonly Member[]> {
    return this.#as(caller, 'read', () => ({ ok: true, value: [...this.engine.state.members().values()].map(memberOf) }));
  }

  putMember(caller: Identity, member: NewMember): Outcome<Member> {
    return this.#as(caller, 'manage-members', () => {
      const members = this.engine.state.members();
      const existing = members.get(member.id);
      if (existing === undefined && members.size >= limits.maxMembers) return refuse({ code: 'too-many-members' });
      if (existing?.role === 'owner' && member.role !== 'owner' && this.#ownerCount() === 1)
        return refuse({ code: 'last-owner' });
      const row: MemberRow = existing === undefined ? member : { ...existing, role: member.role };
      this.#changeMembers(member.id, () => this.ports.storage.members.put(row));
      return { ok: true, value: memberOf(row) };
    });
  }

  removeMember(caller: Identity, personId: string): Outcome<null> {
    // Everybody may leave; only who manages members may remove somebody else.
    return this.#as(caller, caller.id === personId ? 'read' : 'manage-members', () => {
      const existing = this.engine.state.members().get(personId);
      if (existing === undefined) return refuse({ code: 'not-found' });
      if (existing.role === 'owner' && this.#ownerCount() === 1) return refuse({ code: 'last-owner' });
      this.#changeMembers(personId, () => this.ports.storage.members.remove(personId));
      return { ok: true, value: null };
    });
  }

  presence(caller: Identity): Outcome<readonly Present[]> {
    return this.#as(caller, 'read', () => ({ ok: true, value: this.engine.presence.present() }));
  }

  delete(caller: Identity): Outcome<null> {
    return this.#as(caller, 'delete', () => {
      const { storage, timers, nowMs } = this.ports;
      storage.transact(() => {
        this.engine.state.updateMeta({ deletedAtMs: nowMs() });
        this.engine.outbox.want();
      });
      timers.at('purge', nowMs() + limits.purgeAfterMs);
      this.engine.closeAll();
      return { ok: true, value: null };
    });
  }

  #as<T>(caller: Identity, action: DocumentAction, work: () => Outcome<T>): Outcome<T> {
    const meta = this.engine.state.meta();
    if (meta === null || meta.deletedAtMs !== null) return refuse({ code: 'not-found' });
    this.engine.writer.flush();
    if (this.#allows(caller, action)) return work();
    // Who may not even read is not told that there is something.
    return refuse({ code: this.#allows(caller, 'read') ? 'forbidden' : 'not-found' });
  }

  #allows(caller: Identity, action: DocumentAction): boolean {
    return this.engine.sessions.allowsPerson(caller, action);
  }

  #ownerCount(): number {
    return [...this.engine.state.members().values()].filter(({ role }) => role === 'owner').length;
  }

  #changeMembers(person: string, change: () => void): void {
    this.engine.writer.flush();
    this.ports.storage.transact(() => {
      change();
      this.engine.outbox.want();
    });
    this.engine.state.forgetMembers();
    this.engine.roleChanged(person);
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

function memberOf({ id, name, role, avatar }: MemberRow): Member {
  return { id, name, role, avatar, color: personColor(id) };
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
