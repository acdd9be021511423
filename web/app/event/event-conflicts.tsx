import { lazy, Suspense } from 'react';
import { useIntl } from 'react-intl';
import { useConflicts } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { dayName } from '../calendar/event-words';
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
  const momentWords = useMomentWords();
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
        mergeable={field === 'location'}
        {...(field === 'when' ? { format: (value) => momentWords(value) } : {})}
        onChoose={(choice) => resolve(conflict_id, choice).catch(showError)}
        onClose={() => dismiss(conflict_id)}
      />
    </Suspense>
  );
}

/** A moment or a day as people say it; a zone is its name, and what is not set is nothing. */
function useMomentWords(): (value: unknown) => string {
  const text = useTextOf();
  const intl = useIntl();
  const { zone } = useCalendar();
  return (value) => {
    if (typeof value === 'boolean') return text(value ? 'calendar.allDay' : 'event.atATime');
    if (typeof value !== 'string') return '';
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayName(intl, value);
    return Number.isNaN(Date.parse(value))
      ? value
      : intl.formatDate(value, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  };
}
