import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import type { NewInvite } from './api';
import type { InviteKeyRow } from './invite-store';
import type { EnginePorts } from './ports';

/** Characters of a secret, as tokens have them. */
const secretChars = 43;

/**
 * The keys under which invitations were made (PROTOCOL.md N9). A call that is repeated has to be answered with its token, which
 * nobody keeps: so the secret follows from the key, which only its caller has, and from a salt that is forgotten with it.
 */
export class InviteKeys {
  constructor(private readonly ports: Pick<EnginePorts, 'storage' | 'secrets' | 'nowMs'>) {}

  /** What is known of a call with this key; null for nothing (any more). */
  find(caller: Identity, key: string): InviteKeyRow | null {
    const row = this.ports.storage.invites.findKey(this.#hashOf(caller, key));
    return row === null || row.madeAtMs <= this.#oldestMs() ? null : row;
  }

  /** Notes a call, and answers the secret of its invitation. To be called in a transaction. */
  note(caller: Identity, key: string, wish: NewInvite): string {
    const { storage, secrets, nowMs } = this.ports;
    storage.invites.forgetKeys(this.#oldestMs());
    const row: InviteKeyRow = {
      hash: this.#hashOf(caller, key),
      salt: secrets.newSecret(),
      wish: wishOf(wish),
      madeAtMs: nowMs(),
    };
    storage.invites.addKey(row);
    return this.secretOf(caller, key, row);
  }

  secretOf(caller: Identity, key: string, { salt }: InviteKeyRow): string {
    return this.ports.secrets.digest(JSON.stringify([salt, caller.id, key])).slice(0, secretChars);
  }

  #hashOf(caller: Identity, key: string): string {
    return this.ports.secrets.digest(JSON.stringify([caller.id, key]));
  }

  #oldestMs(): number {
    return this.ports.nowMs() - limits.keepInviteKeysMs;
  }
}

/** What was asked for, as a text that is the same for the same wish. */
export function wishOf({ role, expiresIn, maxUses }: NewInvite): string {
  return JSON.stringify([role, expiresIn, maxUses]);
}
