import { tripRoots } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { DocumentTitle } from './document-title';
import { useOpenTrip } from './trip-context';
import { tripParts } from './trip-parts';

/** The title of the trip. */
export function TitleField() {
  const text = useTextOf();
  const { doc } = useOpenTrip().trip;
  return (
    <DocumentTitle
      part={tripParts.title}
      title={tripRoots.title(doc)}
      name={text('trip.title')}
      placeholder={text('trip.titlePlaceholder')}
      size="text-2xl"
      className="mt-3"
    />
  );
}
