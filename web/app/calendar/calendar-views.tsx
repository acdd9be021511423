import { useMemo, useRef, useState } from 'react';
import { useIsNarrow } from '../board/use-is-narrow';
import { useTextOf } from '../i18n/use-text-of';
import { AgendaDay, AgendaView } from './agenda-view';
import { useCalendar } from './calendar-context';
import type { CalendarView } from './days';
import type { Draft } from './grid/draft';
import { withDraft } from './grid/draft';
import { eventsOfDay, withSpans } from './grid/shown-pieces';
import { useGridDragging } from './grid/use-grid-dragging';
import { useGridKeys } from './grid/use-grid-keys';
import { MonthView } from './month-view';
import type { ShownEvent } from './shown-event';
import { TimeGrid } from './time-grid';

interface CalendarViewsProps {
  readonly view: CalendarView;
  readonly days: readonly string[];
  readonly events: readonly ShownEvent[];
  readonly loading: boolean;
}

/** The events in one of the views, and what is done with them there by pointer and by key. */
export function CalendarViews({ view, days, events, loading }: CalendarViewsProps) {
  const text = useTextOf();
  const isNarrow = useIsNarrow();
  const root = useRef<HTMLDivElement>(null);
  const [draft, onDraft] = useState<Draft | null>(null);
  const { zone, date, create, goToDate, setTimes } = useCalendar();
  const shown = useMemo(() => withDraft(events, draft, text('calendar.newEvent')), [events, draft, text]);
  const spans = useMemo(() => withSpans(shown, zone), [shown, zone]);
  const changes = { events, zone, onDraft, onMove: setTimes };
  useGridDragging(root, { ...changes, onCreate: create, onDay: view === 'month' && isNarrow ? goToDate : null });
  const { onKeyDown, onKeyUp } = useGridKeys(root, { ...changes, view, spans, draft });
  const isMonthWithList = view === 'month' && isNarrow;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the days and events in it.
    <div
      ref={root}
      onKeyDown={onKeyDown}
      onKeyUp={onKeyUp}
      aria-busy={loading}
      className={`card h-full overflow-hidden max-sm:rounded-none max-sm:border-x-0 ${view === 'agenda' ? 'overflow-y-auto' : ''} ${isMonthWithList ? 'flex flex-col' : ''}`}
    >
      {view === 'month' && (
        <div className={isMonthWithList ? 'shrink-0' : 'h-full'}>
          <MonthView events={spans} draft={draft} />
        </div>
      )}
      {(view === 'week' || view === 'day') && <TimeGrid key={view} days={days} events={spans} draft={draft} />}
      {view === 'agenda' && <AgendaView days={days} events={spans} loading={loading} />}
      {isMonthWithList && (
        <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
          <AgendaDay date={date} events={eventsOfDay(spans, date)} />
        </div>
      )}
    </div>
  );
}
