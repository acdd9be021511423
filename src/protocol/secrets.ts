/**
 * The words that stand for a right without saying whose it is: tickets, and the tokens of invitations. Their form can
 * be checked before anything is asked about them.
 */

const secretPattern = '[A-Za-z0-9_-]{43}';
const ticketPattern = new RegExp(`^tkt_${secretPattern}$`);
const invitePattern = new RegExp(`^([^.]+)\\.(${secretPattern})$`);

/** Bytes of randomness in each; in base64url they are 43 characters. */
export const secretBytes = 32;

/** Whether a text has the form of a ticket. A token never has it. */
export function isTicket(text: string): boolean {
  return ticketPattern.test(text);
}

/** The ticket with this secret. */
export function ticketOf(secret: string): string {
  return `tkt_${secret}`;
}

/** The two parts of an invitation's token. */
export interface InviteToken {
  /** The document it invites to. */
  readonly document: string;
  readonly secret: string;
}

/** The token of an invitation; null for a text that cannot be one. Whether `document` can be an id is for the caller to check. */
export function parseInviteToken(text: string): InviteToken | null {
  const [, document, secret] = invitePattern.exec(text) ?? [];
  return document === undefined || secret === undefined ? null : { document, secret };
}

/** The token of an invitation: URL-safe as it is. */
export function inviteTokenOf({ document, secret }: InviteToken): string {
  return `${document}.${secret}`;
}
