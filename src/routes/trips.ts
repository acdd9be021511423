import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { rememberPerson } from '../db/people';
import { listTrips } from '../db/trip-list';
import type { AppEnv } from './app-env';
import { decodeCursor, encodeCursor } from './list-cursor';
import { documentProblems, problems, signedInProblems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { askTrip } from './trip-documents';
import { hashOf, newTripId, tripIdOfKey } from './trip-ids';
import { CreateHeaders, NewTrip, Trip, TripList, TripListQuery, TripParams } from './trip-schemas';
import { etagOf, hasVersion } from './versions';

const tags = ['trips'];
const tripJson = { 'application/json': { schema: Trip } };

const create = createRoute({
  method: 'post',
  path: '/v1/trips',
  tags,
  summary: 'Create a trip; you become its owner',
  middleware: [signedIn, writeLimit, jsonBody],
  request: { headers: CreateHeaders, body: { required: true, content: { 'application/json': { schema: NewTrip } } } },
  responses: {
    201: { description: 'The new trip.', content: tripJson },
    200: { description: 'This call was made before; the trip as it is now.', content: tripJson },
    ...problems(...signedInProblems, ...writeProblems, 'forbidden', 'read-only-field', 'idempotency-key-reused', 'unavailable'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/trips',
  tags,
  summary: 'List the trips you are a member of, the newest change first',
  middleware: [signedIn],
  request: { query: TripListQuery },
  responses: {
    200: { description: 'A page of the list.', content: { 'application/json': { schema: TripList } } },
    ...problems(...signedInProblems, 'forbidden', 'invalid'),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/trips/{id}',
  tags,
  summary: 'Read a trip; with `Upgrade: websocket`, open its document socket',
  middleware: [signedIn],
  request: { params: TripParams },
  responses: {
    200: { description: 'The trip, with its version as `ETag`.', content: tripJson },
    304: { description: 'You have this version (`If-None-Match`).' },
    ...problems(...documentProblems),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/trips/{id}',
  tags,
  summary: 'Delete a trip; for 30 days it can be restored',
  middleware: [signedIn, writeLimit],
  request: { params: TripParams },
  responses: { 204: { description: 'The trip is gone.' }, ...problems(...documentProblems, 'rate-limited') },
});

const restore = createRoute({
  method: 'post',
  path: '/v1/trips/{id}/restore',
  tags,
  summary: 'Take the deletion of a trip back: content, members and versions are as before',
  middleware: [signedIn, writeLimit],
  request: { params: TripParams },
  responses: {
    200: { description: 'The trip, deleted no longer.', content: tripJson },
    ...problems(...documentProblems, 'rate-limited'),
  },
});

/** Creating, listing, reading, deleting and restoring trips. */
export const tripRoutes = new OpenAPIHono<AppEnv>();

tripRoutes.openapi(create, async (c) => {
  const owner = c.var.identity;
  if (!allowsAccount(owner, 'create-trip')) throw new Refused({ code: 'forbidden' });
  const key = c.req.valid('header')['idempotency-key'];
  const id = key === undefined ? newTripId() : await tripIdOfKey(owner.id, key);
  const fields = c.req.valid('json');
  const requestHash = await hashOf(JSON.stringify(fields));
  await rememberPerson(c.env.DB, owner, Date.now());
  const trip = await askTrip(c.env, id, (document) => document.create({ id, owner, fields, requestHash }));
  c.header('etag', etagOf(trip.version));
  c.header('location', `/v1/trips/${id}`);
  return c.json(trip.view, trip.created ? 201 : 200);
});

tripRoutes.openapi(list, async (c) => {
  const person = c.var.identity;
  if (!allowsAccount(person, 'list-trips')) throw new Refused({ code: 'forbidden' });
  const { limit, cursor, q, archived, deleted } = c.req.valid('query');
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const which = deleted === 'true' ? 'deleted' : archived === 'true' ? 'archived' : 'active';
  const page = await listTrips(c.env.DB, { personId: person.id, limit, search: q, after, which, nowMs: Date.now() });
  return c.json({ trips: page.trips, next_cursor: page.next && encodeCursor(page.next) }, 200);
});

tripRoutes.openapi(read, async (c) => {
  const { id } = c.req.valid('param');
  const { view, version } = await askTrip(c.env, id, (trip) => trip.read(c.var.identity));
  c.header('etag', etagOf(version));
  // A browser may keep it, and asks with its version each time.
  c.header('cache-control', 'private, no-cache');
  if (hasVersion(c.req.header('if-none-match'), version)) return c.body(null, 304);
  return c.json(view, 200);
});

tripRoutes.openapi(remove, async (c) => {
  const { id } = c.req.valid('param');
  await askTrip(c.env, id, (trip) => trip.delete(c.var.identity));
  return c.body(null, 204);
});

tripRoutes.openapi(restore, async (c) => {
  const { id } = c.req.valid('param');
  const { view, version } = await askTrip(c.env, id, (trip) => trip.restore(c.var.identity));
  c.header('etag', etagOf(version));
  return c.json(view, 200);
});
