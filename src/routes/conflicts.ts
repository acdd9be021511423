import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ConflictView } from '../protocol/operations';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { LockTokens } from './shown-locks';
import { signedIn } from './signed-in';

const tags = ['conflicts'];

const Side = z.object({ by: z.object({ id: z.string(), name: z.string() }), value: z.unknown() });

const Conflict = z
  .object({
    conflict_id: z.string(),
    document_id: z.string(),
    type: z.enum(['update_update', 'delete_update', 'structural']),
    path: z.string().openapi({ example: '/attendees/@user_123/name' }),
    base: z.unknown().openapi({ description: 'What both started from.' }),
    winner: Side.openapi({ description: 'Who wrote later: what the document has.' }),
    loser: Side,
    versions: z.object({ base: z.number().int(), winner: z.number().int(), loser: z.number().int() }),
    detected_at: z.string(),
    method: z.enum(['mine', 'theirs', 'merged']).nullable(),
    resolved_by: z.string().nullable(),
    resolved_at: z.string().nullable(),
  })
  .openapi('Conflict') satisfies z.ZodType<ConflictView>;

const ConflictList = z.object({ conflicts: z.array(Conflict).readonly() }).openapi('ConflictList');

const ConflictParams = DocumentParams.extend({
  conflictId: z
    .string()
    .max(64)
    .openapi({ param: { name: 'conflictId', in: 'path' } }),
});

const Choice = z
  .object({
    choice: z.enum(['mine', 'theirs', 'merged']).openapi({
      description:
        'Yours and the other one are those of who asks; for somebody who wrote neither, `mine` is what the document has.',
    }),
    value: z.unknown().optional().openapi({ description: 'With `merged`: what it is to be.' }),
    winner_version: z.int().optional().openapi({
      description:
        '`versions.winner` as you saw it: refused (`conflict-outdated`) when you would give up what was written since.',
    }),
  })
  .openapi('ConflictChoice');

/** Values that were written to one place by two people who did not know of each other. */
export function conflictRoutes(routed: RoutedKind): OpenAPIHono<AppEnv> {
  const { kind } = routed;
  const { list, resolve } = describe(routed);
  const routes = new OpenAPIHono<AppEnv>();

  routes.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const onlyOpen = c.req.valid('query').open === '1';
    const conflicts = await askDocument(c.env, kind, id, (document) => document.conflicts(c.var.identity, onlyOpen));
    return c.json({ conflicts }, 200);
  });

  routes.openapi(resolve, async (c) => {
    const { id, conflictId } = c.req.valid('param');
    const { choice: chosen, value = null, winner_version: winnerVersion = null } = c.req.valid('json');
    const made = { choice: chosen, value, winnerVersion };
    const tokens = c.req.valid('header')['lock-token'];
    const resolved = await askDocument(c.env, kind, id, (document) =>
      document.resolveConflict(c.var.identity, conflictId, made, tokens),
    );
    return c.json(resolved, 200);
  });

  return routes;
}

function describe({ path, one }: RoutedKind) {
  const list = createRoute({
    method: 'get',
    path: `${path}/{id}/conflicts`,
    tags,
    summary: `List the conflicts of ${one}, the newest first; they are kept for 90 days`,
    middleware: [signedIn],
    request: { params: DocumentParams, query: z.object({ open: z.enum(['0', '1']).optional() }) },
    responses: {
      200: { description: 'The conflicts.', content: { 'application/json': { schema: ConflictList } } },
      ...problems(...documentProblems),
    },
  });

  const resolve = createRoute({
    method: 'post',
    path: `${path}/{id}/conflicts/{conflictId}`,
    tags,
    summary: 'Choose the value that stays: its authors may, and owners',
    middleware: [signedIn, writeLimit, jsonBody],
    request: {
      params: ConflictParams,
      headers: LockTokens,
      body: { required: true, content: { 'application/json': { schema: Choice } } },
    },
    responses: {
      200: { description: 'The conflict, resolved.', content: { 'application/json': { schema: Conflict } } },
      ...problems(
        ...documentProblems,
        ...writeProblems,
        'already-resolved',
        'conflict-outdated',
        'patch-failed',
        'lock-over',
        'locked',
        'document-full',
      ),
    },
  });

  return { list, resolve };
}
