import { CalendarPlus, Download, FileUp, History, Pencil, Rss, Trash2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { CalendarSummary } from '../../react/events';
import { Button } from '../design/button';
import { MenuButton, type MenuItem } from '../design/menu';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import { saveFile } from './save-file';
import { usualColor } from './shown-event';
import { useHiddenCalendars } from './use-hidden-calendars';
import { ZoneChoice } from './zone-choice';

const CalendarDialog = lazy(() => import('./calendar-dialog'));
const ShareCalendarDialog = lazy(() => import('./share-calendar-dialog'));
const FeedsDialog = lazy(() => import('./feeds-dialog'));
const ImportDialog = lazy(() => import('./import-dialog'));
const DeletedDialog = lazy(() => import('./deleted-dialog'));
const RemoveCalendarDialog = lazy(() => import('./remove-calendar-dialog'));

/** What of one calendar lies over the page. */
type OverCalendar = 'edit' | 'share' | 'feeds' | 'import' | 'remove';
type Over = { readonly kind: 'new' | 'deleted' } | { readonly kind: OverCalendar; readonly calendar: CalendarSummary } | null;

/** The calendars, each with its switch and what can be done with it, and the zone. */
export function CalendarSide({ onCalendarsChanged }: { onCalendarsChanged: () => void }) {
  const text = useTextOf();
  const { calendars } = useCalendar();
  const [over, setOver] = useState<Over>(null);
  const close = () => setOver(null);
  return (
    <div className="flex flex-col gap-5">
      <section aria-labelledby="calendars-title" className="flex flex-col gap-1">
        <h2 id="calendars-title" className="text-sm font-medium text-muted">
          {text('calendar.calendars')}
        </h2>
        <ul>
          {calendars.map((calendar) => (
            <CalendarRow key={calendar.id} calendar={calendar} onOpen={(kind) => setOver({ kind, calendar })} />
          ))}
        </ul>
        <Button look="quiet" className="self-start" onClick={() => setOver({ kind: 'new' })}>
          <CalendarPlus size={17} aria-hidden="true" />
          {text('calendar.newCalendar')}
        </Button>
        <Button look="quiet" className="self-start" onClick={() => setOver({ kind: 'deleted' })}>
          <History size={17} aria-hidden="true" />
          {text('calendar.deleted')}
        </Button>
      </section>
      <ZoneChoice />
      <Suspense>
        {over?.kind === 'new' && <CalendarDialog calendar={null} onClose={close} onSaved={onCalendarsChanged} />}
        {over?.kind === 'deleted' && <DeletedDialog onClose={close} onCalendarsChanged={onCalendarsChanged} />}
        {over?.kind === 'edit' && <CalendarDialog calendar={over.calendar} onClose={close} onSaved={onCalendarsChanged} />}
        {over?.kind === 'share' && <ShareCalendarDialog calendar={over.calendar} onClose={close} />}
        {over?.kind === 'feeds' && <FeedsDialog calendar={over.calendar} onClose={close} />}
        {over?.kind === 'import' && <ImportDialog calendar={over.calendar} onClose={close} />}
        {over?.kind === 'remove' && (
          <RemoveCalendarDialog calendar={over.calendar} onClose={close} onRemoved={onCalendarsChanged} />
        )}
      </Suspense>
    </div>
  );
}

interface CalendarRowProps {
  readonly calendar: CalendarSummary;
  readonly onOpen: (kind: OverCalendar) => void;
}

function CalendarRow({ calendar, onOpen }: CalendarRowProps) {
  const text = useTextOf();
  const { api } = useCalendar();
  const showError = useShowError();
  const { hidden, setHidden } = useHiddenCalendars();
  const { id, title, color, role, is_default } = calendar;
  const name = title || text('calendar.untitledCalendar');
  const save = () => void api.exportCalendar(id).then((file) => saveFile(`${name}.ics`, file), showError);
  const opens = (kind: OverCalendar) => () => onOpen(kind);
  const edits: MenuItem[] = [
    { id: 'edit', label: text('calendar.edit'), icon: Pencil, onAction: opens('edit') },
    { id: 'share', label: text('calendar.share'), icon: UserPlus, onAction: opens('share') },
  ];
  const taking: MenuItem = { id: 'import', label: text('calendar.import'), icon: FileUp, onAction: opens('import') };
  const removal: MenuItem = {
    ...{ id: 'remove', label: text('calendar.remove'), icon: Trash2, danger: true },
    onAction: opens('remove'),
  };
  const items: MenuItem[] = [
    ...(role === 'owner' ? edits : []),
    { id: 'subscribe', label: text('calendar.subscribe'), icon: Rss, onAction: opens('feeds') },
    ...(role === 'owner' || role === 'editor' ? [taking] : []),
    { id: 'export', label: text('calendar.export'), icon: Download, onAction: save },
    ...(role === 'owner' && !is_default ? [removal] : []),
  ];
  return (
    <li className="flex items-center">
      <label className="flex min-h-10 min-w-0 flex-1 cursor-pointer items-center gap-2.5 rounded-md px-1 hover:bg-sunken">
        <input
          type="checkbox"
          checked={!hidden.has(id)}
          onChange={(event) => setHidden(id, !event.target.checked)}
          className="size-4 shrink-0"
          style={{ accentColor: color ?? usualColor }}
        />
        <span dir="auto" className="min-w-0 flex-1 truncate text-left">
          {name}
        </span>
      </label>
      <MenuButton label={text('calendar.menu', { title: name })} items={items} />
    </li>
  );
}
