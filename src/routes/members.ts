import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isPersonId } from '../auth/claims';
import { findPerson } from '../db/people';
import { restLimits } from '../protocol/limits';
import { roles } from '../protocol/roles';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const tags = ['members'];

const Member = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    color: z.string().openapi({ example: '#1d62b7' }),
    avatar: z.string().nullable(),
  })
  .readonly()
  .openapi('Member');

const MemberList = z.object({ members: z.array(Member).readonly() }).openapi('MemberList');

const MemberParams = DocumentParams.extend({
  userId: z
    .string()
    .refine(isPersonId, 'must be the id of a person')
    .openapi({ param: { name: 'userId', in: 'path' } }),
});

const PutMember = z
  .object({
    role: z.enum(roles),
    name: z.string().trim().min(1).max(restLimits.maxNameChars).optional().openapi({
      description: 'Shown until the person has connected for the first time.',
    }),
  })
  .openapi('PutMember');

const Transfer = z
  .object({ user_id: z.string().refine(isPersonId, 'must be the id of a person') })
  .openapi('Transfer', { description: 'Whom the document is handed to: a member.' });

/** Who belongs to a document, and as what. */
export function memberRoutes(routed: RoutedKind): OpenAPIHono<AppEnv> {
  const { kind } = routed;
  const { list, put, remove, transfer } = describe(routed);
  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const members = await askDocument(c.env, kind, id, (document) => document.members(c.var.identity));
    return c.json({ members }, 200);
  });

  routes.openapi(put, async (c) => {
    const { id, userId } = c.req.valid('param');
    const { role, name } = c.req.valid('json');
    const person = await findPerson(c.env.DB, userId);
    const member = { id: userId, role, name: person?.name ?? name ?? userId, avatar: person?.avatar ?? null };
    return c.json(await askDocument(c.env, kind, id, (document) => document.putMember(c.var.identity, member)), 200);
  });

  routes.openapi(remove, async (c) => {
    const { id, userId } = c.req.valid('param');
    await askDocument(c.env, kind, id, (document) => document.removeMember(c.var.identity, userId));
    return c.body(null, 204);
  });

  routes.openapi(transfer, async (c) => {
    const { id } = c.req.valid('param');
    const { user_id } = c.req.valid('json');
    const members = await askDocument(c.env, kind, id, (document) => document.transfer(c.var.identity, user_id));
    return c.json({ members }, 200);
  });

  return routes;
}

function describe({ path, one }: RoutedKind) {
  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/members`,
    tags,
    summary: `List the members of ${one}`,
    middleware: [signedIn],
    request: { params: DocumentParams },
    responses: {
      200: { description: 'All members.', content: { 'application/json': { schema: MemberList } } },
      ...problems(...documentProblems),
    },
  });

  const put = createRoute({
    method: 'put',
    path: `${path}/{id}/members/{userId}`,
    tags,
    summary: 'Add a member or change their role; open connections feel it at once',
    middleware: [signedIn, writeLimit, jsonBody],
    request: {
      params: MemberParams,
      body: { required: true, content: { 'application/json': { schema: PutMember } } },
    },
    responses: {
      200: { description: 'The member.', content: { 'application/json': { schema: Member } } },
      ...problems(...documentProblems, ...writeProblems, 'last-owner', 'too-many-members'),
    },
  });

  const remove = createRoute({
    method: 'delete',
    path: `${path}/{id}/members/{userId}`,
    tags,
    summary: 'Remove a member, or leave; open connections end at once',
    middleware: [signedIn, writeLimit],
    request: { params: MemberParams },
    responses: { 204: { description: 'No member any more.' }, ...problems(...documentProblems, 'last-owner', 'rate-limited') },
  });

  const transfer = createRoute({
    method: 'post',
    path: `${path}/{id}/transfer`,
    tags,
    summary: `Hand ${one} to another member, who becomes its owner; you stay as an editor`,
    middleware: [signedIn, writeLimit, jsonBody],
    request: { params: DocumentParams, body: { required: true, content: { 'application/json': { schema: Transfer } } } },
    responses: {
      200: { description: 'All members.', content: { 'application/json': { schema: MemberList } } },
      ...problems(...documentProblems, ...writeProblems),
    },
  });

  return { list, put, remove, transfer };
}
