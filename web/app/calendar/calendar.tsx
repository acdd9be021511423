import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { CalendarSummary, EventApi } from '../../react/events';
import { useIsNarrow } from '../board/use-is-narrow';
import { useLocale } from '../i18n/locale';
import { LoadBoundary } from '../offline/load-boundary';
import { CalendarBar } from './calendar-bar';
import { type CalendarContextValue, CalendarProvider } from './calendar-context';
import { type CalendarKeyAction, calendarShortcuts, useCalendarKeys } from './calendar-keys';
import { CalendarSide } from './calendar-side';
import { CalendarStatus } from './calendar-status';
import { CalendarViews } from './calendar-views';
import { daysOfView } from './days';
import type { RefusedCreation } from './edits/refused-creations';
import { timesAt } from './grid/changed-times';
import { spanOf, type TimedEvent, touches } from './grid/event-span';
import type { FilledEvent } from './new-event-dialog';
import { RefusedEvents } from './refused-events';
import { todayIn, useCalendarAddress } from './use-calendar-address';
import { useCalendarEvents } from './use-calendar-events';
import { useCalendarZone } from './use-calendar-zone';
import { useEventActions } from './use-event-actions';
import { useHiddenCalendars } from './use-hidden-calendars';
import { weekStartOf } from './week-start';
import { wallTimeOf } from './zone-times';

const EventPanel = lazy(() => import('../event/event-panel'));
const HelpSheet = lazy(() => import('../shortcuts/help-sheet'));
const NewEventDialog = lazy(() => import('./new-event-dialog'));
const SearchDialog = lazy(() => import('./search-dialog'));

interface CalendarProps {
  readonly api: EventApi;
  readonly calendars: readonly CalendarSummary[];
  readonly onCalendarsChanged: () => void;
}

/** What lies over the calendar. */
type Over =
  | { readonly kind: 'create'; readonly times: TimedEvent; readonly filled: FilledEvent | null }
  /** The form of a new event that the server did not take. */
  | { readonly kind: 'again'; readonly id: string }
  | { readonly kind: 'search' | 'help' }
  | null;

