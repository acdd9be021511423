import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { rememberPerson } from '../db/people';
import type { Invite as DocumentInvite } from '../documents/api';
import { type InviteToken, parseInviteToken } from '../protocol/secrets';
import type { AppEnv } from './app-env';
import {
  type Invite,
  InviteList,
  InviteParams,
  InvitePreview,
  InviteTokenParams,
  Joined,
  MadeInvite,
  NewInvite,
} from './invite-schemas';
import { documentProblems, problems, signedInProblems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { inviteAddressLimit, invitePersonLimit, writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { askTrip } from './trip-documents';
import { isTripId } from './trip-ids';
import { TripParams } from './trip-schemas';

const tags = ['invitations'];

const create = createRoute({
  method: 'post',
  path: '/v1/trips/{id}/invites',
  tags,
  summary: 'Make an invitation: a link that makes whoever accepts it a member',
  middleware: [signedIn, writeLimit, jsonBody],
  request: { params: TripParams, body: { required: true, content: { 'application/json': { schema: NewInvite } } } },
  responses: {
    201: { description: 'The invitation, with its token.', content: { 'application/json': { schema: MadeInvite } } },
    ...problems(...documentProblems, ...writeProblems, 'too-many-invites'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/trips/{id}/invites',
  tags,
  summary: 'List the invitations of a trip, without their tokens; those that are over stay listed for a while',
  middleware: [signedIn],
  request: { params: TripParams },
  responses: {
    200: {
      description: 'In the order in which they were made.',
      content: { 'application/json': { schema: InviteList } },
    },
    ...problems(...documentProblems),
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/v1/trips/{id}/invites/{inviteId}',
  tags,
  summary: 'Revoke an invitation, at once; who has accepted it stays a member',
  middleware: [signedIn, writeLimit],
  request: { params: InviteParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...documentProblems, 'rate-limited') },
});

const invitedProblems = [...signedInProblems, 'forbidden', 'not-found', 'invite-over', 'rate-limited', 'unavailable'] as const;

const preview = createRoute({
  method: 'get',
  path: '/v1/invites/{token}',
  tags,
  summary: 'What an invitation leads to, before it is accepted',
  middleware: [inviteAddressLimit, signedIn, invitePersonLimit],
  request: { params: InviteTokenParams },
  responses: {
    200: { description: 'What it leads to.', content: { 'application/json': { schema: InvitePreview } } },
    ...problems(...invitedProblems),
  },
});

const accept = createRoute({
  method: 'post',
  path: '/v1/invites/{token}/accept',
  tags,
  summary: 'Accept an invitation',
  description: 'Who is a member already, with a role as strong, stays what they are and spends no use.',
  middleware: [inviteAddressLimit, signedIn, invitePersonLimit],
  request: { params: InviteTokenParams },
  responses: {
    200: { description: 'You are a member.', content: { 'application/json': { schema: Joined } } },
    ...problems(...invitedProblems, 'too-many-members'),
  },
});

/** Links that make people members of a trip. */
export const inviteRoutes = new OpenAPIHono<AppEnv>();

inviteRoutes.openapi(create, async (c) => {
  const { id } = c.req.valid('param');
  const { role, expires_in: expiresIn, max_uses: maxUses } = c.req.valid('json');
  const made = await askTrip(c.env, id, (trip) => trip.createInvite(c.var.identity, { role, expiresIn, maxUses }));
  const url = new URL(`/invites/${made.token}`, c.req.url).href;
  return c.json({ ...inviteOf(made), token: made.token, url }, 201);
});

inviteRoutes.openapi(list, async (c) => {
  const { id } = c.req.valid('param');
  const invites = await askTrip(c.env, id, (trip) => trip.invites(c.var.identity));
  return c.json({ invites: invites.map(inviteOf) }, 200);
});

inviteRoutes.openapi(revoke, async (c) => {
  const { id, inviteId } = c.req.valid('param');
  await askTrip(c.env, id, (trip) => trip.revokeInvite(c.var.identity, inviteId));
  return c.body(null, 204);
});

inviteRoutes.openapi(preview, async (c) => {
  if (!allowsAccount(c.var.identity, 'see-invite')) throw new Refused({ code: 'forbidden' });
  const { document, secret } = demandedToken(c.req.valid('param').token);
  const { documentId, title, role, invitedBy, expiresAtMs } = await askTrip(c.env, document, (trip) =>
    trip.previewInvite(secret),
  );
  return c.json({ trip_id: documentId, title, role, invited_by: invitedBy, expires_at: isoOf(expiresAtMs) }, 200);
});

inviteRoutes.openapi(accept, async (c) => {
  const person = c.var.identity;
  if (!allowsAccount(person, 'accept-invite')) throw new Refused({ code: 'forbidden' });
  const { document, secret } = demandedToken(c.req.valid('param').token);
  const { documentId, role } = await askTrip(c.env, document, (trip) => trip.acceptInvite(person, secret));
  await rememberPerson(c.env.DB, person, Date.now());
  return c.json({ trip_id: documentId, role }, 200);
});

/** The parts of a token. One that cannot be right touches no document. */
function demandedToken(text: string): InviteToken {
  const found = parseInviteToken(text);
  if (found === null || !isTripId(found.document)) throw new Refused({ code: 'not-found' });
  return found;
}

function inviteOf({ id, role, expiresAtMs, maxUses, uses, createdBy, createdAtMs }: DocumentInvite): z.output<typeof Invite> {
  return {
    id,
    role,
    expires_at: isoOf(expiresAtMs),
    max_uses: maxUses,
    uses,
    created_by: createdBy,
    created_at: isoOf(createdAtMs),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
