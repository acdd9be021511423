import { Download, History, Trash2, UserPlus, X } from 'lucide-react';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { CollaborationStatus, CollaborationTools, ParticipantList, useShared, useUndo, useUndoKeys } from '../../react';
import { eventRoots } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { saveFile } from '../calendar/save-file';
import { IconButton } from '../design/button';
import { MenuButton, type MenuItem } from '../design/menu';
import { useShowError } from '../design/use-show-error';
import { useUndoAfterDrafts } from '../drafts/use-undo-after-drafts';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { LocksButton } from '../locks/locks-button';
import { useKeepItem } from '../locks/use-keep-item';
import { useUndoUnlessLocked } from '../locks/use-undo-unless-locked';
import { WholeLock } from '../locks/whole-lock';
import { useOpenTrip } from '../trip/trip-context';
import { eventPlaceName } from './event-parts';
import { useShownOccurrence } from './shown-occurrence';
import { undoableRoots } from './undoable-roots';

const ShareDialog = lazy(() => import('../share/share-dialog'));
const EventHistory = lazy(() => import('./history/event-history'));

/** What lies over the page. */
type Over = 'share' | 'history' | null;

/** The head of the panel before anything of the event is known. */
export function PanelBar({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  return (
    <div className="flex min-h-14 items-center justify-end border-b border-line px-2">
      <IconButton label={text('app.close')} onClick={onClose}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** The head of an open event: who is here, whether everything is saved, and what can be done with the event as a whole. */
export function EventBar({ onClose, root }: { onClose: () => void; root: RefObject<HTMLElement | null> }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { trip: event, locks } = useOpenTrip();
  const [over, setOver] = useState<Over>(null);
  const undo = useUndoUnlessLocked(useUndoAfterDrafts(useUndo(event.doc, undoableRoots)), locks);
  useUndoKeys(root, undo, isOfTheDocument);
  const title = eventRoots.title(event.doc);
  const name = useShared(title, () => title.toString()) || text('event.untitled');
  const items = useMenu({ name, setOver, onClose });
  return (
    <header className="border-b border-line px-2 pt-1 pb-2">
      <div className="flex min-h-12 items-center gap-1">
        <CollaborationStatus trip={event} locale={locale} storage={false} className="mr-auto ml-2 min-w-0" />
        <CollaborationTools locale={locale} undo={event.editable ? undo : undefined}>
          <MenuButton label={text('event.menu')} items={items} />
        </CollaborationTools>
        <IconButton label={text('app.close')} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="ml-2 flex items-center gap-2">
        <ParticipantList trip={event} locale={locale} max={6} className="event-people min-w-0 flex-1" />
        <LocksButton nameOf={(path) => text(eventPlaceName(path))} />
      </div>
      <WholeLock className="mx-2 mt-2" />
      <Suspense>
        {over === 'share' && <ShareDialog document={event} title={name} onClose={() => setOver(null)} />}
        {over === 'history' && <EventHistory onClose={() => setOver(null)} />}
      </Suspense>
    </header>
  );
}

interface MenuOf {
  readonly name: string;
  readonly setOver: (over: Over) => void;
  readonly onClose: () => void;
}

function useMenu({ name, setOver, onClose }: MenuOf): MenuItem[] {
  const text = useTextOf();
  const showError = useShowError();
  const { api, remove } = useCalendar();
  const { trip: event } = useOpenTrip();
  const shown = useShownOccurrence();
  const keeping = useKeepItem();
  const { id } = event.session;
  const save = () => void api.exportEvent(id).then((file) => saveFile(`${name}.ics`, file), showError);
  const history: MenuItem = { id: 'history', label: text('app.history'), icon: History, onAction: () => setOver('history') };
  const share: MenuItem = { id: 'share', label: text('calendar.share'), icon: UserPlus, onAction: () => setOver('share') };
  const removal: MenuItem = {
    ...{ id: 'remove', label: text('calendar.delete'), icon: Trash2, danger: true, isDisabled: shown === null },
    onAction: () => {
      if (shown === null) return;
      onClose();
      remove(shown);
    },
  };
  return [
    ...(event.state.role === 'owner' ? [share] : []),
    history,
    ...keeping,
    { id: 'export', label: text('calendar.export'), icon: Download, onAction: save },
    ...(event.editable ? [removal] : []),
  ];
}

/** Whether an element is bound to the document, so that undo in it is the document's. A draft is the browser's still. */
function isOfTheDocument(element: Element): boolean {
  return element.closest('[data-field]') !== null && !element.matches('[data-draft]');
}
