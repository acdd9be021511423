import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { listDeletedEvents } from '../db/deleted-events';
import { type ChangePosition, listChanges } from '../db/event-changes';
import { listOccurrences } from '../db/event-list';
import { searchEvents } from '../db/event-search';
import { calendarLimits } from '../protocol/limits';
import { type Identity, type Role, roles } from '../protocol/roles';
import type { AppEnv } from './app-env';
import { askedMoment, askedWindow } from './asked-window';
import { DeletedEventList, EventChangeList, EventListQuery, FoundEventList, OccurrenceList } from './event-list-schemas';
import { occurrencesJson } from './occurrence-json';
import { opaqueWord, readWord } from './opaque-word';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import { signedIn } from './signed-in';
import { writtenJson } from './written-json';

const list = createRoute({
  method: 'get',
  path: '/v1/events',
  tags: ['events'],
  summary:
    'List events: what happens in a stretch of time, what is found, what has changed in a calendar, or what can be restored',
  description:
    'With `from` and `to`: every occurrence then, in all calendars that you can see and of events that you are in yourself, or in those that `calendar` names. ' +
    'With `q` and `from` alone: every event that has the words, once, as it happens next or did last. ' +
    'Without: the events of the one `calendar`, series as a whole, and a `sync_token` that later asks what has changed. With `deleted`: what you can restore. A private event of others is only told to take time.',
  middleware: [signedIn, permitted('list-events')],
  request: { query: EventListQuery },
  responses: {
    200: {
      description: 'A page of the list.',
      content: { 'application/json': { schema: z.union([OccurrenceList, FoundEventList, EventChangeList, DeletedEventList]) } },
    },
    ...problems(...signedInProblems, 'forbidden', 'not-found', 'history-gone', 'invalid'),
  },
});

type Query = z.output<typeof EventListQuery>;

/** What happens when, in one's calendars. */
export const eventListRoutes = new OpenAPIHono<AppEnv>();

eventListRoutes.openapi(list, async (c) => {
  const query = c.req.valid('query');
  const { from, to } = query;
  if (query.deleted === 'true') return c.json(await deletedOf(c.env.DB, c.var.identity, query), 200);
  if (from !== undefined && to !== undefined) {
    return writtenJson<OccurrenceAnswer>(c, await occurrencesOf(c.env.DB, c.var.identity, query, from, to));
  }
  if (from !== undefined && query.q !== '') {
    return writtenJson<FoundAnswer>(c, await foundBy(c.env.DB, c.var.identity, query, from));
  }
  return c.json(await changesOf(c.env.DB, c.var.identity, query), 200);
});

const occurrencePosition = z.object({ startMs: z.number(), id: z.string().max(64), originalStart: z.string().max(64) });

type OccurrenceAnswer = z.output<typeof OccurrenceList>;

async function occurrencesOf(
  db: D1Database,
  { id: personId }: Identity,
  query: Query,
  from: string,
  to: string,
): Promise<string> {
  const { calendar: calendars = null, q: search, limit, cursor } = query;
  const after = cursor === undefined ? null : readWord(occurrencePosition, cursor);
  const { times, next } = await listOccurrences(
    db,
    { personId, calendars, window: askedWindow(from, to), search },
    { limit, after },
  );
  return `{"events":${occurrencesJson(times)},"next_cursor":${JSON.stringify(next && opaqueWord(next))}}`;
}

const foundPosition = z.object({ isPast: z.boolean(), startMs: z.number(), id: z.string().max(64) });

type FoundAnswer = z.output<typeof FoundEventList>;

async function foundBy(db: D1Database, { id: personId }: Identity, query: Query, from: string): Promise<string> {
  const { calendar: calendars = null, q: search, limit, cursor } = query;
  const after = cursor === undefined ? null : readWord(foundPosition, cursor);
  const page = await searchEvents(db, { personId, calendars, search, from: askedMoment(from) }, { limit, after });
  const { times, next, total, ahead } = page;
  return `{"events":${occurrencesJson(times)},"next_cursor":${JSON.stringify(next && opaqueWord(next))},"total":${total},"ahead":${ahead}}`;
}

const deletionPosition = z.object({ deletedAt: z.iso.datetime(), id: z.string().max(64) });

async function deletedOf(db: D1Database, { id: personId }: Identity, query: Query) {
  const { limit, cursor, from, to, calendar, q, sync_token, syncToken } = query;
  if (q !== '' || [from, to, calendar, sync_token, syncToken].some((given) => given !== undefined)) {
    throw new Refused({ code: 'invalid', detail: '`deleted` goes with `limit` and `cursor` only.' });
  }
  const after = cursor === undefined ? null : readWord(deletionPosition, cursor);
  const page = await listDeletedEvents(db, { personId, limit, after, nowMs: Date.now() });
  return { events: page.events, next_cursor: page.next && opaqueWord(page.next) };
}

async function changesOf(db: D1Database, { id: personId }: Identity, query: Query) {
  const [calendarId, ...others] = query.calendar ?? [];
  if (calendarId === undefined || others.length > 0 || query.q !== '' || query.from !== undefined || query.to !== undefined) {
    throw new Refused({
      code: 'invalid',
      detail: '`from` and `to` are needed, or `from` and something to look for, or one `calendar` without.',
    });
  }
  const nowMs = Date.now();
  const asked = askedPosition(query, calendarId, nowMs);
  const page = await listChanges(db, { personId, calendarId, limit: query.limit }, asked);
  if (page === null) throw new Refused({ code: 'not-found' });
  const { events, deleted, position, role, isLast } = page;
  // Who is something else in the calendar sees other things in events that have not changed.
  if (asked !== null && asked.role !== role) throw new Refused({ code: 'history-gone' });
  const wordAt = (since: number): string => opaqueWord([calendarId, nowMs, position.after, since, role]);
  return {
    events,
    deleted,
    next_cursor: isLast ? null : wordAt(position.since),
    sync_token: isLast ? wordAt(0) : null,
  };
}

/** Of which calendar, when it was made, how far its bearer has read, and what they were in the calendar. */
const changePosition = z.tuple([z.string().max(64), z.number(), z.int().min(0), z.int().min(0), z.enum(roles)]);

function askedPosition(
  { cursor, sync_token, syncToken }: Query,
  calendarId: string,
  nowMs: number,
): (ChangePosition & { readonly role: Role }) | null {
  const word = cursor ?? sync_token ?? syncToken;
  if (word === undefined) return null;
  const [calendar, madeMs, after, since, role] = readWord(changePosition, word);
  if (calendar !== calendarId) throw new Refused({ code: 'invalid', detail: 'The token is of another calendar.' });
  // What was gone by then is forgotten by now.
  if (nowMs - madeMs > calendarLimits.keepDeparturesMs) throw new Refused({ code: 'history-gone' });
  return { after, since, role };
}
