import { useMemo, useState } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import { EventChip } from './event-chip';
import { useEventWords } from './event-words';
import type { Draft } from './grid/draft';
import type { SpannedEvent } from './grid/shown-pieces';
import { fittingLanes, lanesOf } from './grid/week-lanes';
import { occurrenceKey } from './shown-event';

interface AllDayLaneProps {
  readonly days: readonly string[];
  readonly events: readonly SpannedEvent[];
  readonly draft: Draft | null;
  readonly className: string;
}

/** So many lanes stand above the hours; the others can be unfolded. */
const usualLanes = 3;

/** What lasts whole days, above the hours. */
export function AllDayLane({ days, events, draft, className }: AllDayLaneProps) {
  const text = useTextOf();
  const words = useEventWords();
  const { date: current } = useCalendar();
  const [isUnfolded, setUnfolded] = useState(false);
  const lanes = useMemo(
    () =>
      lanesOf(
        events.filter(({ span }) => span.isBar),
        days,
      ),
    [events, days],
  );
  const { shown, hidden } = fittingLanes(lanes, days, isUnfolded ? Number.POSITIVE_INFINITY : usualLanes);
  const height = Math.max(...shown.map(({ lane }) => lane + 1), hidden.some((count) => count > 0) ? usualLanes : 1);
  return (
    <div className={className} style={{ height: `calc(${height} * var(--lane) + 0.25rem)` }}>
      <span className="self-start truncate pt-1 pr-2 text-right text-[0.6875rem] text-muted">{text('calendar.allDay')}</span>
      {days.map((date, index) => (
        // biome-ignore lint/a11y/useSemanticElements: it is not a group of fields.
        <div
          key={date}
          role="group"
          data-day={date}
          aria-label={`${words.day(date)}, ${text('calendar.allDay')}`}
          className="relative min-w-0 border-l border-line"
        >
          {shown
            .filter(({ from }) => from === index)
            .map(({ event, lane, from, to, continuesBefore, continuesAfter }) => (
              <EventChip
                key={occurrenceKey(event)}
                event={event}
                look="bar"
                isStop={from <= days.indexOf(current) && days.indexOf(current) <= to}
                isGhost={draft !== null && draft.key === occurrenceKey(event)}
                cutBefore={continuesBefore}
                cutAfter={continuesAfter}
                className="!absolute left-0.5 z-1"
                style={{ top: `calc(${lane} * var(--lane) + 0.125rem)`, width: `calc(${(to - from + 1) * 100}% - 0.25rem)` }}
              />
            ))}
          {(hidden[index] ?? 0) > 0 && (
            <button
              type="button"
              tabIndex={date === current ? 0 : -1}
              onClick={() => setUnfolded(true)}
              className="absolute bottom-0.5 left-0.5 h-6 rounded-sm px-1.5 text-sm text-muted hover:bg-sunken hover:text-ink"
            >
              {text('calendar.more', { count: hidden[index] ?? 0 })}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
