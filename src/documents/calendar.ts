import { timeZone } from './event-checks';
import { type DocumentSchema, hexColor, optional } from './schema';

/** A calendar: the schema of {@link CalendarView}. */
export const calendarSchema = {
  kind: 'calendar',
  registersRoot: 'details',
  fields: {
    title: { kind: 'text' },
    description: { kind: 'text' },
    color: { kind: 'register', check: optional(hexColor) },
    time_zone: { kind: 'register', check: optional(timeZone) },
  },
  rules: [],
  listed: ['title', 'color', 'time_zone'],
} as const satisfies DocumentSchema;

/** A calendar as plain JSON: what its events have in common, and whose they are. */
export interface CalendarView {
  readonly id: string;
  readonly owner_id: string;
  readonly collaborators: readonly { id: string; name: string; role: string; color: string }[];
  readonly title: string;
  readonly description: string;
  /** `#rrggbb`. */
  readonly color: string | null;
  /** IANA name: the zone of new events. */
  readonly time_zone: string | null;
  readonly metadata: { readonly created_at: string; readonly updated_at: string; readonly version: number };
}
