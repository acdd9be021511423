import type { PresentPerson } from '../../sdk';
import { Face } from '../face';
import { isolated } from '../isolated-words';
import type { TextPlace } from '../text-place';
import type { OpenDocument } from '../use-document';
import { type EventTextsProps, eventTextsOf } from './event-texts';
import { useOthers } from './use-others';

export interface PresenceIndicatorsProps extends EventTextsProps {
  readonly document: OpenDocument;
  /** Only who is at this place, e.g. with the caret in one field; everybody who is here unless given. */
  readonly place?: TextPlace;
  /** At most so many faces; the others are counted. */
  readonly max?: number;
  readonly className?: string;
}

/** The faces of the others who are here, or at one place of the document. Nothing where nobody is. */
export function PresenceIndicators({ document, place, max = 4, className = '', ...props }: PresenceIndicatorsProps) {
  const texts = eventTextsOf(props);
  const people = useOthers(document, place);
  if (people.length === 0) return null;
  const shown = people.length > max ? people.slice(0, max - 1) : people;
  const more = people.length - shown.length;
  return (
    <span className={`tt-faces ${className}`} role="img" aria-label={texts.here(names(people))} title={names(people)}>
      {shown.map((person) => (
        <Face key={person.id} {...person} />
      ))}
      {more > 0 && (
        <span className="tt-faces-more" aria-hidden="true">
          +{more}
        </span>
      )}
    </span>
  );
}

function names(people: readonly Pick<PresentPerson, 'name'>[]): string {
  return people.map(({ name }) => isolated(name)).join(', ');
}
