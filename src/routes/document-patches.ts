import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Patch, PatchBase } from '../documents/api';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { mediaType, requestBody } from './request-body';
import { LockTokens } from './shown-locks';
import { signedIn } from './signed-in';
import { demandedVersion, etagOf } from './versions';

const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';

const baseVersion = z.coerce.number().int().min(0).openapi({
  description: 'In place of `If-Match`: the version that the patch was made against. It merges with what others did since.',
});

const JsonPatchSchema = {
  type: 'array' as const,
  maxItems: restLimits.maxPatchOperations,
  items: {
    type: 'object' as const,
    required: ['op', 'path'],
    properties: {
      op: { type: 'string' as const, enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
      path: { type: 'string' as const },
      from: { type: 'string' as const },
      value: {},
    },
  },
};

/** Changing documents by JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396). */
export function patchRoutes({ kind, path, tag, one, the, view: schema }: RoutedKind): OpenAPIHono<AppEnv> {
  const patch = createRoute({
    method: 'patch',
    path: `${path}/{id}`,
    tags: [tag],
    summary: `Change ${one}, all or nothing; people who have it open see it at once`,
    middleware: [signedIn, writeLimit, requestBody({ types: [jsonPatch, mergePatch], maxBytes: restLimits.maxJsonBytes })],
    request: {
      params: DocumentParams,
      query: z.object({ base_version: baseVersion.optional() }),
      headers: LockTokens,
      body: {
        required: true,
        content: {
          [jsonPatch]: { schema: JsonPatchSchema },
          [mergePatch]: { schema: { type: 'object', additionalProperties: true } },
        },
      },
    },
    responses: {
      200: {
        description: `${the} after the change, with its version as \`ETag\`.`.replace('the', 'The'),
        content: { 'application/json': { schema } },
      },
      ...problems(
        ...documentProblems,
        ...writeProblems,
        'read-only-field',
        'grow-only',
        'history-gone',
        'lock-over',
        'locked',
        'patch-failed',
        'precondition-required',
        'precondition-failed',
        'document-full',
      ),
    },
  });

  const routes = new OpenAPIHono<AppEnv>();
  routes.openapi(patch, async (c) => {
    const { id } = c.req.valid('param');
    const base = baseOf(c.req.header('if-match'), c.req.valid('query').base_version);
    const tokens = c.req.valid('header')['lock-token'];
    const change = patchOf(mediaType(c), await c.req.json<unknown>());
    const { view, version } = await askDocument(c.env, kind, id, (document) =>
      document.patch(c.var.identity, change, base, tokens),
    );
    c.header('etag', etagOf(version));
    return c.json(view, 200);
  });
  return routes;
}

/** What a patch was made against: it fits the current version only, or merges from an older one. */
function baseOf(ifMatch: string | undefined, version: number | undefined): PatchBase {
  return ifMatch === undefined && version !== undefined ? { baseVersion: version } : demandedVersion(ifMatch);
}

function patchOf(type: string, body: unknown): Patch {
  if (type === mergePatch) return { kind: 'merge-patch', patch: body };
  if (Array.isArray(body) && body.length > restLimits.maxPatchOperations) {
    throw new Refused({ code: 'too-large', extensions: { maxOperations: restLimits.maxPatchOperations } });
  }
  return { kind: 'json-patch', operations: body };
}
