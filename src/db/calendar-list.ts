import type { CalendarSummary } from '../documents/calendar-lists';
import { documentLimits } from '../protocol/limits';

/** A calendar as it stands in the list; which one is the default is for who asks to say. */
export type ListedCalendar = Omit<CalendarSummary, 'is_default'> & {
  /** Until when a deleted calendar can be restored; null for one that is not deleted. */
  readonly restorable_until: string | null;
};

type Row = Omit<ListedCalendar, 'restorable_until'> & { readonly deleted_at: string | null };

/**
 * The calendars that a person is a member of, in the order in which they were made.
 * @param which those in use, or those that the person could restore.
 */
export async function listCalendars(
  db: D1Database,
  { personId, which, nowMs }: { readonly personId: string; readonly which: 'active' | 'deleted'; readonly nowMs: number },
): Promise<ListedCalendar[]> {
  const restorableSince = new Date(nowMs - documentLimits.purgeAfterMs).toISOString();
  const { results } = await db.prepare(list).bind(personId, which, restorableSince).all<Row>();
  return results.map(({ deleted_at, ...calendar }) => ({
    ...calendar,
    restorable_until: deleted_at === null ? null : new Date(Date.parse(deleted_at) + documentLimits.purgeAfterMs).toISOString(),
  }));
}

const list = `
  SELECT c.id, c.title, c.color, c.time_zone, m.role, c.owner_id, c.member_count, c.version, c.updated_at, c.deleted_at
  FROM calendar_members m JOIN calendars c ON c.id = m.calendar_id
  WHERE m.person_id = ?1 AND CASE ?2
      WHEN 'deleted' THEN c.deleted = 1 AND m.role = 'owner' AND c.deleted_at > ?3
      ELSE c.deleted = 0
    END
  ORDER BY c.created_at, c.id`;
