import type { Projection } from '../documents/api';
import type { DocumentKind } from '../protocol/document-kinds';
import { writeCalendarProjection } from './calendar-projection';
import { writeEventProjection } from './event-projection';
import { writeTripProjection } from './trip-projection';

/** Writes what the lists know of a document of a kind, all or nothing; again, and in any order, it is harmless. */
type WriteProjection = (db: D1Database, projection: Projection) => Promise<void>;

const writers: Readonly<Record<DocumentKind, WriteProjection>> = {
  trip: writeTripProjection,
  event: writeEventProjection,
  calendar: writeCalendarProjection,
};

/** Tells the lists of a document. */
export async function writeProjection(db: D1Database, projection: Projection): Promise<void> {
  await writers[projection.kind](db, projection);
}
