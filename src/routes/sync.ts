import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { MalformedFrame } from '../protocol/frames';
import { documentLimits } from '../protocol/limits';
import { decodeSyncRequest, encodeSyncAnswer, type SyncRequestBody } from '../protocol/sync-body';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import { acceptEncodingOf, acceptsGzip } from './content-coding';
import type { RoutedKind } from './document-kinds';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { syncLimit } from './rate-limits';
import { requestBody } from './request-body';
import { signedInOrTicket, tokenOrTicket } from './signed-in';
import { etagOf, versionsIn } from './versions';

const octets = 'application/octet-stream';
/** Header fields have to stay short; the update itself holds every repair. */
const maxRepairsTold = 50;

const SyncHeaders = z.object({
  'if-none-match': z.string().optional().openapi({ description: 'The `ETag` of the last answer.', example: '"v12"' }),
});

/** The sync protocol over plain HTTP. */
export function syncRoutes({ kind, path, tag }: RoutedKind): OpenAPIHono<AppEnv> {
  const sync = createRoute({
    method: 'post',
    path: `${path}/{id}/sync`,
    tags: [tag],
    summary: 'Exchange Yjs updates without a socket',
    description:
      'Body: lib0 `varUint8Array` state vector, `varUint8Array` update (empty: nothing to bring). Answer: `varUint8Array` ' +
      'update, `varUint` version. What had to be repaired is named by `x-triptrip-repaired` (a JSON array of pointers), ' +
      'the role of the caller by `x-triptrip-role`. Both bodies may be compressed (`Content-Encoding: gzip`). A ticket may ' +
      'stand in place of a token (`Authorization: Ticket`).',
    middleware: [
      signedInOrTicket,
      syncLimit,
      requestBody({ types: [octets], codings: ['identity', 'gzip'], maxBytes: documentLimits.maxSyncFrameBytes }),
    ],
    security: tokenOrTicket,
    request: {
      params: DocumentParams,
      headers: SyncHeaders,
      body: { required: true, content: { [octets]: { schema: { type: 'string', format: 'binary' } } } },
    },
    responses: {
      200: {
        description: 'What you lack, with the version as `ETag`.',
        content: { [octets]: { schema: { type: 'string', format: 'binary' } } },
      },
      304: { description: 'You brought nothing, and have this version (`If-None-Match`).' },
      ...problems(...documentProblems, ...writeProblems, 'missing-dependency', 'client-id-taken', 'document-full'),
    },
  });

  const routes = new OpenAPIHono<AppEnv>();
  routes.openapi(sync, async (c) => {
    const { id } = c.req.valid('param');
    const { stateVector, update: brought } = readRequest(new Uint8Array(await c.req.arrayBuffer()));
    const update = brought.byteLength === 0 ? null : brought;
    const known = versionsIn(c.req.valid('header')['if-none-match']);
    const answer = await askDocument(c.env, kind, id, (document) => document.sync(c.var.bearer, { stateVector, update, known }));
    c.header('etag', etagOf(answer.version));
    c.header('x-triptrip-role', answer.role);
    if (answer.repaired.length > 0) c.header('x-triptrip-repaired', asciiJson(answer.repaired.slice(0, maxRepairsTold)));
    if (answer.update === null) return c.body(null, 304);
    c.header('vary', 'accept-encoding', { append: true });
    // The platform compresses what this header announces.
    if (acceptsGzip(acceptEncodingOf(c.req.raw))) c.header('content-encoding', 'gzip');
    return c.body(encodeSyncAnswer({ update: answer.update, version: answer.version }), 200, { 'content-type': octets });
  });
  return routes;
}

function readRequest(bytes: Uint8Array): SyncRequestBody {
  try {
    return decodeSyncRequest(bytes);
  } catch (error) {
    if (error instanceof MalformedFrame) throw new Refused({ code: 'malformed', detail: 'The body is not a sync request.' });
    throw error;
  }
}
