import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { rememberPerson } from '../db/people';
import type { DocumentKind } from '../protocol/document-kinds';
import { type InviteToken, parseInviteToken } from '../protocol/secrets';
import type { AppEnv } from './app-env';
import { isDocumentId } from './document-ids';
import { routedKinds } from './document-kinds';
import { askDocument } from './document-objects';
import { InvitePreview, InviteTokenParams, isoOf, Joined } from './invite-schemas';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import { inviteAddressLimit, invitePersonLimit } from './rate-limits';
import { signedIn } from './signed-in';

const tags = ['invitations'];

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

/** Looking at invitations and accepting them, whatever they lead to. */
export const inviteRoutes = new OpenAPIHono<AppEnv>();

inviteRoutes.openapi(preview, async (c) => {
  const { kind, document, secret } = demandedToken(c.req.valid('param').token);
  if (!allowsAccount(c.var.identity, routedKinds[kind].actions.seeInvite)) throw new Refused({ code: 'forbidden' });
  const found = await askDocument(c.env, kind, document, (invited) => invited.previewInvite(secret));
  const { title, role, invitedBy, expiresAtMs } = found;
  return c.json({ ...placeOf(kind, document), title, role, invited_by: invitedBy, expires_at: isoOf(expiresAtMs) }, 200);
});

inviteRoutes.openapi(accept, async (c) => {
  const person = c.var.identity;
  const { kind, document, secret } = demandedToken(c.req.valid('param').token);
  if (!allowsAccount(person, routedKinds[kind].actions.acceptInvite)) throw new Refused({ code: 'forbidden' });
  const { role } = await askDocument(c.env, kind, document, (invited) => invited.acceptInvite(person, secret));
  await rememberPerson(c.env.DB, person, Date.now());
  return c.json({ ...placeOf(kind, document), role }, 200);
});

/** The parts of a token. One that cannot be right touches no document. */
function demandedToken(text: string): InviteToken {
  const found = parseInviteToken(text);
  if (found === null || !isDocumentId(found.document)) throw new Refused({ code: 'not-found' });
  return found;
}

/** The document that somebody is invited to. */
function placeOf(kind: DocumentKind, id: string): { kind: DocumentKind; id: string; trip_id?: string } {
  return { kind, id, ...(kind === 'trip' ? { trip_id: id } : {}) };
}
