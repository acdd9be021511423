/** The parts of an event that its history names. */
export const historyFields = [
  'title',
  'when',
  'recurrence',
  'location',
  'description',
  'attendees',
  'status',
  'visibility',
  'color',
  'tags',
  'reminders',
  'other',
] as const;
export type HistoryField = (typeof historyFields)[number];

const whenFields: ReadonlySet<string> = new Set(['start_time', 'end_time', 'time_zone', 'all_day']);

/** What was changed, by the pointers of a version: each part once, in the order in which the event shows them. */
export function touchedFields(pointers: readonly string[]): HistoryField[] {
  const touched = new Set(pointers.map(fieldOf));
  return historyFields.filter((field) => touched.has(field));
}

function fieldOf(pointer: string): HistoryField {
  const name = pointer.split('/')[1] ?? '';
  if (whenFields.has(name)) return 'when';
  if (name === 'exceptions') return 'recurrence';
  return historyFields.find((field) => field === name) ?? 'other';
}
