import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { type ListedCalendar, listCalendars } from '../db/calendar-list';
import type { Identity } from '../protocol/roles';
import { roles } from '../protocol/roles';
import type { AppEnv } from './app-env';
import { defaultCalendarId, ensureDefaultCalendar } from './default-calendar';
import { timestamp } from './document-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { signedIn } from './signed-in';

const CalendarSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    color: z.string().nullable(),
    time_zone: z.string().nullable(),
    role: z.enum(roles).openapi({ description: 'Your role in it.' }),
    is_default: z.boolean().openapi({ description: 'Whether your events go there that name no calendar.' }),
    owner_id: z.string(),
    member_count: z.int(),
    version: z.int(),
    updated_at: timestamp,
    restorable_until: timestamp.nullable().openapi({ description: 'Of a deleted calendar: until when it can be restored.' }),
  })
  .readonly()
  .openapi('CalendarSummary');

const CalendarList = z.object({ calendars: z.array(CalendarSummary).readonly() }).openapi('CalendarList');

const list = createRoute({
  method: 'get',
  path: '/v1/calendars',
  tags: ['calendars'],
  summary: 'List the calendars you are a member of, your own first',
  middleware: [signedIn, permitted('list-events')],
  request: {
    query: z.object({
      deleted: z.enum(['true', 'false']).default('false').openapi({
        description: '`true`: the deleted calendars that you can restore, in place of the others.',
      }),
    }),
  },
  responses: {
    200: { description: 'All of them.', content: { 'application/json': { schema: CalendarList } } },
    ...problems(...signedInProblems, 'forbidden', 'unavailable'),
  },
});

/** Which calendars somebody has. */
export const calendarListRoutes = new OpenAPIHono<AppEnv>();

calendarListRoutes.openapi(list, async (c) => {
  const { identity } = c.var;
  const which = c.req.valid('query').deleted === 'true' ? 'deleted' : 'active';
  const defaultId = await defaultCalendarId(identity.id);
  const calendars =
    which === 'active' ? await calendarsWithDefault(c.env, identity, defaultId) : await listed(c.env, identity, which);
  const summaries = calendars.map((calendar) => ({ ...calendar, is_default: calendar.id === defaultId }));
  return c.json({ calendars: summaries.sort((a, b) => Number(b.is_default) - Number(a.is_default)) }, 200);
});

/** Everybody has a calendar, from the moment in which they look for one. */
async function calendarsWithDefault(env: Env, identity: Identity, defaultId: string): Promise<readonly ListedCalendar[]> {
  const calendars = await listed(env, identity, 'active');
  if (calendars.some(({ id }) => id === defaultId) || !allowsAccount(identity, 'create-calendar')) return calendars;
  await ensureDefaultCalendar(env, identity);
  return listed(env, identity, 'active');
}

function listed(env: Env, { id: personId }: Identity, which: 'active' | 'deleted'): Promise<ListedCalendar[]> {
  return listCalendars(env.DB, { personId, which, nowMs: Date.now() });
}
