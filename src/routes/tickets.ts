import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import type { IssuedTicket } from '../documents/api';
import type { Identity } from '../protocol/roles';
import type { AppEnv } from './app-env';
import { isDocumentId } from './document-ids';
import { namedDocument } from './document-kinds';
import { askDocument } from './document-objects';
import { askInbox } from './inbox-objects';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { ticketLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const NewTicket = z
  .object({
    document: z
      .string()
      .refine(isTicketed, 'must be trips/{id}, events/{id}, calendars/{id} or inbox')
      .openapi({ description: 'What the ticket opens.', example: 'trips/0198a000-0000-7000-8000-000000000000' }),
  })
  .openapi('NewTicket');

const Ticket = z
  .object({
    ticket: z.string().openapi({ example: 'tkt_wGm0r9q2eT1kX7nJb4VdZ3hYc8LpSfA6uQiR5oNtEyM' }),
    expires_at: z.string().openapi({ format: 'date-time' }),
  })
  .openapi('Ticket');

const issue = createRoute({
  method: 'post',
  path: '/v1/tickets',
  tags: ['identity'],
  summary: 'Get a ticket: it stands for your token, once, within 30 seconds, for one document or your inbox',
  description:
    'So that a token need not stand in an address: `GET /v1/trips/{id}?ticket=…` with `Upgrade: websocket`, or for `inbox` ' +
    '`GET /v1/realtime?ticket=…` and `GET /v1/realtime/stream?ticket=…`. A back end ' +
    'that holds the tokens of its people gets tickets for their browsers.',
  middleware: [signedIn, ticketLimit, jsonBody],
  request: { body: { required: true, content: { 'application/json': { schema: NewTicket } } } },
  responses: {
    201: { description: 'The ticket.', content: { 'application/json': { schema: Ticket } } },
    ...problems(...documentProblems, ...writeProblems),
  },
});

/** Tickets for documents and inboxes. */
export const ticketRoutes = new OpenAPIHono<AppEnv>();

ticketRoutes.openapi(issue, async (c) => {
  const { document } = c.req.valid('json');
  const { ticket, expiresAtMs } =
    document === 'inbox' ? await inboxTicket(c.env, c.var.identity) : await documentTicket(c.env, c.var.identity, document);
  return c.json({ ticket, expires_at: new Date(expiresAtMs).toISOString() }, 201);
});

function isTicketed(name: string): boolean {
  return name === 'inbox' || namedDocument(name) !== null;
}

function documentTicket(env: Env, identity: Identity, name: string): Promise<IssuedTicket> {
  const named = namedDocument(name);
  if (named === null || !isDocumentId(named.id)) throw new Refused({ code: 'not-found' });
  return askDocument(env, named.kind, named.id, (document) => document.issueTicket(identity));
}

function inboxTicket(env: Env, identity: Identity): Promise<IssuedTicket> {
  if (!allowsAccount(identity, 'read-inbox')) throw new Refused({ code: 'forbidden' });
  return askInbox(env, identity.id, (inbox) => inbox.hub(identity, 'issueTicket'));
}
