import { RotateCcw } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { DeletedEvent } from '../../react/events';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { MoreButton } from '../design/more-button';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import { useEventWords } from './event-words';
import { usualColor } from './shown-event';
import { type DeletedList, useDeleted } from './use-deleted';

interface DeletedDialogProps {
  readonly onClose: () => void;
  readonly onCalendarsChanged: () => void;
}

/** Events and calendars that were deleted, each with the way back. */
export default function DeletedDialog({ onClose, onCalendarsChanged }: DeletedDialogProps) {
  const text = useTextOf();
  const list = useDeleted(useCalendar().api);
  const [said, setSaid] = useState('');
  const { deleted, error, load } = list;
  return (
    <Dialog title={text('calendar.deleted')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {error && <ErrorNotice error={error} {...(deleted === null ? { onRetry: load } : {})} />}
        {deleted === null && error === null && <div className="skeleton h-32" />}
        {deleted !== null && <Rows list={list} onSaid={setSaid} onCalendarsChanged={onCalendarsChanged} />}
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
    </Dialog>
  );
}

interface RowsProps {
  readonly list: DeletedList;
  /** Says something to people who use a screen reader. */
  readonly onSaid: (message: string) => void;
  readonly onCalendarsChanged: () => void;
}

function Rows({ list, onSaid, onCalendarsChanged }: RowsProps) {
  const text = useTextOf();
  const id = useId();
  const rows = useRef<HTMLUListElement>(null);
  const whenOf = useWhenOf();
  const { calendars: shown } = useCalendar();
  const { deleted, loadMore, restoreEvent, restoreCalendar } = list;
  const { calendars = [], events = [], nextCursor = null } = deleted ?? {};
  const isEmpty = calendars.length + events.length === 0 && nextCursor === null;
  const restored = (title: string) => {
    onSaid(text('trips.restored', { title }));
    // The button that was pressed is gone.
    document.getElementById(id)?.focus();
  };
  return (
    <>
      <p id={id} tabIndex={-1} className="text-sm text-pretty text-muted outline-none">
        {text(isEmpty ? 'calendar.deletedNone' : 'calendar.deletedAbout')}
      </p>
      {!isEmpty && (
        <ul ref={rows} className="divide-y divide-line rounded-md border border-line">
          {calendars.map((calendar) => {
            const title = calendar.title || text('calendar.untitledCalendar');
            const restore = async () => {
              if (!(await restoreCalendar(calendar.id))) return;
              restored(title);
              onCalendarsChanged();
            };
            return (
              <Row key={calendar.id} {...{ title, restore }} color={calendar.color} until={calendar.restorable_until}>
                {text('calendar.deletedCalendar')}
              </Row>
            );
          })}
          {events.map((event) => {
            const title = event.title || text('event.untitled');
            const ofCalendar = shown.find(({ id }) => id === event.calendar_id)?.color ?? null;
            const restore = async () => {
              if (await restoreEvent(event.id)) restored(title);
            };
            return (
              <Row key={event.id} {...{ title, restore }} color={event.color ?? ofCalendar} until={event.restorable_until}>
                {whenOf(event)}
              </Row>
            );
          })}
        </ul>
      )}
      <MoreButton list={rows} className="self-center" hasMore={nextCursor !== null} onMore={loadMore}>
        {text('calendar.deletedMore')}
      </MoreButton>
    </>
  );
}

interface RowProps {
  readonly title: string;
  readonly color: string | null;
  /** ISO 8601. */
  readonly until: string;
  readonly restore: () => Promise<void>;
  /** What it is, or when. */
  readonly children: string;
}

function Row({ title, color, until, restore, children }: RowProps) {
  const text = useTextOf();
  const intl = useIntl();
  const [isBusy, setBusy] = useState(false);
  const when = intl.formatDate(until, { month: 'long', day: 'numeric' });
  const onClick = async () => {
    setBusy(true);
    await restore();
    setBusy(false);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2 pr-2 pl-4">
      <span
        aria-hidden="true"
        className="mt-2 size-2.5 shrink-0 self-start rounded-full"
        style={{ backgroundColor: color ?? usualColor }}
      />
      <span className="min-w-0 flex-1 basis-40">
        <span dir="auto" className="block font-medium [overflow-wrap:anywhere]">
          {title}
        </span>
        <span className="block text-sm text-muted">{children}</span>
        <span className="block text-sm text-muted">{text('trips.restorable', { when })}</span>
      </span>
      <Button
        className="ml-auto"
        disabled={isBusy}
        aria-label={text('calendar.restoreOne', { title })}
        onClick={() => void onClick()}
      >
        <RotateCcw size={17} aria-hidden="true" />
        {text('trips.restore')}
      </Button>
    </li>
  );
}

/** When an event was to be, in words; of a series, its beginning. */
function useWhenOf(): (event: DeletedEvent) => string {
  const text = useTextOf();
  const words = useEventWords();
  return ({ start_time, end_time, all_day, recurrence }) => {
    if (start_time === null) return text('calendar.deletedNoTimes');
    const when = words.when({ start_time, end_time: end_time ?? start_time, all_day });
    return recurrence === null ? when : `${when} (${text('calendar.repeats')})`;
  };
}
