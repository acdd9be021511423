import { useCallback, useMemo, useRef, useState } from 'react';
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
import { useReportUnsaved } from '../sign-in/sign-out';
import { TripBar } from './trip-bar';
import { TripContent } from './trip-content';
import { TripContextProvider } from './trip-context';
import { useWarnBeforeLeaving } from './use-warn-before-leaving';

interface TripViewProps {
  readonly trip: OpenTrip;
  readonly invisible: { readonly on: boolean; readonly onChange: (on: boolean) => void };
}

/** A trip that has been loaded: the bar above, and the content, which is another one when the document is. */
export function TripView({ trip, invisible }: TripViewProps) {
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
  // What this device keeps is there again when the trip is.
  useWarnBeforeLeaving(unsaved > 0 && storage.kind === 'memory');

  useFollow(
    trip.awareness,
    followed,
    useCallback((person: PresentPerson) => fieldOf(root.current, person), []),
    useCallback(() => setFollowed(null), []),
  );
  const followedName = usePresence(
    trip.awareness,
    (people) => people.find(({ id }) => id === followed)?.name ?? null,
    followed ?? '',
  );

  const context = useMemo(() => ({ trip, announce }), [trip]);
  return (
    <TripContextProvider value={context}>
      <div ref={root} className="mx-auto max-w-6xl px-4 pb-28">
        <TripBar
          undo={undo}
          invisible={invisible}
          title={title}
          following={followedName === null ? undefined : { name: followedName, onStop: () => setFollowed(null) }}
        />
        <StorageWarning trip={trip} locale={locale} />
        <h1 className="sr-only">{title}</h1>
        <TripContent key={trip.doc.guid} follow={{ personId: followed, onFollow: setFollowed }} />
        <p role="status" className="sr-only">
          {announcement}
        </p>
      </div>
    </TripContextProvider>
  );
}

/** Whether an element is bound to the document, so that undo in it is the document's. A draft is the browser's still. */
function isOfTheDocument(element: Element): boolean {
  return element.closest('[data-field]') !== null && !element.matches('[data-draft]');
}

/** The field that somebody is in. */
function fieldOf(root: HTMLElement | null, { states }: PresentPerson): Element | null {
  const field = states.map((state) => state.field).find((shared) => typeof shared === 'string');
  return root?.querySelector(`[data-field="${CSS.escape(field ?? '')}"]`) ?? null;
}
