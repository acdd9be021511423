/** The parts of a trip's page, each with an address of its own. */
export const tripSections = ['plan', 'notes', 'budget', 'links'] as const;
export type TripSection = (typeof tripSections)[number];

export function isTripSection(word: string): word is TripSection {
  return tripSections.some((section) => section === word);
}

/** The address of a part of a trip's page; the plan has that of the trip itself. */
export function sectionPath(tripId: string, section: TripSection): string {
  return section === 'plan' ? `/trips/${tripId}` : `/trips/${tripId}/${section}`;
}

/** The part of the page in which a shared field is. */
export function sectionOfField(field: string): TripSection {
  if (field === 'notes') return 'notes';
  if (field.startsWith('budget:')) return 'budget';
  return field.startsWith('link:') ? 'links' : 'plan';
}
