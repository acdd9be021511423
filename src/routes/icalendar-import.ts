import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { findFiledCalendar } from '../db/calendar-file';
import { rememberPerson } from '../db/people';
import { readCalendar } from '../icalendar/read-calendar';
import { calendarLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { DocumentParams } from './document-schemas';
import { importEvents } from './icalendar-import-events';
import { permitted } from './permitted';
import { documentProblems, problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { requestBody } from './request-body';
import { signedIn } from './signed-in';

const ImportedEvent = z
  .object({
    uid: z.string().openapi({ description: 'As the file has it.' }),
    title: z.string(),
    outcome: z.enum(['created', 'updated', 'unchanged', 'failed']),
    id: z.string().nullable().openapi({ description: 'Of the event; null for one that failed.' }),
    detail: z.string().nullable().openapi({ description: 'Why it failed, or what of it was not taken over.' }),
  })
  .openapi('ImportedEvent');

const Import = z
  .object({
    events: z.array(ImportedEvent),
    total: z.int().openapi({ description: 'Events of the file; a series is one.' }),
    next_offset: z.int().nullable().openapi({ description: 'Where the next call goes on; null when this was all.' }),
  })
  .openapi('Import');

const importFile = createRoute({
  method: 'post',
  path: '/v1/calendars/{id}/import',
  tags: ['icalendar'],
  summary: 'Take the events of an iCalendar file over',
  description:
    `At most ${calendarLimits.maxEventsPerImport} events a call; send the file again with \`offset\` for the next ones. ` +
    'An event that was imported before, by its UID, becomes what the file says now. What is wrong with one event is told of it and stops no other.',
  middleware: [
    signedIn,
    permitted('create-event'),
    writeLimit,
    requestBody({ types: ['text/calendar'], maxBytes: calendarLimits.maxFileBytes }),
  ],
  request: {
    params: DocumentParams,
    query: z.object({ offset: z.coerce.number().int().min(0).max(calendarLimits.maxEventsOfFile).default(0) }),
  },
  responses: {
    200: {
      description: 'What became of each event, in the order of the file.',
      content: { 'application/json': { schema: Import } },
    },
    ...problems(...documentProblems, ...writeProblems),
  },
});

/** Calendar files of other programs. */
export const icalendarImportRoutes = new OpenAPIHono<AppEnv>();

icalendarImportRoutes.openapi(importFile, async (c) => {
  const { id: calendarId } = c.req.valid('param');
  const { offset } = c.req.valid('query');
  const person = c.var.identity;
  const calendar = await findFiledCalendar(c.env.DB, { calendarId, personId: person.id });
  if (calendar === null) throw new Refused({ code: 'not-found' });
  // Each event asks the calendar itself; this spares who may not the file.
  if (calendar.role !== 'owner' && calendar.role !== 'editor') throw new Refused({ code: 'forbidden' });
  const entries = readCalendar(await c.req.text(), calendar.time_zone);
  if (entries === null) throw new Refused({ code: 'malformed', detail: 'The body is no iCalendar file.' });
  if (entries.length > calendarLimits.maxEventsOfFile) throw new Refused({ code: 'too-large' });
  await rememberPerson(c.env.DB, person, Date.now());
  const next = offset + calendarLimits.maxEventsPerImport;
  const events = await importEvents(c.env, { person, calendarId }, entries.slice(offset, next));
  return c.json({ events: [...events], total: entries.length, next_offset: next < entries.length ? next : null }, 200);
});
