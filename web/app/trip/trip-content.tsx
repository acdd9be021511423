import { ArrowLeft, Eye } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { type OpenTrip, tripRoots, usePresence, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { ConnectionAnnouncer } from './connection-announcer';
import { ConnectionNotice } from './connection-notice';
import { ConnectionPill } from './connection-pill';
import { DetailsForm } from './details-form';
import { Itinerary } from './itinerary';
import { Notes } from './notes';
import { PeopleHere } from './people-here';
import { TitleField } from './title-field';
import { TripContextProvider } from './trip-context';
import { useSharedFocus } from './use-shared-focus';

/** The content of a trip that has been loaded. */
export function TripContent({ trip, onSignOut }: { trip: OpenTrip; onSignOut: () => void }) {
  const text = useTextOf();
  const presence = usePresence(trip.awareness);
  const [announcement, announce] = useState('');
  const root = useRef<HTMLDivElement>(null);
  useSharedFocus(root, presence.share);
  useWarnBeforeLeaving(trip.state.unsaved > 0);
  const titleText = tripRoots.title(trip.doc);
  const title = useShared(titleText, () => titleText.toString()) || text('trip.titlePlaceholder');
  usePageTitle(title);
  const context = useMemo(() => {
    // Another window of the same person is nobody else.
    const others = presence.others.filter(({ id }) => id !== trip.state.person?.id);
    return { trip, presence: { ...presence, others }, announce };
  }, [trip, presence]);
  const viewOnly = trip.state.role !== null && trip.state.role !== 'owner' && trip.state.role !== 'editor';
  return (
    <TripContextProvider value={context}>
      <div ref={root} className="mx-auto max-w-6xl px-4 pb-28">
        <div className="sticky top-0 z-10 -mx-4 flex h-14 items-center gap-2 bg-paper px-4">
          <Link href="/" className="mr-auto inline-flex min-h-10 items-center gap-1.5 rounded-md pr-2 text-muted hover:text-ink">
            <ArrowLeft size={18} aria-hidden="true" />
            {text('app.backToTrips')}
          </Link>
          {viewOnly && (
            <span title={text('trip.viewOnlyText')} className="inline-flex items-center gap-1.5 text-sm text-muted">
              <Eye size={16} aria-hidden="true" />
              {text('trip.viewOnly')}
            </span>
          )}
          <ConnectionPill />
        </div>
        <h1 className="sr-only">{title}</h1>
        <TitleField />
        <DetailsForm />
        <PeopleHere />
        <div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <Itinerary />
          <Notes />
        </div>
        <p role="status" className="sr-only">
          {announcement}
        </p>
        <ConnectionAnnouncer />
        <ConnectionNotice onSignOut={onSignOut} />
      </div>
    </TripContextProvider>
  );
}

function useWarnBeforeLeaving(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
}
