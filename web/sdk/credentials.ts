import { closes, isPermanentClose } from '../../src/protocol/closes';
import { ClosedError } from './closed-error';
import { ProblemError, readProblem } from './problem';
import { request } from './request';
import { type TokenRequest, type TokenSource, Tokens } from './tokens';

/**
 * Brings a ticket for a document (`trips/<id>`) or the person's `inbox`: an application whose own back end asks TripTrip
 * for them passes this in place of a token. Called for each connection, each renewal, each poll and each call of the inbox.
 */
export type TicketSource = (document: string, request: TokenRequest) => string | Promise<string>;

/** How a client proves who it is: one of the two. */
export type CredentialOptions =
  | { readonly token: TokenSource; readonly ticket?: undefined }
  | { readonly ticket: TicketSource; readonly token?: undefined };

/** The same, shared by all that the client opens. */
export type CredentialSource = { readonly tokens: Tokens } | { readonly ticket: TicketSource };

export function credentialSource({ token, ticket }: CredentialOptions): CredentialSource {
  return ticket === undefined ? { tokens: new Tokens(token) } : { ticket };
}

/** Why a credential is asked for. */
export interface CredentialRequest extends TokenRequest {
  /** With `renew`: the authorization that was refused. The last one these credentials gave, unless told. */
  readonly refused?: string;
}

/** What a document's connection needs to prove who it speaks for. */
export interface Credentials {
  /** Whether a later ticket may be good for longer than an earlier one. */
  readonly canRenew: boolean;
  /** A ticket for one upgrade, or one renewal on an open socket. */
  ticket(request: TokenRequest): Promise<string>;
  /** The `Authorization` of one HTTP request. */
  authorization(request: CredentialRequest): Promise<string>;
}

const scheme = 'Bearer ';

/** The credentials for a document (`trips/<id>`), or for the `inbox`, of a server (an origin). */
export function credentialsFor(url: string, document: string, source: CredentialSource): Credentials {
  if ('ticket' in source) {
    const next = async ({ renew }: TokenRequest) => source.ticket(document, { renew });
    return { canRenew: true, ticket: next, authorization: async (request) => `Ticket ${await next(request)}` };
  }
  const { tokens } = source;
  let given = '';
  const authorization = async ({ renew, refused = given }: CredentialRequest) => {
    given = `${scheme}${await tokens.read(renew ? refused.slice(scheme.length) : null)}`;
    return given;
  };
  const next = async (request: TokenRequest) => fetchTicket(url, document, await authorization(request));
  return { canRenew: tokens.canRenew, ticket: next, authorization };
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
