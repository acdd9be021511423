import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { routedKinds } from './document-kinds';
import { askEvent } from './document-objects';
import { DocumentParams } from './document-schemas';
import { admittedEvent } from './event-calendars';
import { Event, Move, Response } from './event-schemas';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';
import { etagOf } from './versions';

const { event } = routedKinds;
const eventJson = { 'application/json': { schema: Event } };

const respond = createRoute({
  method: 'post',
  path: `${event.path}/{id}/response`,
  tags: [event.tag],
  summary: 'Say whether you come to an event that you are invited to, whatever your role in it is',
  middleware: [signedIn, writeLimit, jsonBody],
  request: { params: DocumentParams, body: { required: true, content: { 'application/json': { schema: Response } } } },
  responses: {
    200: { description: 'The event with your answer.', content: eventJson },
    ...problems(...documentProblems, ...writeProblems, 'locked'),
  },
});

const move = createRoute({
  method: 'post',
  path: `${event.path}/{id}/move`,
  tags: [event.tag],
  summary: 'Move an event to another calendar that you may edit',
  description: 'Who belongs to the new calendar sees it from now on, and who belonged to the old one does no more.',
  middleware: [signedIn, writeLimit, jsonBody],
  request: { params: DocumentParams, body: { required: true, content: { 'application/json': { schema: Move } } } },
  responses: {
    200: { description: 'The event where it is now.', content: eventJson },
    ...problems(...documentProblems, ...writeProblems, 'calendar-full'),
  },
});

/** What besides is done with events: answering invitations, and moving them. */
export const eventAnswerRoutes = new OpenAPIHono<AppEnv>();

eventAnswerRoutes.openapi(respond, async (c) => {
  const { id } = c.req.valid('param');
  const { response_status } = c.req.valid('json');
  const { view, version } = await askEvent(c.env, id, (document) => document.respond(c.var.identity, response_status));
  c.header('etag', etagOf(version));
  return c.json(view, 200);
});

eventAnswerRoutes.openapi(move, async (c) => {
  const { id } = c.req.valid('param');
  const mover = c.var.identity;
  // Who may not even read it must not leave a trace in the calendar.
  await askEvent(c.env, id, (document) => document.read(mover));
  const roll = await admittedEvent(c.env, mover, c.req.valid('json').calendar_id, id);
  const { view, version } = await askEvent(c.env, id, (document) => document.move(mover, roll));
  c.header('etag', etagOf(version));
  return c.json(view, 200);
});
