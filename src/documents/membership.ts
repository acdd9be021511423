import type { Outcome, Refusal } from '../protocol/codes';
import { documentLimits as limits } from '../protocol/limits';
import type { Member } from '../protocol/messages';
import type { Identity, NamedPerson } from '../protocol/roles';
import type { NewMember } from './api';
import type { CallerGate } from './caller-gate';
import type { DocumentEngine } from './document-engine';
import { memberOf } from './member-roll';
import { ownerIdOf } from './owner';
import type { EnginePorts } from './ports';
import type { MemberRow } from './storage';

/** Who belongs to the document, and how that changes: the lists and the open sockets learn it with the change. */
export class Membership {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage'>,
    private readonly engine: DocumentEngine,
    private readonly gate: CallerGate,
  ) {}

  list(caller: Identity): Outcome<readonly Member[]> {
    return this.gate.as(caller, 'read', () => ({ ok: true, value: [...this.engine.state.members().values()].map(memberOf) }));
  }

  put(caller: Identity, member: NewMember): Outcome<Member> {
    return this.gate.as(caller, 'manage-members', () => {
      const existing = this.engine.state.members().get(member.id);
      if (member.role !== 'owner' && this.#isDefaultOf(member.id)) return refuse({ code: 'default-calendar' });
      if (existing?.role === 'owner' && member.role !== 'owner' && this.#ownerCount() === 1) {
        return refuse({ code: 'last-owner' });
      }
      return this.admit(caller, member);
    });
  }

  remove(caller: Identity, personId: string): Outcome<null> {
    // Everybody may leave; only who manages members may remove somebody else.
    return this.gate.as(caller, caller.id === personId ? 'read' : 'manage-members', () => {
      const existing = this.engine.state.members().get(personId);
      if (existing === undefined) return refuse({ code: 'not-found' });
      if (this.#isDefaultOf(personId)) return refuse({ code: 'default-calendar' });
      if (existing.role === 'owner' && this.#ownerCount() === 1) return refuse({ code: 'last-owner' });
      this.#change([personId], () => {
        this.ports.storage.members.remove(personId);
        this.engine.state.keepName(existing);
        this.engine.notices.removed(caller, personId);
      });
      return { ok: true, value: null };
    });
  }

  transfer(caller: Identity, personId: string): Outcome<readonly Member[]> {
    return this.gate.as(caller, 'manage-members', () => {
      const { state } = this.engine;
      const members = state.members();
      const from = members.get(caller.id)?.role === 'owner' ? caller.id : this.#ownerId();
      const former = members.get(from);
      const next = members.get(personId);
      if (former === undefined || next === undefined || from === personId) {
        return refuse({ code: 'invalid', detail: 'user_id must be another member', extensions: { pointer: '/user_id' } });
      }
      if (this.#isDefaultOf(from)) return refuse({ code: 'default-calendar' });
      const isNamed = from === this.#ownerId();
      this.#change([from, personId], () => {
        this.ports.storage.members.put({ ...former, role: 'editor' });
        this.ports.storage.members.put({ ...next, role: 'owner' });
        if (isNamed) state.updateMeta({ ownerId: personId });
        this.engine.notices.admitted(caller, from, 'editor', false);
        this.engine.notices.admitted(caller, personId, 'owner', false);
      });
      return { ok: true, value: [...state.members().values()].map(memberOf) };
    });
  }

  /**
   * Gives somebody a role, whoever decided it; a member keeps the name they came with.
   * @param by who decided it.
   * @param also what has to be stored in the same transaction.
   */
  admit(by: NamedPerson, member: NewMember, also: () => void = () => {}): Outcome<Member> {
    const members = this.engine.state.members();
    const existing = members.get(member.id);
    if (existing === undefined && members.size >= limits.maxMembers) return refuse({ code: 'too-many-members' });
    const row: MemberRow = existing === undefined ? member : { ...existing, role: member.role };
    this.#change([member.id], () => {
      this.ports.storage.members.put(row);
      if (existing?.role !== row.role) this.engine.notices.admitted(by, row.id, row.role, existing === undefined);
      also();
    });
    return { ok: true, value: memberOf(row) };
  }

  /** Whether this is somebody's default calendar, which stays theirs. */
  #isDefaultOf(person: string): boolean {
    return this.engine.state.existing().defaultOf === person;
  }

  #ownerCount(): number {
    return [...this.engine.state.members().values()].filter(({ role }) => role === 'owner').length;
  }

  #ownerId(): string {
    return ownerIdOf([...this.engine.state.members().values()], this.engine.state.existing().ownerId);
  }

  #change(people: readonly string[], change: () => void): void {
    this.engine.writer.flush();
    this.ports.storage.transact(() => {
      change();
      this.engine.state.frameChanged();
      this.engine.outbox.want();
      this.engine.calendarEvents.membersChanged();
    });
    this.engine.state.forgetMembers();
    this.engine.membersChanged(...people);
  }
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
