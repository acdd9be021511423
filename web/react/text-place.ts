import type { CursorPosition } from '../sdk';

/** Where a text field stands in a document, the same for everyone. */
export type TextPlace = Pick<CursorPosition, 'section' | 'index' | 'field'>;

/** A place in one word: what the presence state `typing` names. */
export function placePath({ section, index, field }: TextPlace): string {
  return index === null ? field : `${section}/${index}/${field}`;
}

/** Whether something that somebody shared is at a place. Clients may share anything: it is looked at closely. */
export function isAt<Shared extends TextPlace>(shared: Shared | null | undefined, place: TextPlace): shared is Shared {
  if (typeof shared !== 'object' || shared === null) return false;
  return shared.section === place.section && (shared.index ?? null) === place.index && shared.field === place.field;
}
