/** The parts of a trip that its history names, in the order in which its page shows them. */
export const tripHistoryFields = [
  'title',
  'cover',
  'dates',
  'destination',
  'archived',
  'description',
  'itinerary',
  'notes',
  'budget',
  'attachments',
] as const;
export type TripHistoryField = (typeof tripHistoryFields)[number];

/** What was changed, by the pointers of a version: each part once. */
export function touchedTripFields(pointers: readonly string[]): TripHistoryField[] {
  const touched = new Set(pointers.map(fieldOf));
  return tripHistoryFields.filter((field) => touched.has(field));
}

function fieldOf(pointer: string): string {
  const name = pointer.split('/')[1] ?? '';
  return name === 'start_date' || name === 'end_date' ? 'dates' : name;
}
