import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Patch } from '../documents/api';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { mediaType, requestBody } from './request-body';
import { signedIn } from './signed-in';
import { askTrip } from './trip-documents';
import { Trip, TripParams } from './trip-schemas';
import { demandedVersion, etagOf } from './versions';

const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';

const patch = createRoute({
  method: 'patch',
  path: '/v1/trips/{id}',
  tags: ['trips'],
  summary: 'Change a trip, all or nothing; people who have it open see it at once',
  middleware: [signedIn, writeLimit, requestBody({ types: [jsonPatch, mergePatch], maxBytes: restLimits.maxJsonBytes })],
  request: {
    params: TripParams,
    body: {
      required: true,
      content: {
        [jsonPatch]: {
          schema: {
            type: 'array',
            maxItems: restLimits.maxPatchOperations,
            items: {
              type: 'object',
              required: ['op', 'path'],
              properties: {
                op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
                path: { type: 'string' },
                from: { type: 'string' },
                value: {},
              },
            },
          },
        },
        [mergePatch]: { schema: { type: 'object', additionalProperties: true } },
      },
    },
  },
  responses: {
    200: {
      description: 'The trip after the change, with its version as `ETag`.',
      content: { 'application/json': { schema: Trip } },
    },
    ...problems(
      ...documentProblems,
      ...writeProblems,
      'read-only-field',
      'patch-failed',
      'precondition-required',
      'precondition-failed',
      'document-full',
    ),
  },
});

/** Changing trips by JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396). */
export const tripPatchRoutes = new OpenAPIHono<AppEnv>();

tripPatchRoutes.openapi(patch, async (c) => {
  const { id } = c.req.valid('param');
  const ifMatch = demandedVersion(c.req.header('if-match'));
  const change = patchOf(mediaType(c), await c.req.json<unknown>());
  const { view, version } = await askTrip(c.env, id, (trip) => trip.patch(c.var.identity, change, ifMatch));
  c.header('etag', etagOf(version));
  return c.json(view, 200);
});

function patchOf(type: string, body: unknown): Patch {
  if (type === mergePatch) return { kind: 'merge-patch', patch: body };
  if (Array.isArray(body) && body.length > restLimits.maxPatchOperations) {
    throw new Refused({ code: 'too-large', extensions: { maxOperations: restLimits.maxPatchOperations } });
  }
  return { kind: 'json-patch', operations: body };
}
