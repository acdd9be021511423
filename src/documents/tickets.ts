import type { Outcome } from '../protocol/codes';
import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { isTicket, ticketOf } from '../protocol/secrets';
import type { IssuedTicket } from './api';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';

/**
 * Tickets (PROTOCOL.md, Tickets): each stands for the token it was issued for, once, at this document. They are rows of
 * its storage and nothing else, so a restart neither loses one nor brings one back.
 */
export class Tickets {
  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'secrets' | 'nowMs'>,
    private readonly state: DocumentState,
  ) {}

  /** Issues a ticket to somebody who may have one. */
  issue(identity: Identity): IssuedTicket {
    const { storage, secrets, nowMs } = this.ports;
    const ticket = ticketOf(secrets.newSecret());
    // Never longer than the token it stands for.
    const expiresAtMs = Math.min(nowMs() + limits.ticketMs, identity.expiresAtMs ?? Number.POSITIVE_INFINITY);
    storage.transact(() => {
      // Nobody else clears up behind those that were never used: a timer would wake the document for it.
      storage.tickets.removeExpired(nowMs());
      storage.tickets.put({ hash: secrets.digest(ticket), identity, expiresAtMs });
    });
    return { ticket, expiresAtMs };
  }

  /** Spends a ticket: whom it speaks for. Unknown, used and expired ones are the same to who shows them. */
  redeem(ticket: string): Outcome<Identity> {
    const { storage, secrets, nowMs } = this.ports;
    if (this.state.meta() === null || !isTicket(ticket)) return refused;
    const row = storage.transact(() => storage.tickets.take(secrets.digest(ticket)));
    if (row === null || row.expiresAtMs <= nowMs()) return refused;
    return { ok: true, value: row.identity };
  }
}

const refused = { ok: false, refusal: { code: 'unauthenticated', detail: 'The ticket is not valid here.' } } as const;
