import type { PresentPerson } from '../../sdk';
import { isAt, placePath, type TextPlace } from '../text-place';
import type { OpenDocument } from '../use-document';
import { usePresence } from '../use-presence';

/** Somebody else, as far as a face and a name need. */
export type Other = Pick<PresentPerson, 'id' | 'name' | 'color' | 'avatar'>;

/** The others who are in a document, or at one place of it; with `typing` only those who type there. */
export function useOthers({ awareness, state }: OpenDocument, place: TextPlace | undefined, typing = false): readonly Other[] {
  const self = state.person?.id;
  return usePresence(
    awareness,
    (people) =>
      people
        .filter((person) => person.id !== self && person.states.some((shared) => isHere(shared, place, typing)))
        .map(({ id, name, color, avatar }) => ({ id, name, color, avatar })),
    `${self} ${typing} ${place === undefined ? '' : `${place.section} ${placePath(place)}`}`,
  );
}

function isHere(shared: PresentPerson['states'][number], place: TextPlace | undefined, typing: boolean): boolean {
  const typedIn = typeof shared.typing?.field === 'string' ? shared.typing.field : null;
  if (typing && typedIn === null) return false;
  if (place === undefined) return true;
  return isAt(shared.cursor, place) || isAt(shared.selection, place) || typedIn === placePath(place);
}
