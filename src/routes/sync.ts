import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { MalformedFrame } from '../protocol/frames';
import { documentLimits } from '../protocol/limits';
import { decodeSyncRequest, encodeSyncAnswer, type SyncRequestBody } from '../protocol/sync-body';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { requestBody } from './request-body';
import { signedIn } from './signed-in';
import { askTrip } from './trip-documents';
import { TripParams } from './trip-schemas';
import { etagOf } from './versions';

const octets = 'application/octet-stream';
/** Header fields have to stay short; the update itself holds every repair. */
const maxRepairsTold = 50;

const sync = createRoute({
  method: 'post',
  path: '/v1/trips/{id}/sync',
  tags: ['trips'],
  summary: 'Exchange Yjs updates without a socket',
  description:
    'Body: lib0 `varUint8Array` state vector, `varUint8Array` update (empty: nothing to bring). Answer: `varUint8Array` ' +
    'update, `varUint` version. What had to be repaired is named by `x-triptrip-repaired` (a JSON array of pointers).',
  middleware: [signedIn, writeLimit, requestBody({ types: [octets], maxBytes: documentLimits.maxSyncFrameBytes })],
  request: {
    params: TripParams,
    body: { required: true, content: { [octets]: { schema: { type: 'string', format: 'binary' } } } },
  },
  responses: {
    200: { description: 'What you lack.', content: { [octets]: { schema: { type: 'string', format: 'binary' } } } },
    ...problems(...documentProblems, ...writeProblems, 'missing-dependency', 'client-id-taken', 'document-full'),
  },
});

/** The sync protocol over plain HTTP. */
export const syncRoutes = new OpenAPIHono<AppEnv>();

syncRoutes.openapi(sync, async (c) => {
  const { id } = c.req.valid('param');
  const { stateVector, update } = readRequest(new Uint8Array(await c.req.arrayBuffer()));
  const brought = update.byteLength === 0 ? null : update;
  const answer = await askTrip(c.env, id, (trip) => trip.sync(c.var.identity, stateVector, brought));
  if (answer.repaired.length > 0) c.header('x-triptrip-repaired', asciiJson(answer.repaired.slice(0, maxRepairsTold)));
  c.header('etag', etagOf(answer.version));
  return c.body(encodeSyncAnswer(answer), 200, { 'content-type': octets });
});

function readRequest(bytes: Uint8Array): SyncRequestBody {
  try {
    return decodeSyncRequest(bytes);
  } catch (error) {
    if (error instanceof MalformedFrame) throw new Refused({ code: 'malformed', detail: 'The body is not a sync request.' });
    throw error;
  }
}
