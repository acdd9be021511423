import { getLogger } from '@logtape/logtape';
import { defineCalendarDocument } from '../durable-objects/calendar-document';
import { defineEventDocument } from '../durable-objects/event-document';
import { defineNotificationJob } from '../durable-objects/notification-job';
import { buryBatches, consumeBatches, type JobQueuePorts } from '../durable-objects/notification-job-queue';
import type { DocumentPorts } from '../durable-objects/ports';
import { defineRoom } from '../durable-objects/room';
import { defineTripDocument } from '../durable-objects/trip-document';
import { defineUserInbox } from '../durable-objects/user-inbox';
import { authenticate } from './auth/authenticate';
import { allows, allowsAccount } from './auth/policy';
import { isDevelopment } from './auth/settings';
import { writeOutbox } from './db/dev-outbox';
import { writeProjection } from './db/projection';
import { readAudience } from './db/recipients';
import type { InboxApi } from './inbox/api';
import { type Channels, createChannels } from './inbox/channels/channels';
import { channelsConfigOf } from './inbox/channels/config';
import type { BatchMessage, NotificationJobApi } from './inbox/jobs/job-api';
import type { DocumentKind } from './protocol/document-kinds';
import { createApp } from './routes/app';
import { tellCalendars, tellEvent } from './routes/calendar-deliveries';
import { sendNotice } from './routes/document-notices';
import { answerByAction } from './routes/event-actions';
import { configureLogging } from './routes/logging';
import { askRoomFor, roomObject } from './routes/room-access';

configureLogging();
const logger = getLogger(['triptrip', 'document']);

function documentPorts(kind: DocumentKind): DocumentPorts<Env> {
  return {
    authenticate,
    allows: (identity, role, action) => allows(identity, { kind, role }, action),
    project: async (env, projection) => {
      await writeProjection(env.DB, projection);
      await tellCalendars(env, projection);
    },
    tellEvent,
    notify: sendNotice,
    log: (level, event, properties) => logger[level](event, properties),
  };
}

/** One trip: the document, the people who have it open, its members. */
export class TripDocument extends defineTripDocument<Env>(documentPorts('trip')) {}

/** One calendar event, or one series of them. */
export class EventDocument extends defineEventDocument<Env>(documentPorts('event')) {}

/** One calendar: what its events have in common, and who may see them. */
export class CalendarDocument extends defineCalendarDocument<Env>(documentPorts('calendar')) {}

const inboxLogger = getLogger(['triptrip', 'inbox']);

/** One person: their notifications, and their connections to the hub. */
export class UserInbox extends defineUserInbox<Env>({
  authenticate,
  allows: allowsAccount,
  askRoom: askRoomFor,
  send: (env, message) => channelsOf(env).send(message),
  callAction: async (env, call) => (await answerByAction(env, call)) ?? channelsOf(env).callAction(call),
  log: (level, event, properties) => inboxLogger[level](event, properties),
}) {}

const channels = new WeakMap<Env, Channels>();

/** What an object sends by; made when it first sends something. */
function channelsOf(env: Env): Channels {
  const made = channels.get(env) ?? newChannels(env);
  channels.set(env, made);
  return made;
}

function newChannels(env: Env): Channels {
  return createChannels(channelsConfigOf(env), {
    fetch: (request, init) => fetch(request, init),
    nowMs: Date.now,
    timeout: (ms) => AbortSignal.timeout(ms),
    outbox: isDevelopment(env) ? (entry) => writeOutbox(env.DB, entry) : null,
    report: (event, error) => inboxLogger.error(event, { error: String(error) }),
  });
}

const jobLogger = getLogger(['triptrip', 'notifications']);

/** One notification for many: its recipients, and what became of each. */
export class NotificationJob extends defineNotificationJob<Env>({
  readAudience: (env, ...query) => readAudience(env.DB, ...query),
  queue: async (env, messages) => {
    await env.NOTIFICATION_QUEUE.sendBatch(messages.map((body) => ({ body })));
  },
  log: (level, event, properties) => jobLogger[level](event, properties),
}) {}

function jobQueuePorts(env: Env): JobQueuePorts {
  return {
    // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
    jobOf: (id) => env.JOBS.getByName(id) as unknown as NotificationJobApi,
    inboxOf: (person) => inboxOf(env, person),
    log: (level, event, properties) => jobLogger[level](event, properties),
  };
}

const roomLogger = getLogger(['triptrip', 'room']);

/** One room, or a relay of a large one. */
export class Room extends defineRoom<Env>({
  tellPerson: (env, person, part) => inboxOf(env, person).hear(part),
  tellRelay: (env, name, batch) => roomObject(env, name).relay(batch),
  log: (level, event, properties) => roomLogger[level](event, properties),
}) {}

function inboxOf(env: Env, person: string): InboxApi {
  // As above.
  return env.INBOXES.getByName(person) as unknown as InboxApi;
}

const app = createApp();

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: (messages, env) => {
    const isDead = messages.queue.endsWith('-failed');
    return isDead ? buryBatches(messages, jobQueuePorts(env)) : consumeBatches(messages, jobQueuePorts(env));
  },
} satisfies ExportedHandler<Env, BatchMessage>;
