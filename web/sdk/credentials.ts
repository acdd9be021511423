import { closes, isPermanentClose } from '../../src/protocol/closes';
import { ClosedError } from './closed-error';
import { ProblemError, readProblem } from './problem';
import { request } from './request';
import { canRenew, readToken, type TokenRequest, type TokenSource } from './tokens';

/**
 * Brings a ticket for a document (`trips/<id>`) or the person's `inbox`: an application whose own back end asks TripTrip
 * for them passes this in place of a token. Called for each connection, each renewal, each poll and each call of the inbox.
 */
export type TicketSource = (document: string, request: TokenRequest) => string | Promise<string>;

/** How a client proves who it is: one of the two. */
export type CredentialOptions =
  | { readonly token: TokenSource; readonly ticket?: undefined }
  | { readonly ticket: TicketSource; readonly token?: undefined };

/** What a document's connection needs to prove who it speaks for. */
export interface Credentials {
  /** Whether a later ticket may be good for longer than an earlier one. */
  readonly canRenew: boolean;
  /** A ticket for one upgrade, or one renewal on an open socket. */
  ticket(request: TokenRequest): Promise<string>;
  /** The `Authorization` of one HTTP request. */
  authorization(request: TokenRequest): Promise<string>;
}

/** The credentials for a document (`trips/<id>`), or for the `inbox`, of a server (an origin). */
export function credentialsFor(url: string, document: string, options: CredentialOptions): Credentials {
  const { token, ticket } = options;
  if (ticket !== undefined) {
    const next = async (request: TokenRequest) => ticket(document, request);
    return { canRenew: true, ticket: next, authorization: async (request) => `Ticket ${await next(request)}` };
  }
  const authorization = async (request: TokenRequest) => `Bearer ${await readToken(token, request)}`;
  const next = async (request: TokenRequest) => fetchTicket(url, document, await authorization(request));
  return { canRenew: canRenew(token), ticket: next, authorization };
}

/** @throws ProblemError */
async function fetchTicket(url: string, document: string, authorization: string): Promise<string> {
  const answer = await request(`${url}/v1/tickets`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ document }),
  });
  if (!answer.ok) throw await readProblem(answer);
  return ((await answer.json()) as { ticket: string }).ticket;
}

/**
 * The close code that stands for a refusal over HTTP; null for one that may pass. What no TripTrip server says, a proxy or
 * a firewall in between does: that says nothing about the document, or about who asks.
 */
export function closeCodeOf(error: unknown): number | null {
  if (error instanceof ClosedError) return isPermanentClose(error.code) ? error.code : null;
  return error instanceof ProblemError && error.code !== 'unexpected' ? closeCodeOfStatus(error.status) : null;
}

/** The same of the status of the answer. */
export function closeCodeOfStatus(status: number): number | null {
  if (status === 401) return closes.unauthenticated.code;
  if (status === 403) return closes.forbidden.code;
  if (status === 404 || status === 410) return closes.notFound.code;
  return null;
}
