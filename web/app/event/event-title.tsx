import { useShared } from '../../react';
import { eventRoots } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLock } from '../locks/field-lock';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { OneLineField } from '../trip/one-line-field';
import { SharedTextField } from '../trip/shared-text-field';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';

const place = { section: 'title', index: null, field: 'title' } as const;

/** The title of the event, live; also what the panel is called. */
export function EventTitle() {
  const text = useTextOf();
  const { doc } = useOpenTrip().trip;
  const { mayWrite, describedBy } = useLockable(eventParts.title);
  const title = eventRoots.title(doc);
  const words = useShared(title, () => title.toString());
  return (
    <>
      <h2 id="event-title" className="sr-only">
        {words || text('event.untitled')}
      </h2>
      <FieldFrame field="title" className="lockable -mx-2">
        <SharedTextField place={place} text={title}>
          {(ref) => (
            <OneLineField
              ref={ref}
              readOnly={!mayWrite}
              aria-label={text('event.title')}
              aria-describedby={describedBy}
              placeholder={text('event.untitled')}
              className="text-xl font-semibold"
            />
          )}
        </SharedTextField>
        <FieldLock part={eventParts.title} name={text('event.title')} className="absolute top-full right-2" />
      </FieldFrame>
    </>
  );
}
