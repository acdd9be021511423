import { ChevronLeft, ChevronRight, ListFilter, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { Button, IconButton } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay } from '../trips/times';
import { useCalendar } from './calendar-context';
import { CalendarSide } from './calendar-side';
import { calendarViews, daysOfView, monthOf, stepView } from './days';
import { dayName } from './event-words';
import type { CalendarPlace } from './use-calendar-address';

interface CalendarBarProps {
  readonly address: CalendarPlace;
  readonly onCreate: () => void;
  readonly onSearch: () => void;
  readonly onCalendarsChanged: () => void;
}

/** What is shown, the ways to other days and views, and to a new event. */
export function CalendarBar({ address: { view, date, go }, onCreate, onSearch, onCalendarsChanged }: CalendarBarProps) {
  const text = useTextOf();
  const { today } = useCalendar();
  const [showsSide, setShowsSide] = useState(false);
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-2 gap-y-1 py-2">
      <PeriodName view={view} date={date} />
      <div className="flex items-center sm:ml-2">
        <IconButton label={text('calendar.earlier')} onClick={() => go({ date: stepView(view, date, -1) })}>
          <ChevronLeft size={20} aria-hidden="true" />
        </IconButton>
        <Button look="quiet" className="px-2" onClick={() => go({ date: today })}>
          {text('calendar.today')}
        </Button>
        <IconButton label={text('calendar.later')} onClick={() => go({ date: stepView(view, date, 1) })}>
          <ChevronRight size={20} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="ml-auto flex items-center gap-1">
        <IconButton label={text('calendar.search')} onClick={onSearch}>
          <Search size={18} aria-hidden="true" />
        </IconButton>
        <IconButton label={text('calendar.calendars')} className="panel:hidden" onClick={() => setShowsSide(true)}>
          <ListFilter size={18} aria-hidden="true" />
        </IconButton>
        <ViewSwitch address={{ view, go }} />
        <ViewSelect address={{ view, go }} />
        <Button
          look="primary"
          onClick={onCreate}
          className="max-sm:fixed max-sm:right-4 max-sm:bottom-4 max-sm:z-10 max-sm:size-14 max-sm:rounded-full max-sm:p-0 max-sm:shadow-float"
        >
          <Plus size={18} aria-hidden="true" />
          <span className="max-sm:sr-only">{text('calendar.new')}</span>
        </Button>
      </div>
      {showsSide && (
        <Dialog title={text('calendar.calendars')} onClose={() => setShowsSide(false)}>
          <CalendarSide onCalendarsChanged={onCalendarsChanged} />
        </Dialog>
      )}
    </div>
  );
}

function PeriodName({ view, date }: Pick<CalendarPlace, 'view' | 'date'>) {
  const text = useTextOf();
  const intl = useIntl();
  const { weekStart } = useCalendar();
  const days = daysOfView(view, date, weekStart);
  const [first = date, last = date] = view === 'month' ? [date, date] : [days[0], days.at(-1)];
  return (
    <h1 id="calendar-title" aria-live="polite" className="min-w-0 truncate text-xl font-semibold max-sm:text-lg">
      {view === 'day' ? intl.formatDate(calendarDay(date), { ...month, day: 'numeric' }) : monthsName(intl, first, last)}
      {(view === 'week' || view === 'agenda') && (
        // The next week may be in the same month: who does not see the days would not know that there are others.
        <span className="sr-only"> {text('calendar.fromTo', { first: dayName(intl, first), last: dayName(intl, last) })}</span>
      )}
    </h1>
  );
}

const month = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;

/** The month or months of a period, what they have in common said once. */
function monthsName(intl: IntlShape, first: string, last: string): string {
  if (monthOf(first) === monthOf(last)) return intl.formatDate(calendarDay(first), month);
  if (!intl.locale.startsWith('ja')) return intl.formatDateTimeRange(calendarDay(first), calendarDay(last), month);
  // What Intl makes of a range in Japanese are numbers between slashes, with everything said twice.
  const { year: _, ...inYear } = month;
  const end = intl.formatDate(calendarDay(last), first.slice(0, 4) === last.slice(0, 4) ? inYear : month);
  return `${intl.formatDate(calendarDay(first), month)}～${end}`;
}

function ViewSwitch({ address: { view, go } }: { address: Pick<CalendarPlace, 'view' | 'go'> }) {
  const text = useTextOf();
  return (
    <fieldset className="flex rounded-md border border-line bg-surface p-0.5 max-sm:hidden">
      <legend className="sr-only">{text('calendar.views')}</legend>
      {calendarViews.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          onClick={() => go({ view: one })}
          className="min-h-9 rounded-sm px-3 text-sm whitespace-nowrap text-muted hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink"
        >
          {text(`calendar.view.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** The same for a narrow screen, where there is room for one word. */
function ViewSelect({ address: { view, go } }: { address: Pick<CalendarPlace, 'view' | 'go'> }) {
  const text = useTextOf();
  return (
    <select
      aria-label={text('calendar.views')}
      value={view}
      onChange={(event) => go({ view: calendarViews.find((one) => one === event.target.value) ?? view })}
      className="field w-auto pointer-fine:text-sm sm:hidden"
    >
      {calendarViews.map((one) => (
        <option key={one} value={one}>
          {text(`calendar.view.${one}`)}
        </option>
      ))}
    </select>
  );
}
