import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type HubUpgrade, hubUpgradeHeader } from '../inbox/api';
import { personOfTicket } from '../protocol/secrets';
import type { AppEnv } from './app-env';
import { asciiJson } from './ascii-json';
import { askInbox, inboxObject } from './inbox-objects';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import {
  cursorOf,
  Events,
  EventsQuery,
  eventQueryOf,
  eventsBody,
  hubClientOf,
  Polled,
  PollQuery,
  pollClientOf,
  StreamQuery,
} from './realtime-schemas';
import { signedInAtInbox, signedInOrTicket, tokenOrTicket } from './signed-in';

const tags = ['realtime'];
const realtimeProblems = [...signedInProblems, 'forbidden', 'invalid', 'unavailable'] as const;

const socket = createRoute({
  method: 'get',
  path: '/v1/realtime',
  tags,
  summary: 'Your events, and your messages, over a WebSocket',
  description:
    'With `Upgrade: websocket`. The protocol is told in docs/protocol/hub.md. Who brings no credential says who they are in a ' +
    'first message of the type `auth`. A refused upgrade is accepted and closed with its code.',
  security: [...tokenOrTicket, {}],
  request: { query: StreamQuery },
  responses: { 101: { description: 'The hub.' }, ...problems('malformed') },
});

const stream = createRoute({
  method: 'get',
  path: '/v1/realtime/stream',
  tags,
  summary: 'Your events as server-sent events',
  description:
    'Each message is one event with its cursor as `id:`, as the WebSocket `GET /v1/realtime` would send it. A browser that ' +
    'reconnects says `Last-Event-ID` and goes on from there. A ticket (`document: "inbox"`) may stand in place of a token, as ' +
    '`?ticket=`. What a socket would be closed with comes as an event of the name `close`.',
  middleware: [signedInOrTicket],
  security: tokenOrTicket,
  request: {
    query: StreamQuery,
    headers: z.object({ 'last-event-id': z.string().max(64).optional() }),
  },
  responses: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(...realtimeProblems),
  },
});

const poll = createRoute({
  method: 'get',
  path: '/v1/realtime/poll',
  tags,
  summary: 'Your events by long polling',
  description:
    'Answers at once when there are events after `cursor`, else when there is one, or after `wait` seconds. When its session ' +
    'is ended (`DELETE /v1/me/sessions/{id}`), what waits is answered `session-ended`, and so are the next polls of the device.',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  request: { query: PollQuery },
  responses: {
    200: { description: 'What you have missed.', content: { 'application/json': { schema: Polled } } },
    ...problems(...realtimeProblems, 'session-ended'),
  },
});

const events = createRoute({
  method: 'get',
  path: '/v1/realtime/events',
  tags,
  summary: 'Your events of the last day',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  request: { query: EventsQuery },
  responses: {
    200: { description: 'A page of them.', content: { 'application/json': { schema: Events } } },
    ...problems(...realtimeProblems),
  },
});

/** The hub over HTTP. The WebSocket at `/v1/realtime` is opened by `upgradeToSocket`, before any route. */
export const realtimeRoutes = new OpenAPIHono<AppEnv>();

realtimeRoutes.openapi(socket, () => {
  throw new Refused({ code: 'malformed', detail: 'This is a WebSocket: connect with `Upgrade: websocket`.' });
});

realtimeRoutes.openapi(stream, async (c) => {
  const query = c.req.valid('query');
  const { bearer } = c.var;
  const ticket = 'ticket' in bearer ? bearer.ticket : null;
  const identity = 'ticket' in bearer ? null : bearer;
  const person = identity?.id ?? personOfTicket(ticket ?? '');
  if (person === null) throw new Refused({ code: 'unauthenticated', detail: 'The ticket is not valid here.' });
  // A browser that reconnects by itself repeats the address it was given, and knows better meanwhile.
  const cursor = c.req.valid('header')['last-event-id'] || cursorOf(query);
  const upgrade: HubUpgrade = { transport: 'sse', identity, ticket, cursor, correlationId: null, ...hubClientOf(query) };
  const opened = await inboxObject(c.env, person).fetch(c.req.url, { headers: { [hubUpgradeHeader]: asciiJson(upgrade) } });
  if (opened.status === 403) throw new Refused({ code: 'forbidden' });
  if (opened.status !== 200) throw new Refused({ code: 'unauthenticated', detail: 'The ticket is not valid here.' });
  // Nothing on the way may hold the events back to compress them.
  return new Response(opened.body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform' },
  });
});

realtimeRoutes.openapi(poll, async (c) => {
  const query = c.req.valid('query');
  const { identity } = c.var;
  const wish = { ...eventQueryOf(query), waitMs: query.wait * 1000 };
  const { clientId, rooms, ...page } = await askInbox(c.env, identity.id, (inbox) =>
    inbox.poll(identity, wish, pollClientOf(query)),
  );
  return c.json({ ...eventsBody(page), client_id: clientId, rooms }, 200);
});

realtimeRoutes.openapi(events, async (c) => {
  const { identity } = c.var;
  const query = eventQueryOf(c.req.valid('query'));
  const page = await askInbox(c.env, identity.id, (inbox) => inbox.hub(identity, 'events', query));
  return c.json(eventsBody(page), 200);
});
