import { itemText, type Participant, ParticipantList, type ParticipantListProps } from '../../react';
import type { MessageId } from '../i18n/locale';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { LocksButton } from '../locks/locks-button';
import { sectionOfField } from './sections';
import { useOpenTrip } from './trip-context';
import { useTripPlaceName } from './use-trip-place-name';

const fieldNames: Readonly<Record<string, MessageId>> = {
  title: 'trip.title',
  start_date: 'trip.start',
  end_date: 'trip.end',
  destination: 'trip.destination',
};

/** Who has the trip open, and where in it they are. */
export function PeopleHere({ follow }: Required<Pick<ParticipantListProps, 'follow'>>) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { trip } = useOpenTrip();
  const nameOf = useTripPlaceName();
  const detail = (participant: Participant) => {
    if (participant.isSelf) return participant.role && text(`role.${participant.role}`);
    return participant.activity === 'editing' || participant.activity === 'viewing' ? <Where participant={participant} /> : null;
  };
  return (
    <section aria-labelledby="people-title" className="mt-4">
      <div className="flex h-5 items-center justify-between gap-3">
        <h2 id="people-title" className="text-sm text-muted">
          {text('people.title')}
        </h2>
        <LocksButton nameOf={nameOf} />
      </div>
      <ParticipantList
        trip={trip}
        locale={locale}
        absent
        max={4}
        detail={detail}
        follow={follow}
        className="mt-1 min-h-26 [--tt-person-width:calc(50%-0.25rem)]"
      />
    </section>
  );
}

/** The field somebody is in; nothing for who is in none. */
function Where({ participant }: { participant: Participant }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const field = participant.states.map((state) => state.field).find((value) => typeof value === 'string');
  if (typeof field !== 'string') return <>{text('people.here')}</>;
  const name = fieldNames[field];
  if (name !== undefined) return <>{text('people.in', { field: text(name) })}</>;
  const part = sectionOfField(field);
  if (part !== 'plan') return <>{text('people.in', { field: text(`sections.${part}`) })}</>;
  const title = itemText(trip.doc, field.replace(/^item:/, ''), 'title');
  return <>{title === null ? text('people.here') : text('people.in', { field: title.toString() || text('item.untitled') })}</>;
}
