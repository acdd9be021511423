import { type CSSProperties, Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { useIsNarrow } from '../board/use-is-narrow';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay } from '../trips/times';
import { useCalendar } from './calendar-context';
import { monthOf, weeksOfMonth } from './days';
import { EventChip } from './event-chip';
import { useEventWords } from './event-words';
import type { Draft } from './grid/draft';
import { eventsOfDay, type SpannedEvent } from './grid/shown-pieces';
import { fittingLanes, type LaneEntry, lanesOf } from './grid/week-lanes';
import { colorOf, occurrenceKey, type ShownEvent } from './shown-event';

interface MonthViewProps {
  readonly events: readonly SpannedEvent[];
  readonly draft: Draft | null;
}

/** A month as weeks of days. On a narrow screen the days only say by dots that there is something. */
export function MonthView({ events, draft }: MonthViewProps) {
  const { date, weekStart } = useCalendar();
  const weeks = weeksOfMonth(date, weekStart);
  const first = weeks[0] ?? [];
  return (
    <div className="@container flex h-full flex-col">
      <div aria-hidden="true" className="grid grid-cols-7 border-b border-line">
        {first.map((day) => (
          <WeekdayName key={day} date={day} />
        ))}
      </div>
      {weeks.map((week) => (
        <WeekRow key={week[0]} week={week} events={events} draft={draft} />
      ))}
    </div>
  );
}

function WeekdayName({ date }: { date: string }) {
  const intl = useIntl();
  const name = (weekday: 'long' | 'short') => intl.formatDate(calendarDay(date), { weekday, timeZone: 'UTC' });
  return (
    <div className="py-1 text-center text-sm text-muted">
      <abbr title={name('long')} className="no-underline">
        {name('short')}
      </abbr>
    </div>
  );
}

function WeekRow({ week, events, draft }: MonthViewProps & { readonly week: readonly string[] }) {
  const isNarrow = useIsNarrow();
  const ref = useRef<HTMLDivElement>(null);
  const room = useLanesThatFit(ref);
  const lanes = useMemo(() => lanesOf(events, week), [events, week]);
  const { shown, hidden } = fittingLanes(lanes, week, isNarrow ? 0 : room);
  return (
    <div ref={ref} className="grid min-h-16 flex-1 grid-cols-7 border-b border-line last:border-b-0">
      {week.map((day, index) => (
        <DayCell
          key={day}
          date={day}
          entries={shown.filter(({ from }) => from === index)}
          hidden={hidden[index] ?? 0}
          events={events}
          ghostKey={draft?.key ?? null}
        />
      ))}
    </div>
  );
}

interface DayCellProps {
  readonly date: string;
  readonly entries: readonly LaneEntry<ShownEvent>[];
  readonly hidden: number;
  readonly events: readonly SpannedEvent[];
  readonly ghostKey: string | null;
}

function DayCell({ date, entries, hidden, events, ghostKey }: DayCellProps) {
  const text = useTextOf();
  const isNarrow = useIsNarrow();
  const { date: current, today, showDay, goToDate } = useCalendar();
  const words = useEventWords();
  const isCurrent = date === current;
  const count = eventsOfDay(events, date).length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is not a group of fields.
    <div
      role="group"
      aria-label={words.day(date)}
      data-day={date}
      data-current={isCurrent}
      className={`relative min-w-0 border-r border-line p-0.5 last:border-r-0 ${monthOf(date) === monthOf(current) ? '' : 'bg-sunken'} data-[current=true]:bg-accent-soft`}
    >
      <button
        type="button"
        data-date={date}
        tabIndex={isCurrent ? 0 : -1}
        aria-current={date === today ? 'date' : undefined}
        // There its events are listed below the month; elsewhere the button leads to the day.
        aria-pressed={isNarrow ? isCurrent : undefined}
        aria-label={text('calendar.dayWith', { day: words.day(date), count })}
        onClick={() => (isNarrow ? goToDate(date) : showDay(date))}
        className="group mx-auto flex size-7 items-center justify-center rounded-full text-sm hover:bg-sunken max-sm:h-10 max-sm:w-full"
      >
        <span className="flex size-7 items-center justify-center rounded-full group-aria-[current=date]:bg-accent group-aria-[current=date]:font-semibold group-aria-[current=date]:text-on-accent">
          {Number(date.slice(8))}
        </span>
      </button>
      {isNarrow ? (
        <Dots events={eventsOfDay(events, date)} />
      ) : (
        <>
          {entries.map(({ event, span, lane, from, to, continuesBefore, continuesAfter }) => (
            <EventChip
              key={occurrenceKey(event)}
              event={event}
              look={span.isBar || to > from ? 'bar' : 'line'}
              isStop={isCurrent}
              isGhost={ghostKey === occurrenceKey(event)}
              cutBefore={continuesBefore}
              cutAfter={continuesAfter}
              className="!absolute left-0.5 z-1"
              style={{ top: `calc(1.875rem + ${lane} * var(--lane))`, width: `calc(${(to - from + 1) * 100}% - 0.25rem)` }}
            />
          ))}
          {hidden > 0 && (
            <button
              type="button"
              tabIndex={isCurrent ? 0 : -1}
              onClick={() => showDay(date)}
              className="absolute bottom-0.5 left-0.5 h-6 rounded-sm px-1.5 text-sm text-muted hover:bg-sunken hover:text-ink"
            >
              {text('calendar.more', { count: hidden })}
              <span className="sr-only"> {words.day(date)}</span>
            </button>
          )}
        </>
      )}
    </div>
  );
}

const mostDots = 3;

function Dots({ events }: { events: readonly ShownEvent[] }) {
  const { calendars } = useCalendar();
  return (
    <span aria-hidden="true" className="flex h-3 justify-center gap-0.5">
      {events.slice(0, mostDots).map((event) => (
        <Fragment key={occurrenceKey(event)}>
          <span className="event-dot !size-1.5" style={{ '--event': colorOf(event, calendars) } as CSSProperties} />
        </Fragment>
      ))}
    </span>
  );
}

/** How many lanes a row has room for, below the number of the day. */
function useLanesThatFit(ref: React.RefObject<HTMLElement | null>): number {
  const [lanes, setLanes] = useState(3);
  useLayoutEffect(() => {
    const row = ref.current;
    if (row === null) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setLanes(Math.max(Math.floor((row.clientHeight - 1.875 * rem) / (1.625 * rem)), 1));
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(row);
    return () => sizes.disconnect();
  }, [ref]);
  return lanes;
}
