import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { findFiledCalendar } from '../db/calendar-file';
import { deleteFeed, type Feed, findFeed, listFeeds } from '../db/feeds';
import { calendarLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { hashOf } from './document-ids';
import { CreateHeaders, DocumentParams, timestamp } from './document-schemas';
import { makeFeed } from './feed-creation';
import { isNamed } from './icalendar';
import { calendarFile, fileHeaders } from './icalendar-files';
import { permitted } from './permitted';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { feedLimit, writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const tags = ['icalendar'];
const path = '/v1/calendars/{id}/feeds';
/** How often programs are asked to look again. */
const refresh = 'PT1H';

const feedFields = { id: z.string(), label: z.string(), created_at: timestamp };
const FeedView = z.object(feedFields).openapi('Feed');
const MadeFeed = z
  .object({ ...feedFields, url: z.url().openapi({ description: 'Told this once. Whoever has it reads what you may see.' }) })
  .openapi('MadeFeed');
const FeedList = z.object({ feeds: z.array(FeedView) }).openapi('FeedList');
const NewFeed = z.object({ label: z.string().max(calendarLimits.maxFeedLabelChars).default('') }).openapi('NewFeed');
const FeedParams = DocumentParams.extend({ feedId: z.uuid().openapi({ param: { name: 'feedId', in: 'path' } }) });

const create = createRoute({
  method: 'post',
  path,
  tags,
  summary: 'Make an address under which a calendar program reads the calendar, as you see it',
  middleware: [signedIn, permitted('create-event'), writeLimit, jsonBody],
  request: {
    params: DocumentParams,
    headers: CreateHeaders,
    body: { required: true, content: { 'application/json': { schema: NewFeed } } },
  },
  responses: {
    201: { description: 'The feed, with its address.', content: { 'application/json': { schema: MadeFeed } } },
    200: {
      description: 'This call was made before, with the same key; the feed, with its address.',
      content: { 'application/json': { schema: MadeFeed } },
    },
    ...problems(...documentProblems, ...writeProblems, 'too-many-feeds', 'idempotency-key-reused'),
  },
});

const list = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'List the feeds that you have made of a calendar',
  middleware: [signedIn, permitted('list-events')],
  request: { params: DocumentParams },
  responses: {
    200: { description: 'Without their addresses.', content: { 'application/json': { schema: FeedList } } },
    ...problems(...documentProblems),
  },
});

const revoke = createRoute({
  method: 'delete',
  path: `${path}/{feedId}`,
  tags,
  summary: 'End a feed: its address leads nowhere from now on',
  middleware: [signedIn, permitted('create-event'), writeLimit],
  request: { params: FeedParams },
  responses: { 204: { description: 'It has ended.' }, ...problems(...documentProblems, 'rate-limited') },
});

const read = createRoute({
  method: 'get',
  path: '/v1/feeds/{token}.ics',
  tags,
  summary: 'Read a feed; its address is all that it takes',
  security: [],
  request: { params: z.object({ token: z.string().openapi({ param: { name: 'token', in: 'path' } }) }) },
  responses: {
    200: { description: 'The calendar.', content: { 'text/calendar': { schema: z.string() } } },
    304: { description: 'You have this state (`If-None-Match`).' },
    ...problems('not-found', 'rate-limited', 'internal'),
  },
});

/** Calendars for programs that subscribe to them. */
export const icalendarFeedRoutes = new OpenAPIHono<AppEnv>();

icalendarFeedRoutes.openapi(create, async (c) => {
  const { id: calendarId } = c.req.valid('param');
  const personId = c.var.identity.id;
  if ((await findFiledCalendar(c.env.DB, { calendarId, personId })) === null) throw new Refused({ code: 'not-found' });
  const wish = { calendarId, personId, label: c.req.valid('json').label };
  const { feed, token, isNew } = await makeFeed(c.env.DB, wish, c.req.valid('header')['idempotency-key']);
  return c.json({ ...viewOf(feed), url: new URL(`/v1/feeds/${token}.ics`, c.req.url).href }, isNew ? 201 : 200);
});

icalendarFeedRoutes.openapi(list, async (c) => {
  const { id } = c.req.valid('param');
  return c.json({ feeds: (await listFeeds(c.env.DB, id, c.var.identity.id)).map(viewOf) }, 200);
});

icalendarFeedRoutes.openapi(revoke, async (c) => {
  const { id: calendarId, feedId: id } = c.req.valid('param');
  if (!(await deleteFeed(c.env.DB, { calendarId, personId: c.var.identity.id, id }))) throw new Refused({ code: 'not-found' });
  return c.body(null, 204);
});

icalendarFeedRoutes.openAPIRegistry.registerPath(read);
icalendarFeedRoutes.get('/v1/feeds/:file{[^/]+\\.ics}', feedLimit, async (c) => {
  const token = c.req.param('file').replace(/\.ics$/, '');
  const feed = await findFeed(c.env.DB, await hashOf(token));
  // Whose feed it was, and of which calendar, nobody learns from an address that has ended.
  if (feed === null) throw new Refused({ code: 'not-found' });
  const { calendarId, personId } = feed;
  const known = c.req.header('if-none-match');
  // An address that is passed on is read by people whom no guest knows.
  const wanted = { calendarId, personId, refresh, hasAddresses: false, nowMs: Date.now() };
  const { etag, text } = await calendarFile(c.env.DB, wanted, (tag) => isNamed(known, tag));
  const headers = { etag, 'cache-control': 'private, no-cache' };
  return text === null ? c.body(null, 304, headers) : c.body(text, 200, { ...headers, ...fileHeaders('calendar') });
});

function viewOf({ id, label, createdAt }: Feed) {
  return { id, label, created_at: createdAt };
}
