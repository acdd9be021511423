import { type ReactNode, useId, useRef } from 'react';
import { useIntl } from 'react-intl';
import { MoreButton } from '../design/more-button';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay } from '../trips/times';
import { AgendaEvent } from './agenda-view';
import { useCalendar } from './calendar-context';
import { daysBetween, useEventWords } from './event-words';
import { spanOf } from './grid/event-span';
import { occurrenceKey, type ShownEvent } from './shown-event';
import type { FoundEvents } from './use-event-search';

interface FoundEventsListProps {
  readonly found: FoundEvents;
  readonly onMore: () => void;
}

/** What was found: what lies ahead, then what is past. */
export function FoundEventsList({ found: { events, ahead, next_cursor }, onMore }: FoundEventsListProps) {
  const text = useTextOf();
  const list = useRef<HTMLDivElement>(null);
  return (
    <div ref={list} className="flex flex-col gap-5">
      <Part title={text('calendar.foundAhead')} events={events.slice(0, ahead)} />
      <Part title={text('calendar.foundPast')} events={events.slice(ahead)} />
      <MoreButton list={list} rows="[data-event]" className="self-center" hasMore={next_cursor !== null} onMore={onMore}>
        {text('calendar.foundMore')}
      </MoreButton>
    </div>
  );
}

function Part({ title, events }: { title: string; events: readonly ShownEvent[] }) {
  const id = useId();
  if (events.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1.5 text-sm font-medium text-muted">
        {title}
      </h3>
      <ul className="flex flex-col gap-1.5">
        {events.map((event) => (
          <li key={occurrenceKey(event)}>
            <AgendaEvent event={event} when={<When event={event} />} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The days of an event, with the year if it is another one, and its times. */
function When({ event }: { event: ShownEvent }): ReactNode {
  const intl = useIntl();
  const words = useEventWords();
  const { zone, today } = useCalendar();
  const { first, last } = spanOf(event, zone);
  const isThisYear = [first, last].every(({ date }) => date.slice(0, 4) === today.slice(0, 4));
  const days = daysBetween(intl, calendarDay(first.date), calendarDay(last.date), {
    ...{ weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' },
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
  return (
    <>
      <span className="text-ink sm:block">{days}</span>
      <span className="max-sm:ml-2 sm:block">{words.times(event)}</span>
    </>
  );
}
