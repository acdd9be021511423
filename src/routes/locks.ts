import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { HeldLock } from '../documents/api';
import { lockLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const tags = ['locks'];
const token = z
  .int()
  .min(0)
  .openapi({ description: 'Shown with a write, it says that the lock is still held. Higher than any before.' });

const Lock = z
  .object({
    id: z.string(),
    path: z.string().openapi({ description: 'JSON Pointer with `@id` in place of an index; empty for the whole document.' }),
    holder: z.object({ id: z.string(), name: z.string() }).readonly(),
    expires_at: z.int().openapi({ description: 'Milliseconds since 1970.' }),
  })
  .readonly()
  .openapi('Lock');

const LockList = z.object({ locks: z.array(Lock).readonly() });
const OwnLock = z.object({ lock: Lock, token }).openapi('OwnLock');
const NewLock = z
  .object({ path: z.string().max(lockLimits.maxPathChars) })
  .openapi('NewLock', { example: { path: '/description' } });
const RenewedLock = z.object({ token }).openapi('RenewedLock');

const LockParams = DocumentParams.extend({
  lockId: z
    .string()
    .min(1)
    .max(64)
    .openapi({ param: { name: 'lockId', in: 'path' } }),
});
const UnlockQuery = z.object({
  token: z.coerce.number().int().min(0).optional().openapi({ description: 'Of your own lock. Without it, an owner breaks any.' }),
});

/** Parts of a document that somebody has for themselves for a while. */
export function lockRoutes(routed: RoutedKind): OpenAPIHono<AppEnv> {
  const { kind } = routed;
  const { list, take, renew, release } = describe(routed);
  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    return c.json({ locks: await askDocument(c.env, kind, id, (document) => document.locks(c.var.identity)) }, 200);
  });

  routes.openapi(take, async (c) => {
    const { id } = c.req.valid('param');
    const { path } = c.req.valid('json');
    return c.json(bodyOf(await askDocument(c.env, kind, id, (document) => document.lock(c.var.identity, path))), 201);
  });

  routes.openapi(renew, async (c) => {
    const { id, lockId } = c.req.valid('param');
    const { token: own } = c.req.valid('json');
    const held = await askDocument(c.env, kind, id, (document) => document.renewLock(c.var.identity, lockId, own));
    return c.json(bodyOf(held), 200);
  });

  routes.openapi(release, async (c) => {
    const { id, lockId } = c.req.valid('param');
    const own = c.req.valid('query').token ?? null;
    await askDocument(c.env, kind, id, (document) => document.unlock(c.var.identity, lockId, own));
    return c.body(null, 204);
  });

  return routes;
}

function bodyOf({ lock, token: fencing }: HeldLock): z.infer<typeof OwnLock> {
  return { lock, token: fencing };
}

function describe({ path, one, the }: RoutedKind) {
  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/locks`,
    tags,
    summary: `Which parts of ${the} somebody has for themselves`,
    middleware: [signedIn],
    request: { params: DocumentParams },
    responses: {
      200: { description: 'All that hold.', content: { 'application/json': { schema: LockList } } },
      ...problems(...documentProblems),
    },
  });

  const take = createRoute({
    method: 'post',
    path: `${path}/{id}/locks`,
    tags,
    summary: `Lock a part of ${one}, or all of it, for ${lockLimits.lockMs / 1000} seconds`,
    middleware: [signedIn, writeLimit, jsonBody],
    request: { params: DocumentParams, body: { required: true, content: { 'application/json': { schema: NewLock } } } },
    responses: {
      201: { description: 'The lock, and the token that a write shows.', content: { 'application/json': { schema: OwnLock } } },
      ...problems(...documentProblems, ...writeProblems, 'locked', 'too-many-locks'),
    },
  });

  const renew = createRoute({
    method: 'put',
    path: `${path}/{id}/locks/{lockId}`,
    tags,
    summary: 'Keep a lock of yours for as long again',
    middleware: [signedIn, writeLimit, jsonBody],
    request: { params: LockParams, body: { required: true, content: { 'application/json': { schema: RenewedLock } } } },
    responses: {
      200: { description: 'The lock.', content: { 'application/json': { schema: OwnLock } } },
      ...problems(...documentProblems, ...writeProblems, 'lock-over'),
    },
  });

  const release = createRoute({
    method: 'delete',
    path: `${path}/{id}/locks/{lockId}`,
    tags,
    summary: 'Give a lock of yours up, or, as an owner, break one',
    middleware: [signedIn, writeLimit],
    request: { params: LockParams, query: UnlockQuery },
    responses: {
      204: { description: 'The lock is over.' },
      ...problems(...documentProblems, 'lock-over', 'invalid', 'rate-limited'),
    },
  });

  return { list, take, renew, release };
}
