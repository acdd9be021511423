import { createRoute } from '@hono/zod-openapi';
import { listTrips } from '../db/trip-list';
import { creationRoutes } from './document-creation';
import { routedKinds } from './document-kinds';
import { decodeCursor, encodeCursor } from './list-cursor';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { signedIn } from './signed-in';
import { NewTrip, TripList, TripListQuery } from './trip-schemas';

const { trip } = routedKinds;

const list = createRoute({
  method: 'get',
  path: trip.path,
  tags: [trip.tag],
  summary: 'List the trips you are a member of, the newest change first',
  middleware: [signedIn, permitted('list-trips')],
  request: { query: TripListQuery },
  responses: {
    200: { description: 'A page of the list.', content: { 'application/json': { schema: TripList } } },
    ...problems(...signedInProblems, 'forbidden', 'invalid'),
  },
});

/** Creating and listing trips. */
export const tripRoutes = creationRoutes(trip, { body: NewTrip, begin: async (_, { body }) => ({ fields: body }) });

tripRoutes.openapi(list, async (c) => {
  const person = c.var.identity;
  const { limit, cursor, q, archived, deleted } = c.req.valid('query');
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const which = deleted === 'true' ? 'deleted' : archived === 'true' ? 'archived' : 'active';
  const page = await listTrips(c.env.DB, { personId: person.id, limit, search: q, after, which, nowMs: Date.now() });
  return c.json({ trips: page.trips, next_cursor: page.next && encodeCursor(page.next) }, 200);
});
