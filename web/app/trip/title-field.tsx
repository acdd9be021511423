import { tripRoots } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLock } from '../locks/field-lock';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from './field-frame';
import { OneLineField } from './one-line-field';
import { SharedTextField } from './shared-text-field';
import { useOpenTrip } from './trip-context';
import { tripParts } from './trip-parts';

const place = { section: 'title', index: null, field: 'title' } as const;

/** The title of the trip, live. */
export function TitleField() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { mayWrite, describedBy } = useLockable(tripParts.title);
  return (
    <FieldFrame field="title" className="lockable -mx-2 mt-3 flex">
      <SharedTextField place={place} text={tripRoots.title(trip.doc)} className="min-w-0 flex-1">
        {(ref) => (
          <OneLineField
            ref={ref}
            readOnly={!mayWrite}
            aria-label={text('trip.title')}
            aria-describedby={describedBy}
            placeholder={text('trip.titlePlaceholder')}
            className="text-2xl font-semibold"
          />
        )}
      </SharedTextField>
      {/* Its room is always there, beside the first line: a title does not break anew when somebody has it. */}
      <span className="flex h-12 w-8 shrink-0 items-center justify-end pr-2 @min-[40rem]:w-36">
        <FieldLock part={tripParts.title} name={text('trip.title')} className="field-lock-brief" />
      </span>
    </FieldFrame>
  );
}
