import type { Context } from 'hono';
import { isTicket } from '../protocol/secrets';

/** What a request proves its sender's identity by. */
export type Credential =
  | { readonly kind: 'token'; readonly token: string }
  /** In the form of a ticket. Only the document that issued it can tell whose it is. */
  | { readonly kind: 'ticket'; readonly ticket: string };

/**
 * The credential of a request: of its header, or of its query, where clients put it that cannot set headers. Null when
 * it has none; a token that is empty, and so no valid one, when it has something else.
 */
export function credentialOf(c: Context): Credential | null {
  const header = c.req.header('authorization');
  if (header !== undefined) return credentialOfHeader(header);
  const ticket = c.req.query('ticket');
  if (ticket !== undefined) return ticketOr(ticket);
  const token = c.req.query('token') ?? c.req.query('auth');
  return token === undefined ? null : { kind: 'token', token };
}

function credentialOfHeader(header: string): Credential {
  const [, scheme, value] = /^(Bearer|Ticket) +(\S+)$/i.exec(header) ?? [];
  if (scheme === undefined || value === undefined) return noCredential;
  return scheme.toLowerCase() === 'ticket' ? ticketOr(value) : { kind: 'token', token: value };
}

function ticketOr(text: string): Credential {
  return isTicket(text) ? { kind: 'ticket', ticket: text } : noCredential;
}

const noCredential: Credential = { kind: 'token', token: '' };
