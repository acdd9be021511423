import { type ReactNode, useRef } from 'react';
import { type PresentPerson, usePresence } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useFocusOverLocks } from '../locks/use-focus-over-locks';
import { useOpenTrip } from './trip-context';

interface FieldFrameProps {
  /** The name under which the field is shared, e.g. `title` or `item:<id>`. */
  readonly field: string;
  /** What `typing` in it is shared as; `field` unless given. */
  readonly typedAs?: string;
  /** Whether somebody else has it for themselves, so that its controls are off. */
  readonly isLocked?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A field that shows who of the others is in it, and whether they type. Takes no more room for that. */
export function FieldFrame({ field, typedAs = field, isLocked = false, className = '', children }: FieldFrameProps) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const own = trip.state.person?.id;
  const people = usePresence(trip.awareness, (present) => peopleIn(present, field, typedAs, own), `${field} ${own}`);
  const color = people[0]?.color;
  const root = useRef<HTMLDivElement>(null);
  useFocusOverLocks(root, isLocked);
  return (
    <div ref={root} data-field={field} className={`relative ${className}`}>
      {children}
      {color !== undefined && (
        <>
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-0 rounded-md border-2"
            style={{ borderColor: color }}
          />
          <span className="pointer-events-none absolute -top-2.5 right-2 flex gap-1">
            {people.map((person) => (
              <span key={person.id}>
                <span className="sr-only">{text(person.typing ? 'people.typing' : 'people.editing', { name: person.name })}</span>
                {!person.hasCaret && (
                  <span
                    aria-hidden="true"
                    className="block max-w-40 truncate rounded-full px-2 text-[0.6875rem] leading-5 font-medium text-on-person"
                    style={{ backgroundColor: person.color }}
                  >
                    {person.typing ? text('people.typing', { name: person.name }) : person.name}
                  </span>
                )}
              </span>
            ))}
          </span>
        </>
      )}
    </div>
  );
}

interface PersonInField {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly typing: boolean;
  /** Whether their name stands at a caret already. */
  readonly hasCaret: boolean;
}

function peopleIn(present: readonly PresentPerson[], field: string, typedAs: string, own: string | undefined): PersonInField[] {
  return present.flatMap(({ id, name, color, states }) => {
    const here = states.filter((state) => state.field === field);
    if (id === own || here.length === 0) return [];
    const typing = here.some((state) => state.typing?.field === typedAs);
    return [{ id, name, color, typing, hasCaret: here.some(({ cursor }) => Boolean(cursor)) }];
  });
}
