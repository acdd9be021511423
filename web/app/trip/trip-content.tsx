import { useRef } from 'react';
import type { ParticipantListProps } from '../../react';
import { DetailsForm } from './details-form';
import { Itinerary } from './itinerary';
import { Notes } from './notes';
import { PeopleHere } from './people-here';
import { TitleField } from './title-field';
import { useOpenTrip } from './trip-context';
import { useSharedFocus } from './use-shared-focus';

/** The content of a trip that has been loaded. */
export function TripContent({ follow }: Required<Pick<ParticipantListProps, 'follow'>>) {
  const { trip } = useOpenTrip();
  const root = useRef<HTMLDivElement>(null);
  useSharedFocus(root, trip.awareness);
  return (
    <div ref={root}>
      <TitleField />
      <DetailsForm />
      <PeopleHere follow={follow} />
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Itinerary />
        <Notes />
      </div>
    </div>
  );
}
