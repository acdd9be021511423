import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { CreateHeaders, DocumentParams } from './document-schemas';
import { InviteList, InviteParams, inviteBodyOf, MadeInvite, NewInvite } from './invite-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const tags = ['invitations'];

/** Making links that make people members of a document. */
export function documentInviteRoutes(routed: RoutedKind): OpenAPIHono<AppEnv> {
  const { kind } = routed;
  const { create, list, revoke } = describe(routed);
  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(create, async (c) => {
    const { id } = c.req.valid('param');
    const { role, expires_in: expiresIn, max_uses: maxUses } = c.req.valid('json');
    const made = await askDocument(c.env, kind, id, (document) =>
      document.createInvite(c.var.identity, { role, expiresIn, maxUses }, c.req.valid('header')['idempotency-key'] ?? null),
    );
    const url = new URL(`/invites/${made.token}`, c.req.url).href;
    return c.json({ ...inviteBodyOf(made), token: made.token, url }, made.created ? 201 : 200);
  });

  routes.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const invites = await askDocument(c.env, kind, id, (document) => document.invites(c.var.identity));
    return c.json({ invites: invites.map(inviteBodyOf) }, 200);
  });

  routes.openapi(revoke, async (c) => {
    const { id, inviteId } = c.req.valid('param');
    await askDocument(c.env, kind, id, (document) => document.revokeInvite(c.var.identity, inviteId));
    return c.body(null, 204);
  });

  return routes;
}

function describe({ path, one }: RoutedKind) {
  const create = createRoute({
    method: 'post',
    path: `${path}/{id}/invites`,
    tags,
    summary: 'Make an invitation: a link that makes whoever accepts it a member',
    middleware: [signedIn, writeLimit, jsonBody],
    request: {
      params: DocumentParams,
      headers: CreateHeaders,
      body: { required: true, content: { 'application/json': { schema: NewInvite } } },
    },
    responses: {
      201: { description: 'The invitation, with its token.', content: { 'application/json': { schema: MadeInvite } } },
      200: {
        description: 'This call was made before, with the same key; the invitation as it is now, with its token.',
        content: { 'application/json': { schema: MadeInvite } },
      },
      ...problems(...documentProblems, ...writeProblems, 'too-many-invites', 'idempotency-key-reused', 'invite-over'),
    },
  });

  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/invites`,
    tags,
    summary: `List the invitations of ${one}, without their tokens; those that are over stay listed for a while`,
    middleware: [signedIn],
    request: { params: DocumentParams },
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
    path: `${path}/{id}/invites/{inviteId}`,
    tags,
    summary: 'Revoke an invitation, at once; who has accepted it stays a member',
    middleware: [signedIn, writeLimit],
    request: { params: InviteParams },
    responses: { 204: { description: 'It is gone.' }, ...problems(...documentProblems, 'rate-limited') },
  });

  return { create, list, revoke };
}