/** The calendar of somebody whose calendars are known. */
export function Calendar({ api, calendars, onCalendarsChanged }: CalendarProps) {
  const zone = useCalendarZone();
  const isNarrow = useIsNarrow();
  const address = useCalendarAddress(zone);
  const weekStart = useWeekStart();
  const [over, setOver] = useState<Over>(null);
  const [announcement, announce] = useState('');
  const { hidden } = useHiddenCalendars();
  const days = useMemo(() => daysOfView(address.view, address.date, weekStart), [address.view, address.date, weekStart]);
  const { shown, model } = useCalendarEvents(api, days, calendars, onCalendarsChanged);
  const actions = useEventActions(api, model, shown, zone);
  const { perform, setTimes, remove, dropRefused } = actions;
  const { go, isToday } = address;
  const create = useCallback(
    (times: TimedEvent, filled: FilledEvent | null = null) => setOver({ kind: 'create', times, filled }),
    [],
  );
  const createAgain = useCallback((id: string) => setOver((now) => now ?? { kind: 'again', id }), []);
  const close = useCallback(() => setOver(null), []);
  const refused = actions.edits.refused.find(({ id }) => over?.kind === 'again' && over.id === id) ?? null;
  const events = useMemo(() => shown.events.filter(({ calendar_id }) => !hidden.has(calendar_id)), [shown.events, hidden]);
  const today = todayIn(zone);

  const context = useMemo<CalendarContextValue>(
    () => ({
      ...{ api, model, calendars, zone, weekStart, today, announce, create, createAgain },
      date: address.date,
      goToDate: (date) => go({ date }),
      showDay: (date) => go({ view: 'day', date }),
      // Without a connection there is nothing yet to open of a new one.
      open: ({ id, original_start, isNew }) => isNew || go({ event: id, occurrence: original_start }),
      reveal: (times) => {
        const span = spanOf(times, zone);
        if (isToday && !days.some((day) => touches(span, day))) go({ date: span.first.date });
      },
      ...{ perform, setTimes, remove, dropRefused },
    }),
    [
      api,
      model,
      calendars,
      zone,
      weekStart,
      today,
      create,
      createAgain,
      address.date,
      isToday,
      days,
      go,
      perform,
      setTimes,
      remove,
      dropRefused,
    ],
  );

  useCalendarKeys((action: CalendarKeyAction) => {
    if (action === 'search' || action === 'help') setOver({ kind: action });
    else if (action === 'today') go({ date: today });
    else if (action === 'create') create(nextHour(address.date, zone));
    else go({ view: action });
  });

  return (
    <CalendarProvider value={context}>
      <div className="calendar mx-auto flex h-[calc(100dvh-3.5rem)] max-w-[110rem] flex-col px-4 panel:px-6">
        <CalendarBar
          address={address}
          onCreate={() => create(nextHour(address.date, zone))}
          onSearch={() => setOver({ kind: 'search' })}
          onCalendarsChanged={onCalendarsChanged}
        />
        <div className="flex min-h-0 flex-1 gap-5 pb-4 max-sm:-mx-4 max-sm:pb-0">
          <aside className="w-60 shrink-0 overflow-y-auto max-panel:hidden">
            <CalendarSide onCalendarsChanged={onCalendarsChanged} />
          </aside>
          {/* On a narrow screen the event lies over it. */}
          <div className="relative min-w-0 flex-1" inert={isNarrow && address.event !== null}>
            <CalendarStatus shown={shown} edits={actions.edits} onRetry={actions.retry} />
            {over === null && <RefusedEvents refused={actions.edits.refused} />}
            <CalendarViews view={address.view} days={days} events={events} loading={shown.loading} />
          </div>
          {address.event !== null && (
            <LoadBoundary fallback={null}>
              <Suspense fallback={<PanelSkeleton isNarrow={isNarrow} />}>
                <EventPanel
                  key={address.event}
                  id={address.event}
                  occurrence={address.occurrence}
                  onClose={() => go({ event: null, occurrence: null })}
                />
              </Suspense>
            </LoadBoundary>
          )}
        </div>
        <p role="status" className="sr-only">
          {announcement}
        </p>
      </div>
      <LoadBoundary fallback={null}>
        <Suspense>
          {over?.kind === 'create' && <NewEventDialog times={over.times} filled={over.filled} refused={null} onClose={close} />}
          {refused !== null && (
            <NewEventDialog key={refused.id} times={timesOf(refused)} filled={null} refused={refused} onClose={close} />
          )}
          {over?.kind === 'search' && <SearchDialog onClose={close} />}
          {over?.kind === 'help' && <HelpSheet shortcuts={calendarShortcuts} onClose={close} />}
        </Suspense>
      </LoadBoundary>
      {actions.dialog}
    </CalendarProvider>
  );
}

function timesOf({ edit: { shown } }: RefusedCreation): TimedEvent {
  const { start_time, end_time, all_day } = shown;
  return { start_time, end_time, all_day };
}

function PanelSkeleton({ isNarrow }: { isNarrow: boolean }) {
  return isNarrow ? null : <div aria-hidden="true" className="skeleton w-[26rem] shrink-0 max-panel:hidden" />;
}

function useWeekStart() {
  const { locale } = useLocale();
  return useMemo(() => weekStartOf(locale, navigator.languages), [locale]);
}

/** An hour of a day: today the next one, any other day in the morning. */
function nextHour(date: string, zone: string): TimedEvent {
  const now = wallTimeOf(Date.now(), zone);
  const minutes = now.date === date ? Math.min(Math.ceil((now.minutes + 1) / 60) * 60, 23 * 60) : 9 * 60;
  return timesAt({ date, minutes }, zone);
}
