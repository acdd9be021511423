import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { timesRevisionOf } from '../db/calendar-file';
import type { AppEnv } from './app-env';
import { isDocumentId } from './document-ids';
import { askDocument } from './document-objects';
import { DocumentParams } from './document-schemas';
import { calendarFile, eventFile, fileHeaders } from './icalendar-files';
import { permitted } from './permitted';
import { documentProblems, problems } from './problem-schemas';
import { Refused } from './problems';
import { signedIn } from './signed-in';
import { etagOf, hasVersion } from './versions';

const tags = ['icalendar'];
const file = { 'text/calendar': { schema: z.string() } };
const unchanged = { description: 'You have this state (`If-None-Match`).' };

const event = createRoute({
  method: 'get',
  path: '/v1/events/{id}.ics',
  tags,
  summary: 'An event as an iCalendar file',
  request: { params: DocumentParams },
  responses: { 200: { description: 'The file.', content: file }, 304: unchanged, ...problems(...documentProblems) },
});

const calendar = createRoute({
  method: 'get',
  path: '/v1/calendars/{id}.ics',
  tags,
  summary: 'A calendar as an iCalendar file',
  description: 'What is very long in an event (its description, its attendees) stands in the file of that event alone.',
  request: { params: DocumentParams },
  responses: { 200: { description: 'The file.', content: file }, 304: unchanged, ...problems(...documentProblems) },
});

/** Events and calendars as files that other calendar programs read. Before the documents: their ids have no ending. */
export const icalendarRoutes = new OpenAPIHono<AppEnv>();

// A pattern of Hono, because OpenAPI has none for a parameter with something behind it.
icalendarRoutes.openAPIRegistry.registerPath(event);
icalendarRoutes.get('/v1/events/:file{[^/]+\\.ics}', signedIn, async (c) => {
  const id = idOfFile(c.req.param('file'));
  const read = await askDocument(c.env, 'event', id, (document) => document.read(c.var.identity));
  const { view, version, isAmbiguous = false } = read;
  const headers = { etag: etagOf(version), 'cache-control': 'private, no-cache' };
  if (!isAmbiguous && hasVersion(c.req.header('if-none-match'), version)) return c.body(null, 304, headers);
  const text = eventFile(view, await timesRevisionOf(c.env.DB, id), Date.now());
  return c.body(text, 200, { ...headers, ...fileHeaders(id) });
});

icalendarRoutes.openAPIRegistry.registerPath(calendar);
icalendarRoutes.get('/v1/calendars/:file{[^/]+\\.ics}', signedIn, permitted('list-events'), async (c) => {
  const calendarId = idOfFile(c.req.param('file'));
  const known = c.req.header('if-none-match');
  const wanted = { calendarId, personId: c.var.identity.id, refresh: null, hasAddresses: true, nowMs: Date.now() };
  const { etag, text } = await calendarFile(c.env.DB, wanted, (tag) => isNamed(known, tag));
  const headers = { etag, 'cache-control': 'private, no-cache' };
  return text === null ? c.body(null, 304, headers) : c.body(text, 200, { ...headers, ...fileHeaders(calendarId) });
});

function idOfFile(name: string): string {
  const id = name.replace(/\.ics$/, '');
  if (!isDocumentId(id)) throw new Refused({ code: 'not-found' });
  return id;
}

/** Whether `If-None-Match` names an ETag; weak or not is the same to a reader. */
export function isNamed(header: string | undefined, etag: string): boolean {
  const names = (header ?? '').split(',').map((name) => name.trim().replace(/^W\//, ''));
  return names.includes(etag) || names.includes('*');
}
