import { CloudOff, Repeat2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useCalendar } from './calendar-context';
import { useEventWords } from './event-words';
import { colorOf, mayEdit, occurrenceKey, type ShownEvent } from './shown-event';

interface EventChipProps {
  readonly event: ShownEvent;
  /** A bar over whole days, a block of the time grid, or one line of a month. */
  readonly look: 'bar' | 'block' | 'line';
  /** Whether Tab stops here. */
  readonly isStop: boolean;
  /** Whether it is where it is to be dropped, and not there yet. */
  readonly isGhost?: boolean;
  /** The height of a block, in minutes: short ones say everything in one line. */
  readonly minutes?: number;
  /** Whether it begins before what is shown of it here, and goes on behind it. */
  readonly cutBefore?: boolean;
  readonly cutAfter?: boolean;
  readonly className?: string;
  readonly style?: CSSProperties;
}

/** An event on the grid: opened by a click or Enter, moved by dragging it, or one of its ends, or by the arrow keys. */
export function EventChip({ event, look, isStop, isGhost = false, minutes = 0, className = '', style, ...cut }: EventChipProps) {
  const { calendars, open } = useCalendar();
  const words = useEventWords();
  const canMove = mayEdit(event);
  const hasEdges = canMove && look !== 'line' && !isGhost;
  const title = words.title(event);
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      data-event={occurrenceKey(event)}
      data-look={look}
      data-status={event.status}
      data-response={event.my_response ?? undefined}
      data-ghost={isGhost || undefined}
      data-cut-before={cut.cutBefore || undefined}
      data-cut-after={cut.cutAfter || undefined}
      data-movable={canMove || undefined}
      title={`${title}\n${words.when(event)}`}
      disabled={event.busy_only === true}
      aria-disabled={event.isNew}
      onClick={() => open(event)}
      className={`event-chip ${className}`}
      style={{ ...style, '--event': colorOf(event, calendars) } as CSSProperties}
    >
      <span className="sr-only">{words.whole(event)}</span>
      {look === 'line' && <span className="event-dot" />}
      {look === 'line' && (
        <span aria-hidden="true" className="shrink-0 text-muted @max-[56rem]:hidden">
          {words.clock(event.start_time)}
        </span>
      )}
      {event.isWaiting && <CloudOff size={12} aria-hidden="true" className="event-waiting" />}
      <span aria-hidden="true" dir="auto" className="event-title">
        {title}
      </span>
      {look === 'block' && (
        <span aria-hidden="true" className={minutes < 45 ? 'event-detail event-detail-beside' : 'event-detail'}>
          {minutes < 45 ? words.clock(event.start_time) : words.times(event)}
        </span>
      )}
      {look === 'block' && minutes >= 75 && event.location !== null && (
        <span aria-hidden="true" dir="auto" className="event-detail">
          {event.location}
        </span>
      )}
      {event.is_recurring && look !== 'line' && minutes >= 75 && (
        <Repeat2 size={12} aria-hidden="true" className="event-repeats absolute right-1 bottom-1 opacity-70" />
      )}
      {hasEdges && !cut.cutBefore && <span data-edge="start" className="event-edge" />}
      {hasEdges && !cut.cutAfter && <span data-edge="end" className="event-edge" />}
    </button>
  );
}
