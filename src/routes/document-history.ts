import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { namesOf } from '../db/people';
import type { StepTaken, VersionPage } from '../documents/api';
import { historyLimits as limits } from '../protocol/limits';
import type { AppliedOperation, Operation } from '../protocol/operations';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams, StepHeaders } from './document-schemas';
import { Difference, type PatchOperation, Revert, Step, VersionList, VersionParams, version } from './history-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { etagOf } from './versions';

const tags = ['history'];

/** What a document was, and going back there. */
export function historyRoutes(routed: RoutedKind): OpenAPIHono<AppEnv> {
  const { kind } = routed;
  const read = describeReading(routed);
  const back = describeGoingBack(routed);
  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(read.list, async (c) => {
    const { id } = c.req.valid('param');
    const { before = null, limit } = c.req.valid('query');
    const page = await askDocument(c.env, kind, id, (document) => document.versions(c.var.identity, before, limit));
    return c.json(await withNames(c.env, page), 200);
  });

  routes.openapi(read.view, async (c) => {
    const { id, version } = c.req.valid('param');
    const { view } = await askDocument(c.env, kind, id, (document) => document.versionAt(c.var.identity, version));
    return c.json(view, 200);
  });

  routes.openapi(read.diff, async (c) => {
    const { id } = c.req.valid('param');
    const { from, to } = c.req.valid('query');
    const operations = await askDocument(c.env, kind, id, (document) => document.difference(c.var.identity, from, to));
    return c.json({ operations: shown(operations) }, 200);
  });

  routes.openapi(back.restore, async (c) => {
    const { id, version } = c.req.valid('param');
    const restored = await askDocument(c.env, kind, id, (document) => document.restoreVersion(c.var.identity, version));
    c.header('etag', etagOf(restored.version));
    return c.json(restored.view, 200);
  });

  routes.openapi(back.revert, async (c) => {
    const { id } = c.req.valid('param');
    const request = c.req.valid('json');
    const reverted = await askDocument(c.env, kind, id, (document) => document.revert(c.var.identity, request));
    c.header('etag', etagOf(reverted.version));
    return c.json(reverted.view, 200);
  });

  for (const step of ['undo', 'redo'] as const) {
    routes.openapi(back[step], async (c) => {
      const { id } = c.req.valid('param');
      const { 'idempotency-key': key = null } = c.req.valid('header');
      const taken = await askDocument(c.env, kind, id, (document) => document.step(c.var.identity, step, key));
      return c.json(shownStep(taken), 200);
    });
  }
  return routes;
}

/** Whose name the document never kept is known by what they called themselves last. */
async function withNames(env: Env, { versions, next_before }: VersionPage): Promise<z.infer<typeof VersionList>> {
  const unknown = new Set(versions.flatMap(({ actor }) => (actor.name === '' ? actor.id : [])));
  const names = unknown.size === 0 ? new Map<string, string>() : await namesOf(env.DB, [...unknown]);
  return {
    versions: versions.map((one) => ({
      ...one,
      actor: { ...one.actor, name: one.actor.name || (names.get(one.actor.id) ?? '') },
    })),
    next_before,
  };
}

function shownStep({ version, operations }: StepTaken): z.infer<typeof Step> {
  return { version, operations: shown(operations) };
}

function shown(operations: readonly (Operation | AppliedOperation)[]): z.infer<typeof PatchOperation>[] {
  return operations.map((operation) => ({
    ...operation,
    ...('edits' in operation ? { edits: operation.edits.map((edit) => ({ ...edit })) } : {}),
  })) as z.infer<typeof PatchOperation>[];
}

function describeReading({ path, one, the, view: schema }: RoutedKind) {
  const middleware = [signedIn];
  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/versions`,
    tags,
    summary: `List the versions of ${one}: who changed what and when, the newest first`,
    middleware,
    request: {
      params: DocumentParams,
      query: z.object({
        before: version.optional().openapi({ description: '`next_before` of the page before.' }),
        limit: z.coerce.number().int().min(1).max(limits.maxVersionsPerPage).default(limits.defaultVersionsPerPage),
      }),
    },
    responses: {
      200: { description: 'A page of versions.', content: { 'application/json': { schema: VersionList } } },
      ...problems(...documentProblems),
    },
  });

  const view = createRoute({
    method: 'get',
    path: `${path}/{id}/versions/{version}`,
    tags,
    summary: `Read ${one} as it was at a version`,
    middleware,
    request: { params: VersionParams },
    responses: {
      200: { description: `What ${the} was.`, content: { 'application/json': { schema } } },
      ...problems(...documentProblems),
    },
  });

  const diff = createRoute({
    method: 'get',
    path: `${path}/{id}/diff`,
    tags,
    summary: `Compare two versions of ${one}: the JSON Patch (RFC 6902) that makes the one out of the other`,
    middleware,
    request: { params: DocumentParams, query: z.object({ from: version, to: version }) },
    responses: {
      200: { description: 'The operations.', content: { 'application/json': { schema: Difference } } },
      ...problems(...documentProblems),
    },
  });

  return { list, view, diff };
}

function describeGoingBack({ path, one, the, view: schema }: RoutedKind) {
  const middleware = [signedIn, writeLimit];
  const viewJson = { 'application/json': { schema } };
  const restore = createRoute({
    method: 'post',
    path: `${path}/{id}/versions/{version}/restore`,
    tags,
    summary: `Make ${one} what it was at a version; that is a new version`,
    middleware,
    request: { params: VersionParams },
    responses: {
      200: { description: `What ${the} is now.`, content: viewJson },
      ...problems(...documentProblems, 'rate-limited', 'locked', 'document-full'),
    },
  });

  const revert = createRoute({
    method: 'post',
    path: `${path}/{id}/revert`,
    tags,
    summary: 'Take back what one person did in a span of versions; what others did stays',
    middleware: [...middleware, jsonBody],
    request: { params: DocumentParams, body: { required: true, content: { 'application/json': { schema: Revert } } } },
    responses: {
      200: { description: `What ${the} is now.`, content: viewJson },
      ...problems(...documentProblems, ...writeProblems, 'history-gone', 'locked', 'document-full'),
    },
  });

  const step = (kind: 'undo' | 'redo', summary: string) =>
    createRoute({
      method: 'post',
      path: `${path}/{id}/${kind}`,
      tags,
      summary,
      middleware,
      request: { params: DocumentParams, headers: StepHeaders },
      responses: {
        200: { description: 'What it did.', content: { 'application/json': { schema: Step } } },
        ...problems(...documentProblems, 'nothing-to-undo', 'idempotency-key-reused', 'rate-limited', 'locked', 'document-full'),
      },
    });

  return {
    restore,
    revert,
    undo: step('undo', 'Take back your own last step, whatever others did since'),
    redo: step('redo', 'Do again what you have taken back last'),
  };
}
