import { itemText, type PresentPerson } from '../../react';
import { Avatar } from '../design/avatar';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from './trip-context';

const fieldNames: Readonly<Record<string, MessageId>> = {
  title: 'trip.title',
  start_date: 'trip.start',
  end_date: 'trip.end',
  destination: 'trip.destination',
  notes: 'notes.title',
};

/** Who has the trip open, and where in it they are. */
export function PeopleHere() {
  const text = useTextOf();
  const { trip, presence } = useOpenTrip();
  const { person } = trip.state;
  const { others } = presence;
  return (
    <section aria-labelledby="people-title" className="mt-4">
      <h2 id="people-title" className="text-sm text-muted">
        {text('people.title')}
      </h2>
      <ul className="mt-1 flex min-h-12 flex-wrap gap-2">
        {person !== null && (
          <PersonChip
            name={text('people.you', { name: person.name })}
            initialsOf={person.name}
            color={person.color}
            where={others.length === 0 ? text('people.alone') : trip.state.role && text(`role.${trip.state.role}`)}
            wide={others.length === 0}
          />
        )}
        {others.map((other) => (
          <PersonChip
            key={other.id}
            name={other.name}
            initialsOf={other.name}
            color={other.color}
            where={<Where person={other} />}
          />
        ))}
      </ul>
    </section>
  );
}

interface PersonChipProps {
  readonly name: string;
  readonly initialsOf: string;
  readonly color: string;
  readonly where: React.ReactNode;
  readonly wide?: boolean;
}

function PersonChip({ name, initialsOf, color, where, wide = false }: PersonChipProps) {
  return (
    <li
      className={`flex h-12 items-center gap-2 rounded-md border border-line bg-surface px-2 ${wide ? 'w-full sm:w-auto sm:pr-4' : 'w-[calc(50%-0.25rem)] sm:w-48'}`}
    >
      <Avatar name={initialsOf} color={color} />
      <span className="min-w-0">
        <span className="block truncate leading-snug font-medium">{name}</span>
        <span className="block truncate text-sm leading-snug text-muted">{where}</span>
      </span>
    </li>
  );
}

function Where({ person }: { person: PresentPerson }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const field = person.states.map((state) => state.field).find((value) => typeof value === 'string');
  if (typeof field !== 'string') return <>{text('people.here')}</>;
  const name = fieldNames[field];
  if (name !== undefined) return <>{text('people.in', { field: text(name) })}</>;
  const title = itemText(trip.doc, field.replace(/^item:/, ''), 'title');
  return <>{title === null ? text('people.here') : text('people.in', { field: title.toString() || text('item.untitled') })}</>;
}
