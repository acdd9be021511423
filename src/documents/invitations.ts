import type { Outcome, Refusal } from '../protocol/codes';
import { documentLimits as limits } from '../protocol/limits';
import { type Identity, isAtLeast } from '../protocol/roles';
import { inviteTokenOf } from '../protocol/secrets';
import type { Invite, InvitePreview, Joined, NewInvite } from './api';
import type { CallerGate } from './caller-gate';
import type { DocumentEngine } from './document-engine';
import type { Membership } from './membership';
import type { EnginePorts } from './ports';
import type { InviteRow } from './storage';
import { contentOf } from './view';

/** Invitations (PROTOCOL.md, Invitations): links that make whoever opens them a member. */
export class Invitations {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'schema' | 'secrets' | 'chance' | 'nowMs'>,
    private readonly engine: DocumentEngine,
    private readonly gate: CallerGate,
    private readonly membership: Membership,
  ) {}

  create(caller: Identity, { role, expiresIn, maxUses }: NewInvite): Outcome<Invite & { readonly token: string }> {
    return this.gate.as(caller, 'manage-members', () => {
      const { storage, secrets, chance, nowMs } = this.ports;
      const kept = storage.invites.all();
      const over = kept.filter((invite) => this.#isOver(invite));
      if (kept.length - over.length >= limits.maxOpenInvites) return refuse({ code: 'too-many-invites' });
      const createdAtMs = nowMs();
      const secret = secrets.newSecret();
      const invite: InviteRow = {
        id: chance.newId(),
        hash: secrets.digest(secret),
        role,
        createdBy: caller.id,
        createdByName: caller.name,
        createdAtMs,
        expiresAtMs: createdAtMs + expiresIn * 1000,
        maxUses,
        uses: 0,
      };
      storage.transact(() => {
        // The oldest of those that are over make room, so that what is kept stays bounded.
        for (const { id } of over.slice(0, Math.max(0, kept.length + 1 - limits.maxOpenInvites))) storage.invites.remove(id);
        storage.invites.add(invite);
      });
      const token = inviteTokenOf({ kind: this.ports.schema.kind, document: this.engine.state.existing().id, secret });
      return { ok: true, value: { ...inviteOf(invite), token } };
    });
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
    const admitted = this.membership.admit(id, { id, name, avatar, role: invite.role }, () =>
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

function inviteOf({ id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs }: InviteRow): Invite {
  return { id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs };
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
