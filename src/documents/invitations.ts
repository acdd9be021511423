import type { Outcome, Refusal } from '../protocol/codes';
import { documentLimits as limits } from '../protocol/limits';
import { type Identity, isAtLeast } from '../protocol/roles';
import { inviteTokenOf } from '../protocol/secrets';
import type { Invite, InvitePreview, Joined, MadeInvite, NewInvite } from './api';
import type { CallerGate } from './caller-gate';
import type { DocumentEngine } from './document-engine';
import { InviteKeys, wishOf } from './invite-keys';
import type { InviteKeyRow, InviteRow } from './invite-store';
import type { Membership } from './membership';
import type { EnginePorts } from './ports';
import { contentOf } from './view';

/** Invitations (PROTOCOL.md, Invitations): links that make whoever opens them a member. */
export class Invitations {
  readonly #keys: InviteKeys;

  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'schema' | 'secrets' | 'chance' | 'nowMs'>,
    private readonly engine: DocumentEngine,
    private readonly gate: CallerGate,
    private readonly membership: Membership,
  ) {
    this.#keys = new InviteKeys(ports);
  }

  /** Makes an invitation. Under an idempotency key that was used, it answers the one that was made then (N9). */
  create(caller: Identity, wish: NewInvite, key: string | null = null): Outcome<MadeInvite> {
    return this.gate.as(caller, 'manage-members', () => {
      const known = key === null ? null : this.#keys.find(caller, key);
      return key === null || known === null ? this.#make(caller, wish, key) : this.#madeBefore(caller, wish, key, known);
    });
  }

  #make(caller: Identity, wish: NewInvite, key: string | null): Outcome<MadeInvite> {
    const { storage, secrets, chance, nowMs } = this.ports;
    const { role, expiresIn, maxUses } = wish;
    const kept = storage.invites.all();
    const over = kept.filter((invite) => this.#isOver(invite));
    if (kept.length - over.length >= limits.maxOpenInvites) return refuse({ code: 'too-many-invites' });
    const createdAtMs = nowMs();
    const invite: Omit<InviteRow, 'hash'> = {
      id: chance.newId(),
      role,
      createdBy: caller.id,
      createdByName: caller.name,
      createdAtMs,
      expiresAtMs: createdAtMs + expiresIn * 1000,
      maxUses,
      uses: 0,
    };
    let secret = '';
    storage.transact(() => {
      // The oldest of those that are over make room, so that what is kept stays bounded.
      for (const { id } of over.slice(0, Math.max(0, kept.length + 1 - limits.maxOpenInvites))) storage.invites.remove(id);
      secret = key === null ? secrets.newSecret() : this.#keys.note(caller, key, wish);
      storage.invites.add({ ...invite, hash: secrets.digest(secret) });
    });
    return { ok: true, value: { ...inviteOf(invite), token: this.#tokenOf(secret), created: true } };
  }

  /** The answer to a call that is repeated. An invitation that was revoked meanwhile does not come back by it. */
  #madeBefore(caller: Identity, wish: NewInvite, key: string, known: InviteKeyRow): Outcome<MadeInvite> {
    if (known.wish !== wishOf(wish)) return refuse({ code: 'idempotency-key-reused' });
    const secret = this.#keys.secretOf(caller, key, known);
    const invite = this.#find(secret);
    if (invite === null) return refuse({ code: 'invite-over' });
    return { ok: true, value: { ...inviteOf(invite), token: this.#tokenOf(secret), created: false } };
  }

  #tokenOf(secret: string): string {
    return inviteTokenOf({ kind: this.ports.schema.kind, document: this.engine.state.existing().id, secret });
  }

  list(caller: Identity): Outcome<readonly Invite[]> {
    return this.gate.as(caller, 'manage-members', () => ({ ok: true, value: this.ports.storage.invites.all().map(inviteOf) }));
  }

  revoke(caller: Identity, id: string): Outcome<null> {
    return this.gate.as(caller, 'manage-members', () => {
      const { storage } = this.ports;
      if (!storage.invites.all().some((invite) => invite.id === id)) return refuse({ code: 'not-found' });
      storage.transact(() => storage.invites.remove(id));
      return { ok: true, value: null };
    });
  }

  preview(secret: string): Outcome<InvitePreview> {
    const invite = this.#find(secret);
    if (invite === null) return refuse({ code: 'not-found' });
    if (this.#isOver(invite)) return refuse({ code: 'invite-over' });
    const { state } = this.engine;
    const name = state.members().get(invite.createdBy)?.name ?? invite.createdByName;
    return {
      ok: true,
      value: {
        documentId: state.existing().id,
        title: this.#title(),
        role: invite.role,
        invitedBy: { name },
        expiresAtMs: invite.expiresAtMs,
      },
    };
  }

  accept(caller: Identity, secret: string): Outcome<Joined> {
    const invite = this.#find(secret);
    if (invite === null) return refuse({ code: 'not-found' });
    const { id: documentId } = this.engine.state.existing();
    const role = this.engine.sessions.roleOf(caller.id);
    // Before it is asked whether the invitation is over: an answer that got lost may have been its last use.
    if (role !== null && isAtLeast(role, invite.role)) return { ok: true, value: { documentId, role } };
    if (this.#isOver(invite)) return refuse({ code: 'invite-over' });
    const { id, name, avatar } = caller;
    const admitted = this.membership.admit(caller, { id, name, avatar, role: invite.role }, () =>
      this.ports.storage.invites.countUse(invite.id),
    );
    return admitted.ok ? { ok: true, value: { documentId, role: invite.role } } : admitted;
  }

  #title(): string {
    this.engine.writer.flush();
    const { title } = contentOf(this.engine.state.live().doc, this.ports.schema);
    return typeof title === 'string' ? title : '';
  }

  #find(secret: string): InviteRow | null {
    return this.gate.exists() ? this.ports.storage.invites.find(this.ports.secrets.digest(secret)) : null;
  }

  #isOver({ expiresAtMs, maxUses, uses }: InviteRow): boolean {
    return expiresAtMs <= this.ports.nowMs() || (maxUses !== null && uses >= maxUses);
  }
}

function inviteOf({ id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs }: Omit<InviteRow, 'hash'>): Invite {
  return { id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs };
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
