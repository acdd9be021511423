import { getLogger } from '@logtape/logtape';
import { defineTripDocument } from '../durable-objects/trip-document';
import { authenticate } from './auth/authenticate';
import { allows } from './auth/policy';
import { writeProjection } from './db/trip-projection';
import { createApp } from './routes/app';
import { configureLogging } from './routes/logging';

configureLogging();
const logger = getLogger(['triptrip', 'document']);

/** One trip: the document, the people who have it open, its members. */
export class TripDocument extends defineTripDocument<Env>({
  authenticate,
  allows,
  project: (env, projection) => writeProjection(env.DB, projection),
  log: (level, event, properties) => logger[level](event, properties),
}) {}

export default createApp();
