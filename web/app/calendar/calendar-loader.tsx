import { useMemo } from 'react';
import { useApiClient } from '../../react';
import { type CalendarSummary, EventApi } from '../../react/events';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { Calendar } from './calendar';
import { CalendarSkeleton } from './calendar-skeleton';
import { sealedJson } from './month-shelf';
import { useCalendars } from './use-calendars';

/** Loads which calendars there are, and then shows them. */
export function CalendarLoader() {
  const text = useTextOf();
  const client = useApiClient();
  const api = useMemo(() => new EventApi(client.api), [client]);
  const kept = useMemo(() => client.offline && sealedJson<readonly CalendarSummary[]>(client.offline, 'list'), [client]);
  const listed = useCalendars(api, kept);
  usePageTitle(text('calendar.title'));
  if (listed.calendars !== null) return <Calendar api={api} calendars={listed.calendars} onCalendarsChanged={listed.refresh} />;
  if (listed.error === null) return <CalendarSkeleton />;
  return (
    <div className="mx-auto max-w-3xl px-4 py-8">
      <h1 className="mb-4 text-2xl font-semibold">{text('calendar.title')}</h1>
      <ErrorNotice error={listed.error} onRetry={listed.refresh} />
    </div>
  );
}
