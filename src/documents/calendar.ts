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
