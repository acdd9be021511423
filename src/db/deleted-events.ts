import type { DeletedEvent } from '../documents/calendar-lists';
import { documentLimits } from '../protocol/limits';
import { type EventTuple, eventColumns, summaryOfRow } from './event-rows';

/** Where a page ends: the next one starts behind this event. */
export interface DeletionPosition {
  /** ISO 8601. */
  readonly deletedAt: string;
  readonly id: string;
}

export interface DeletedEventPage {
  readonly events: readonly DeletedEvent[];
  /** Null on the last page. */
  readonly next: DeletionPosition | null;
}

/** The deleted events that a person could restore, the last one that was deleted first. */
export async function listDeletedEvents(
  db: D1Database,
  query: {
    readonly personId: string;
    readonly limit: number;
    readonly after: DeletionPosition | null;
    readonly nowMs: number;
  },
): Promise<DeletedEventPage> {
  const { personId, limit, after, nowMs } = query;
  const restorableSince = new Date(nowMs - documentLimits.purgeAfterMs).toISOString();
  const rows = await db
    .prepare(deletedEvents)
    // One more than asked for tells whether there is a next page.
    .bind(personId, restorableSince, after?.deletedAt ?? null, after?.id ?? null, limit + 1)
    .raw<readonly [...EventTuple, deletedAt: string]>();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.flatMap((row) => {
      const summary = summaryOfRow(row);
      return summary === null ? [] : [{ ...summary, restorable_until: restorableUntil(row[22]) }];
    }),
    next: rows.length > limit && last !== undefined ? { deletedAt: last[22], id: last[0] } : null,
  };
}

function restorableUntil(deletedAt: string): string {
  return new Date(Date.parse(deletedAt) + documentLimits.purgeAfterMs).toISOString();
}

/** Events that went with their calendar come back with it. */
export const deletedEvents = `
  SELECT ${eventColumns}, m.role AS calendar_role, e.deleted_at
  FROM calendar_members m
    JOIN calendars c ON c.id = m.calendar_id AND c.deleted = 0
    JOIN events e ON e.calendar_id = m.calendar_id
    LEFT JOIN (SELECT ?1 AS person_id, 'owner' AS role, NULL AS response_status) p
      ON p.person_id IN (SELECT value FROM json_each(e.restorers))
  WHERE m.person_id = ?1 AND e.deleted = 1 AND e.deleted_at > ?2 AND 'owner' IN (m.role, p.role)
    AND (?3 IS NULL OR (e.deleted_at, e.id) < (?3, ?4))
  ORDER BY e.deleted_at DESC, e.id DESC
  LIMIT ?5`;
