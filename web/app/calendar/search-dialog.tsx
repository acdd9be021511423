import { useState } from 'react';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { type CalendarContextValue, CalendarProvider, useCalendar } from './calendar-context';
import { FoundEventsList } from './found-events';
import { type FoundEvents, useEventSearch } from './use-event-search';

/** Finds events by words of their title, place or tags, whenever they are. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const calendar = useCalendar();
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const { found, error, loadMore } = useEventSearch(calendar.api, q, calendar.zone);
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
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-label={text('calendar.searchWords')}
        placeholder={text('calendar.searchWords')}
        autoComplete="off"
        className="field"
      />
      <div className="flex min-h-48 flex-col gap-3 pt-2">
        <p role="status" className="min-h-6 text-sm text-pretty text-muted">
          {found === null ? q === '' && text('calendar.searchAbout') : <Count found={found} />}
        </p>
        {error && <ErrorNotice error={error} onRetry={loadMore} />}
        {found === null && q !== '' && error === null && <Waiting />}
        {found !== null && (
          <CalendarProvider value={context}>
            <FoundEventsList key={`${found.q} ${found.from}`} found={found} onMore={loadMore} />
          </CalendarProvider>
        )}
      </div>
    </Dialog>
  );
}

function Count({ found: { total, events } }: { found: FoundEvents }) {
  const text = useTextOf();
  const shown = events.length;
  return shown < total ? text('calendar.foundShown', { count: total, shown }) : text('calendar.found', { count: total });
}

function Waiting() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-1.5">
      {[1, 2, 3].map((row) => (
        <div key={row} className="skeleton h-12" />
      ))}
    </div>
  );
}
