import { useLayoutEffect, useMemo, useRef } from 'react';
import { useIntl } from 'react-intl';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay } from '../trips/times';
import { AllDayLane } from './all-day-lane';
import { useCalendar } from './calendar-context';
import { EventChip } from './event-chip';
import { useEventWords } from './event-words';
import type { Draft } from './grid/draft';
import { leastMinutes } from './grid/overlap-columns';
import { type GridPiece, piecesOf, type SpannedEvent } from './grid/shown-pieces';
import { NowLine } from './now-line';
import { occurrenceKey } from './shown-event';
import { dayMinutes } from './zone-times';

interface TimeGridProps {
  readonly days: readonly string[];
  readonly events: readonly SpannedEvent[];
  readonly draft: Draft | null;
}

/** The hour that stands at the top when the grid is opened, unless something is earlier. */
const firstHour = 7;

const columns = 'grid grid-cols-[3.5rem_repeat(var(--days),minmax(0,1fr))]';

/** Some days side by side, with their hours from top to bottom. */
export function TimeGrid({ days, events, draft }: TimeGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useFirstHour(scroller);
  const style = { '--days': days.length } as React.CSSProperties;
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
      tabIndex={0}
      data-scroller
      aria-labelledby="calendar-title"
      style={style}
      className="h-full overflow-y-auto outline-offset-[-2px]"
    >
      <div className="sticky top-0 z-10 border-b border-line bg-surface">
        <div className={columns}>
          <ZoneName />
          {days.map((date) => (
            <DayName key={date} date={date} />
          ))}
        </div>
        <AllDayLane days={days} events={events} draft={draft} className={columns} />
      </div>
      <div className={`relative ${columns}`}>
        <Hours />
        {days.map((date) => (
          <DayColumn key={date} date={date} events={events} draft={draft} />
        ))}
      </div>
    </section>
  );
}

/** Scrolls to where the day begins for most people, once. */
function useFirstHour(scroller: React.RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const hour = element.querySelector<HTMLElement>(`[data-hour="${firstHour}"]`);
    const name = hour?.querySelector('span') ?? null;
    // The name of an hour begins above its line.
    if (hour !== null && name !== null) element.scrollTop = hour.offsetTop + name.offsetTop;
  }, [scroller]);
}

/** How far the clocks of the zone are from UTC: what somebody who travels has to know. */
function ZoneName() {
  const intl = useIntl();
  const { zone, date } = useCalendar();
  const parts = intl.formatDateToParts(calendarDay(date), { timeZone: zone, timeZoneName: 'shortOffset' });
  return (
    <span title={zone} className="self-end truncate pr-2 pb-1 text-right text-[0.6875rem] text-muted">
      {parts.find(({ type }) => type === 'timeZoneName')?.value}
    </span>
  );
}

function DayName({ date }: { date: string }) {
  const intl = useIntl();
  const words = useEventWords();
  const { date: current, today, showDay } = useCalendar();
  return (
    <button
      type="button"
      data-date={date}
      tabIndex={date === current ? 0 : -1}
      aria-current={date === today ? 'date' : undefined}
      onClick={() => showDay(date)}
      className="group flex min-h-12 min-w-0 items-center justify-center gap-1.5 border-l border-line text-sm outline-offset-[-2px] hover:bg-sunken max-sm:flex-col max-sm:gap-0"
    >
      <span className="sr-only">{words.day(date)}</span>
      <span aria-hidden="true" className="text-muted">
        {intl.formatDate(calendarDay(date), { weekday: 'short', timeZone: 'UTC' })}
      </span>
      <span
        aria-hidden="true"
        className="flex size-7 items-center justify-center rounded-full text-base font-medium group-aria-[current=date]:bg-accent group-aria-[current=date]:text-on-accent"
      >
        {Number(date.slice(8))}
      </span>
    </button>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

function Hours() {
  const intl = useIntl();
  return (
    <div aria-hidden="true">
      {hours.map((hour) => (
        <div key={hour} data-hour={hour} className="relative h-(--hour) pr-2 text-right text-[0.6875rem] text-muted">
          {hour > 0 && (
            <span className="absolute -top-2 right-2">
              {intl.formatTime(calendarDay(`2026-01-01`).getTime() + hour * 3_600_000, { hour: 'numeric', timeZone: 'UTC' })}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function DayColumn({ date, events, draft }: Omit<TimeGridProps, 'days'> & { readonly date: string }) {
  const text = useTextOf();
  const { date: current, today } = useCalendar();
  const words = useEventWords();
  const pieces = useMemo(() => piecesOf(events, date), [events, date]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is not a group of fields.
    <div
      role="group"
      data-day={date}
      data-timed
      aria-label={text('calendar.dayWith', { day: words.day(date), count: pieces.length })}
      className="day-column hour-lines relative h-[calc(var(--hour)*24)] min-w-0 border-l border-line"
    >
      {date === today && <NowLine />}
      {pieces.map((piece) => (
        <EventChip
          key={occurrenceKey(piece.event)}
          event={piece.event}
          look="block"
          isStop={date === current}
          isGhost={draft !== null && draft.key === occurrenceKey(piece.event)}
          cutBefore={piece.cutBefore}
          cutAfter={piece.cutAfter}
          minutes={Math.max(piece.to - piece.from, leastMinutes)}
          className="!absolute"
          style={placeOf(piece)}
        />
      ))}
    </div>
  );
}

/** Beside many others an event covers a part of the one before it: enough of it stays to be read and hit. */
const leastWidth = 'min(3rem, 40%)';

/** Beside the last one the day itself can be pressed. */
const eventGap = 'var(--event-gap, 8px)';

function placeOf({ from, to, column, width, columns: count }: GridPiece): React.CSSProperties {
  const height = Math.max(to - from, leastMinutes);
  return {
    top: `${(from / dayMinutes) * 100}%`,
    height: `calc(${(height / dayMinutes) * 100}% - 1px)`,
    left: `min(${(column / count) * 100}% + 1px, 100% - ${leastWidth} - ${eventGap})`,
    width: `max(${(width / count) * 100}% - ${column + width === count ? eventGap : '2px'}, ${leastWidth})`,
  };
}
