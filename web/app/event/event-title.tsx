import { useShared } from '../../react';
import { eventRoots } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import { DocumentTitle } from '../trip/document-title';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';

/** The title of the event; also what the panel is called. */
export function EventTitle() {
  const text = useTextOf();
  const { doc } = useOpenTrip().trip;
  const title = eventRoots.title(doc);
  const words = useShared(title, () => title.toString());
  return (
    <>
      <h2 id="event-title" className="sr-only">
        {words || text('event.untitled')}
      </h2>
      <DocumentTitle
        part={eventParts.title}
        title={title}
        name={text('event.title')}
        placeholder={text('event.untitled')}
        size="text-xl"
        className="@container"
      />
    </>
  );
}
