import { CalendarClock, CloudOff, Repeat2 } from 'lucide-react';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import { useEventWords } from './event-words';
import { eventsOfDay, type SpannedEvent } from './grid/shown-pieces';
import { colorOf, occurrenceKey, type ShownEvent } from './shown-event';

interface AgendaViewProps {
  readonly days: readonly string[];
  readonly events: readonly SpannedEvent[];
  readonly loading: boolean;
}

/** What comes, day by day; days without anything are left out. */
export function AgendaView({ days, events, loading }: AgendaViewProps) {
  const text = useTextOf();
  const filled = useMemo(
    () => days.map((date) => ({ date, own: eventsOfDay(events, date) })).filter(({ own }) => own.length > 0),
    [days, events],
  );
  if (filled.length === 0 && loading) return <AgendaSkeleton />;
  if (filled.length === 0) {
    return (
      <div className="flex flex-col items-center gap-2 px-4 py-16 text-center text-muted">
        <CalendarClock size={32} aria-hidden="true" />
        <p>{text('calendar.nothing')}</p>
      </div>
    );
  }
  return (
    <div className="mx-auto max-w-3xl py-2 max-sm:pb-24">
      {filled.map(({ date, own }) => (
        <AgendaDay key={date} date={date} events={own} />
      ))}
    </div>
  );
}

function AgendaSkeleton() {
  return (
    <div aria-hidden="true" className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="skeleton h-12" />
      ))}
    </div>
  );
}

/** A day of the agenda. */
export function AgendaDay({ date, events }: { date: string; events: readonly ShownEvent[] }) {
  const text = useTextOf();
  const words = useEventWords();
  const { today } = useCalendar();
  const id = `agenda-${date}`;
  return (
    <section aria-labelledby={id} className="px-3 py-2 sm:px-4">
      <h2
        id={id}
        aria-current={date === today ? 'date' : undefined}
        className="mb-1 text-sm font-medium text-muted aria-[current=date]:text-accent"
      >
        {words.day(date)}
      </h2>
      {events.length === 0 && <p className="text-muted">{text('calendar.nothingOnDay')}</p>}
      <ul className="flex flex-col gap-1.5">
        {events.map((event) => (
          <li key={occurrenceKey(event)}>
            <AgendaEvent event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface AgendaEventProps {
  readonly event: ShownEvent;
  /** When it is, where it does not stand under its day: it may be in any year. */
  readonly when?: ReactNode;
}

/** An event in a list. */
export function AgendaEvent({ event, when }: AgendaEventProps) {
  const words = useEventWords();
  const { calendars, open } = useCalendar();
  const hasDay = when !== undefined;
  return (
    <button
      type="button"
      data-event={occurrenceKey(event)}
      data-look="bar"
      data-status={event.status}
      data-response={event.my_response ?? undefined}
      disabled={event.busy_only === true}
      aria-disabled={event.isNew}
      onClick={() => open(event)}
      className={`event-chip !h-auto min-h-12 !items-start gap-x-3 !whitespace-normal px-3 py-2 text-base ${hasDay ? 'max-sm:flex-wrap max-sm:gap-y-0' : ''}`}
      style={{ '--event': colorOf(event, calendars) } as CSSProperties}
    >
      <span className="sr-only">{words.whole(event, hasDay)}</span>
      <span aria-hidden="true" className={`shrink-0 text-sm text-muted sm:w-36 ${hasDay ? 'w-full' : 'w-28'}`}>
        {when ?? words.times(event)}
      </span>
      <span aria-hidden="true" className="min-w-0 flex-1">
        <span dir="auto" className="event-title block">
          {words.title(event)}
        </span>
        {event.location !== null && (
          <span dir="auto" className="block truncate text-sm text-muted">
            {event.location}
          </span>
        )}
      </span>
      {event.isWaiting && <CloudOff size={14} aria-hidden="true" className="mt-1 shrink-0 text-muted" />}
      {event.is_recurring && <Repeat2 size={14} aria-hidden="true" className="mt-1 shrink-0 text-muted" />}
    </button>
  );
}
