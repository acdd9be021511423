import { describe, expect, it } from 'vitest';
import { demoCalendar, demoEventFields, demoEvents } from '../../../scripts/demo-calendar.mjs';
import { calendarSchema } from '../../../src/documents/calendar';
import { checkContent } from '../../../src/documents/content-rules';
import { eventSchema } from '../../../src/documents/event';
import { emptyContent } from '../../../src/documents/view';

/** The late evening of a Sunday in Japan, which is the afternoon in UTC; and the first moments of the Monday after it. */
const [sunday, monday] = [Date.parse('2026-11-22T14:59:59Z'), Date.parse('2026-11-22T15:00:00Z')];

describe('the calendar of the demo', () => {
  it('is one that the server takes', () => {
    expect(checkContent(calendarSchema, emptyContent(calendarSchema), demoCalendar.fields)).toBeNull();
  });

  it.each(demoEvents.map((event) => [(event.fields as { title: string }).title, event] as const))(
    'the server takes the event %s',
    (_, event) => {
      const { calendar_id, ...fields } = demoEventFields(event, 'c', sunday);
      expect(calendar_id).toBe('c');
      expect(checkContent(eventSchema, emptyContent(eventSchema), fields)).toBeNull();
    },
  );

  it('begins with the week that it is in Japan', () => {
    const starts = [sunday, monday].map((nowMs) =>
      demoEvents.map((event) => demoEventFields(event, 'c', nowMs).start_time.slice(0, 10)).toSorted(),
    );
    expect(starts.map((days) => [days[0], days.at(-1)])).toEqual([
      ['2026-11-16', '2026-11-27'],
      ['2026-11-23', '2026-12-04'],
    ]);
  });
});
