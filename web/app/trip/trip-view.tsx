import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import {
  type OpenTrip,
  type PresentPerson,
  StorageWarning,
  tripRoots,
  useFollow,
  usePresence,
  useShared,
  useUndo,
  useUndoKeys,
} from '../../react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { useHoldsPage } from '../offline/safe-moment';
import { ShortcutsProvider } from '../shortcuts/shortcuts-provider';
import { useReportUnsaved } from '../sign-in/sign-out';
import { sectionOfField, sectionPath, type TripSection } from './sections';
import { TripBar } from './trip-bar';
import { TripContent } from './trip-content';
import { TripContextProvider } from './trip-context';
import { useWarnBeforeLeaving } from './use-warn-before-leaving';

interface TripViewProps {
  readonly trip: OpenTrip;
  readonly section: TripSection;
  readonly invisible: { readonly on: boolean; readonly onChange: (on: boolean) => void };
}

/** A trip that has been loaded: the bar above, and the content, which is another one when the document is. */
export function TripView({ trip, section, invisible }: TripViewProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { unsaved, storage } = trip.state;
  const [announcement, announce] = useState('');
  const [followed, setFollowed] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const titleText = tripRoots.title(trip.doc);
  const title = useShared(titleText, () => titleText.toString()) || text('trip.titlePlaceholder');
  const undo = useUndo(trip.doc);
  useUndoKeys(root, undo, isOfTheDocument);
  usePageTitle(title);
  useReportUnsaved(unsaved);
  useHoldsPage(unsaved > 0);
  // What this device keeps is there again when the trip is.
  useWarnBeforeLeaving(unsaved > 0 && storage.kind === 'memory');

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

  const calm = useCalmTrip(trip);
  const context = useMemo(() => ({ trip: calm, announce }), [calm]);
  const follow = useMemo(() => ({ personId: followed, onFollow: setFollowed }), [followed]);
  return (
    <TripContextProvider value={context}>
      <ShortcutsProvider>
        <div ref={root} className="mx-auto max-w-[110rem] px-4 pb-28 panel:px-6">
          <TripBar
            trip={trip}
            undo={undo}
            invisible={invisible}
            title={title}
            following={followedName === null ? undefined : { name: followedName, onStop: () => setFollowed(null) }}
          />
          <StorageWarning trip={trip} locale={locale} />
          <h1 className="sr-only">{title}</h1>
          <TripContent key={trip.doc.guid} section={section} follow={follow} />
          <p role="status" className="sr-only">
            {announcement}
          </p>
        </div>
      </ShortcutsProvider>
    </TripContextProvider>
  );
}

/**
 * The trip as the parts of the page follow it: with each letter that somebody types it changes how much is saved, which
 * only the bar tells.
 */
function useCalmTrip(trip: OpenTrip): OpenTrip {
  const { doc, awareness, editable } = trip;
  const { status, role, person, members, storage } = trip.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the trip, only this concerns them.
  return useMemo(() => trip, [doc, awareness, editable, status, role, person, members, storage]);
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
