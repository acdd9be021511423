import type { DocumentKind } from './document-kinds';

/**
 * The words that stand for a right without saying whose it is: tickets, and the tokens of invitations. Their form can
 * be checked before anything is asked about them.
 */

const secretPattern = '[A-Za-z0-9_-]{43}';
const ticketPattern = new RegExp(`^tkt_${secretPattern}(?:\\.([A-Za-z0-9_-]{1,700}))?$`);
const invitePattern = new RegExp(`^(?:(event|calendar)~)?([^.~]+)\\.(${secretPattern})$`);

/** Bytes of randomness in each; in base64url they are 43 characters. */
export const secretBytes = 32;

/** Whether a text has the form of a ticket. A token never has it. */
export function isTicket(text: string): boolean {
  return ticketPattern.test(text);
}

/** The ticket of a document with this secret. */
export function ticketOf(secret: string): string {
  return `tkt_${secret}`;
}

/** The ticket of a person's inbox with this secret. It names the person, so that their inbox can be found. */
export function inboxTicketOf(secret: string, person: string): string {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(person)));
  return `${ticketOf(secret)}.${name.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** Whose inbox a ticket says it is for; null for what is no ticket of an inbox. Only that inbox can tell whether it is. */
export function personOfTicket(ticket: string): string | null {
  const name = ticketPattern.exec(ticket)?.[1];
  if (name === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(name.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The parts of an invitation's token. */
export interface InviteToken {
  /** The document it invites to. */
  readonly kind: DocumentKind;
  readonly document: string;
  readonly secret: string;
}

/** The token of an invitation; null for a text that cannot be one. Whether `document` can be an id is for the caller to check. */
export function parseInviteToken(text: string): InviteToken | null {
  const [, kind, document, secret] = invitePattern.exec(text) ?? [];
  if (document === undefined || secret === undefined) return null;
  return { kind: (kind as Exclude<DocumentKind, 'trip'> | undefined) ?? 'trip', document, secret };
}

/** The token of an invitation: URL-safe as it is. That of a trip does not say so: there were trips before anything else. */
export function inviteTokenOf({ kind, document, secret }: InviteToken): string {
  return kind === 'trip' ? `${document}.${secret}` : `${kind}~${document}.${secret}`;
}
