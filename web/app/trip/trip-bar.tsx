import { ArrowLeft, PencilOff, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { CollaborationStatus, CollaborationTools, type CollaborationToolsProps, type OpenTrip } from '../../react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { ShortcutsButton } from '../shortcuts/shortcuts-button';
import { TripMenu } from './trip-menu';
import { useTripTitle } from './trip-title';

const ShareDialog = lazy(() => import('../share/share-dialog'));

type TripBarProps = Required<Pick<CollaborationToolsProps, 'undo' | 'invisible'>> & {
  readonly trip: OpenTrip;
  readonly following: CollaborationToolsProps['following'];
};

/** Stays in sight above a trip: the way back, the tools, and whether everything is saved. */
export function TripBar({ trip, undo, invisible, following }: TripBarProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { role, person } = trip.state;
  const [sharing, setSharing] = useState(false);
  const viewOnly = role === 'viewer' || role === 'commenter';
  return (
    <div className="sticky top-0 z-10 -mx-4 flex h-14 items-center gap-1 bg-paper px-4 sm:gap-2">
      <Link
        href="/"
        className="mr-auto inline-flex min-h-10 min-w-10 items-center gap-1.5 rounded-md text-muted hover:text-ink sm:pr-2"
      >
        <ArrowLeft size={18} aria-hidden="true" />
        <span className="max-sm:sr-only">{text('app.backToTrips')}</span>
      </Link>
      {viewOnly && (
        <span title={text('trip.viewOnlyText')} className="inline-flex items-center gap-1.5 text-sm text-muted">
          <PencilOff size={16} aria-hidden="true" />
          {text('trip.viewOnly')}
        </span>
      )}
      <CollaborationTools locale={locale} undo={trip.editable ? undo : undefined} invisible={invisible} following={following}>
        {role === 'owner' && person !== null && (
          <button
            type="button"
            className="tt-tool"
            aria-label={text('share.open')}
            title={text('share.open')}
            onClick={() => setSharing(true)}
          >
            <UserPlus size={18} aria-hidden="true" />
          </button>
        )}
        <ShortcutsButton />
        <TripMenu invisible={invisible} />
      </CollaborationTools>
      <CollaborationStatus trip={trip} locale={locale} storage={false} />
      {sharing && (
        <Suspense>
          <ShareOpenTrip trip={trip} onClose={() => setSharing(false)} />
        </Suspense>
      )}
    </div>
  );
}

function ShareOpenTrip({ trip, onClose }: { trip: OpenTrip; onClose: () => void }) {
  return <ShareDialog document={trip} title={useTripTitle(trip.doc)} onClose={onClose} />;
}
