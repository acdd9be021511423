import type { ReactNode } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from './trip-context';

interface FieldFrameProps {
  /** The name under which the field is shared, e.g. `title` or `item:<id>`. */
  readonly field: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A field that shows who of the others is in it. Takes no more room for that. */
export function FieldFrame({ field, className = '', children }: FieldFrameProps) {
  const text = useTextOf();
  const { presence } = useOpenTrip();
  const people = presence.others.filter(({ states }) => states.some((state) => state.field === field));
  const color = people[0]?.color;
  return (
    <div data-field={field} className={`relative ${className}`}>
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
              <span
                key={person.id}
                className="max-w-28 truncate rounded-full px-2 text-[0.6875rem] leading-5 font-medium text-on-person"
                style={{ backgroundColor: person.color }}
              >
                <span className="sr-only">{text('people.editing', { name: person.name })}</span>
                <span aria-hidden="true">{person.name}</span>
              </span>
            ))}
          </span>
        </>
      )}
    </div>
  );
}
