import { getLogger } from '@logtape/logtape';
import { defineNotificationJob } from '../durable-objects/notification-job';
import { buryBatches, consumeBatches, type JobQueuePorts } from '../durable-objects/notification-job-queue';
import { defineRoom } from '../durable-objects/room';
import { defineTripDocument } from '../durable-objects/trip-document';
import { defineUserInbox } from '../durable-objects/user-inbox';
import { authenticate } from './auth/authenticate';
import { allows, allowsAccount } from './auth/policy';
import { isDevelopment } from './auth/settings';
import { writeOutbox } from './db/dev-outbox';
import { readAudience } from './db/recipients';
import { writeProjection } from './db/trip-projection';
import type { InboxApi } from './inbox/api';
import { type Channels, createChannels } from './inbox/channels/channels';
import { channelsConfigOf } from './inbox/channels/config';
import type { BatchMessage, NotificationJobApi } from './inbox/jobs/job-api';
import { createApp } from './routes/app';
import { configureLogging } from './routes/logging';
import { askRoomFor, roomObject } from './routes/room-access';
import { sendTripNotice } from './routes/trip-notices';

configureLogging();
const logger = getLogger(['triptrip', 'document']);

/** One trip: the document, the people who have it open, its members. */
export class TripDocument extends defineTripDocument<Env>({
  authenticate,
  allows,
  project: (env, projection) => writeProjection(env.DB, projection),
  notify: sendTripNotice,
  log: (level, event, properties) => logger[level](event, properties),
}) {}

const inboxLogger = getLogger(['triptrip', 'inbox']);

/** One person: their notifications, and their connections to the hub. */
export class UserInbox extends defineUserInbox<Env>({
  authenticate,
  allows: allowsAccount,
  askRoom: askRoomFor,
  send: (env, message) => channelsOf(env).send(message),
  callAction: (env, call) => channelsOf(env).callAction(call),
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
  tellPerson: (env, person, events) => inboxOf(env, person).publish(events),
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
