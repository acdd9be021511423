import { lazy, Suspense } from 'react';
import { useConflicts } from '../../react/events';
import { useShowError } from '../design/use-show-error';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { touchedFields } from './touched-fields';

const ConflictDialog = lazy(async () => ({ default: (await import('../../react/events')).ConflictDialog }));

/** Asks what is to become of two values that were written to one field at the same time, one after the other. */
export function EventConflicts() {
  const text = useTextOf();
  const { locale } = useLocale();
  const showError = useShowError();
  const { trip: event } = useOpenTrip();
  const { conflicts, resolve, dismiss } = useConflicts(event);
  const [first] = conflicts;
  if (first === undefined) return null;
  const { conflict_id, path } = first;
  const [field = 'other'] = touchedFields([path]);
  return (
    <Suspense>
      <ConflictDialog
        key={conflict_id}
        conflict={first}
        label={text(`event.field.${field}`)}
        locale={locale}
        onChoose={(choice) => resolve(conflict_id, choice).catch(showError)}
        onClose={() => dismiss(conflict_id)}
      />
    </Suspense>
  );
}
