import type { ParticipantListProps } from '../../react';
import { DetailsForm } from './details-form';
import { PeopleHere } from './people-here';
import { TitleField } from './title-field';
import { TripCover } from './trip-cover';

/** What a trip is: its picture, title, dates and place, and who is here. */
export function TripHeader({ follow }: Required<Pick<ParticipantListProps, 'follow'>>) {
  return (
    <header className="card overflow-hidden panel:grid panel:grid-cols-[15rem_minmax(0,1fr)] min-[90rem]:grid-cols-[21rem_minmax(0,1fr)]">
      <TripCover />
      <div className="grid grid-cols-1 gap-x-8 px-4 pt-1 pb-4 sm:px-5 panel:grid-cols-[minmax(0,1fr)_20rem] min-[90rem]:grid-cols-[minmax(0,1fr)_25.5rem]">
        <div className="@container min-w-0">
          <TitleField />
          <DetailsForm />
        </div>
        <PeopleHere follow={follow} />
      </div>
    </header>
  );
}
