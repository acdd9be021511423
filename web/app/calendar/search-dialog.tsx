import { useEffect, useState } from 'react';
import type { EventOccurrence } from '../../react/events';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { AgendaDay } from './agenda-view';
import { type CalendarContextValue, CalendarProvider, useCalendar } from './calendar-context';
import { spanOf } from './grid/event-span';
import type { ShownEvent } from './shown-event';
import { dayMinutes, minuteMs, timestampOf } from './zone-times';

/** How far into the past and the future events are looked for, in days; the server allows 400 at once. */
const pastDays = 90;
const futureDays = 300;
const mostFound = 50;

/** Who types is not asked about at each letter, in ms. */
const pauseMs = 300;

/** Finds events by words of their title or place. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const calendar = useCalendar();
  const [typed, setTyped] = useState('');
  const { found, error } = useFound(typed.trim());
  const days = daysOf(found ?? [], calendar.zone);
  const context: CalendarContextValue = {
    ...calendar,
    open: (event) => {
      onClose();
      calendar.open(event);
    },
  };
  return (
    <Dialog title={text('calendar.search')} onClose={onClose}>
      <input
        ref={(field) => field?.setAttribute('autofocus', '')}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-label={text('calendar.searchWords')}
        placeholder={text('calendar.searchWords')}
        autoComplete="off"
        className="field"
      />
      <p role="status" className="my-2 min-h-6 text-sm text-muted">
        {found !== null && text('calendar.found', { count: found.length })}
      </p>
      {error && <ErrorNotice error={error} />}
      <CalendarProvider value={context}>
        <div className="-mx-3 min-h-40">
          {days.map(([date, events]) => (
            <AgendaDay key={date} date={date} events={events} />
          ))}
        </div>
      </CalendarProvider>
    </Dialog>
  );
}

function useFound(q: string): { found: readonly ShownEvent[] | null; error: Error | null } {
  const { api } = useCalendar();
  const [result, setResult] = useState<{ q: string; found: readonly EventOccurrence[]; error: Error | null } | null>(null);
  useEffect(() => {
    if (q === '') return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      const at = (days: number) => timestampOf(Date.now() + days * dayMinutes * minuteMs);
      api.listEvents({ from: at(-pastDays), to: at(futureDays), q, limit: mostFound }).then(
        ({ events }) => isCurrent && setResult({ q, found: events, error: null }),
        (error: Error) => isCurrent && setResult({ q, found: [], error }),
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, q]);
  if (q === '' || result === null) return { found: null, error: null };
  return { found: result.error === null ? result.found : null, error: result.error };
}

function daysOf(events: readonly ShownEvent[], zone: string): [date: string, events: ShownEvent[]][] {
  const days = new Map<string, ShownEvent[]>();
  for (const event of events) {
    const { date } = spanOf(event, zone).first;
    days.set(date, [...(days.get(date) ?? []), event]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}
