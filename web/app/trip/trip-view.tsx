import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type OpenTrip, type PresentPerson, StorageWarning, useFollow, usePresence, useUndo, useUndoKeys } from '../../react';
import { useUndoAfterDrafts } from '../drafts/use-undo-after-drafts';
import { useLocale } from '../i18n/locale';
import { useDocumentLocks } from '../locks/use-document-locks';
import { useUndoUnlessLocked } from '../locks/use-undo-unless-locked';
import { WholeLock } from '../locks/whole-lock';
import { ShortcutsProvider } from '../shortcuts/shortcuts-provider';
import { sectionOfField, sectionPath, type TripSection } from './sections';
import { TripBar } from './trip-bar';
import { TripContent } from './trip-content';
import { TripContextProvider } from './trip-context';
import { TripTitle } from './trip-title';
import { UnsavedGuard } from './unsaved-guard';

interface TripViewProps {
  readonly trip: OpenTrip;
  readonly section: TripSection;
  readonly invisible: { readonly on: boolean; readonly onChange: (on: boolean) => void };
}

/** A trip that has been loaded: the bar above, and the content, which is another one when the document is. */
export function TripView({ trip, section, invisible }: TripViewProps) {
  const { locale } = useLocale();
  const [announcement, announce] = useState('');
  const [followed, setFollowed] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const locks = useDocumentLocks('trip', trip.session.id, trip);
  const undo = useUndoUnlessLocked(useUndoAfterDrafts(useUndo(trip.doc)), locks);
  useUndoKeys(root, undo, isOfTheDocument);

  useFollow(
    trip.awareness,
    followed,
    useFinder(root, trip.session.id),
    useCallback(() => setFollowed(null), []),
  );
  const followedName = usePresence(
    trip.awareness,
    (people) => people.find(({ id }) => id === followed)?.name ?? null,
    followed ?? '',
  );

  const context = useMemo(() => ({ trip, locks, announce }), [trip, locks]);
  const follow = useMemo(() => ({ personId: followed, onFollow: setFollowed }), [followed]);
  return (
    <TripContextProvider value={context}>
      <ShortcutsProvider>
        <div ref={root} className="mx-auto max-w-[110rem] px-4 pb-28 panel:px-6">
          <TripBar
            trip={trip}
            undo={undo}
            invisible={invisible}
            following={followedName === null ? undefined : { name: followedName, onStop: () => setFollowed(null) }}
          />
          <StorageWarning trip={trip} locale={locale} />
          <WholeLock className="mb-3" />
          <TripTitle doc={trip.doc} />
          <UnsavedGuard trip={trip} />
          <TripContent key={trip.doc.guid} section={section} follow={follow} />
          <p role="status" className="sr-only">
            {announcement}
          </p>
        </div>
      </ShortcutsProvider>
    </TripContextProvider>
  );
}

/** Whether an element is bound to the document, so that undo in it is the document's. A draft is the browser's still. */
function isOfTheDocument(element: Element): boolean {
  return element.closest('[data-field]') !== null && !element.matches('[data-draft]');
}

/** Finds the field that somebody is in; where that is not on the screen, the part of the page that has it comes first. */
function useFinder(root: RefObject<HTMLElement | null>, tripId: string): (person: PresentPerson) => Element | null {
  const [, navigate] = useLocation();
  return useCallback(
    ({ states }: PresentPerson) => {
      const field = states.map((state) => state.field).find((shared) => typeof shared === 'string');
      if (field === undefined) return null;
      const element = root.current?.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? null;
      if (element?.checkVisibility() === true) return element;
      navigate(sectionPath(tripId, sectionOfField(field)), { replace: true });
      return null;
    },
    [root, tripId, navigate],
  );
}
