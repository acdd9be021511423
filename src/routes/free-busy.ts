import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { calendarsOf, readBusyTimes } from '../db/free-busy';
import type { AppEnv } from './app-env';
import { askedStretch } from './asked-window';
import { FreeBusy, FreeBusyQuery } from './event-list-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import { signedIn } from './signed-in';

const read = createRoute({
  method: 'get',
  path: '/v1/free-busy',
  tags: ['calendars'],
  summary: 'When there is no time in calendars that you can see; private events count',
  description: 'Events that are cancelled, or declined by the owner of the calendar, take no time.',
  middleware: [signedIn, permitted('list-events')],
  request: { query: FreeBusyQuery },
  responses: {
    200: { description: 'By calendar, in order.', content: { 'application/json': { schema: FreeBusy } } },
    ...problems(...signedInProblems, 'forbidden', 'not-found', 'invalid'),
  },
});

/** When people have time. */
export const freeBusyRoutes = new OpenAPIHono<AppEnv>();

freeBusyRoutes.openapi(read, async (c) => {
  const { from, to, calendar = null } = c.req.valid('query');
  const stretch = askedStretch(from, to);
  const calendars = await calendarsOf(c.env.DB, c.var.identity.id, calendar);
  // To leave one out would say that there is time.
  if (calendar !== null && calendars.length < new Set(calendar).size) throw new Refused({ code: 'not-found' });
  const busy = await readBusyTimes(c.env.DB, calendars, stretch);
  return c.json(
    { busy: busy.map(({ calendar_id, startMs, endMs }) => ({ calendar_id, start: iso(startMs), end: iso(endMs) })) },
    200,
  );
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
