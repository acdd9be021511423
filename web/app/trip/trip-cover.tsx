import { Image } from 'lucide-react';
import { useState } from 'react';
import { coverOfScene, readDetails, setDetails, tripRoots, useShared } from '../../react';
import { Cover } from '../covers/cover';
import { CoverPicker } from '../covers/cover-picker';
import { sceneOf } from '../covers/scene-of';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import { useLockAgainst } from '../locks/use-locks';
import { useOpenTrip } from './trip-context';
import { tripParts } from './trip-parts';

/** The picture over a trip, which who may edit can change. */
export function TripCover() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc } = trip;
  const isLocked = useLockAgainst(tripParts.cover) !== null;
  const { cover } = useShared(tripRoots.details(doc), () => readDetails(doc));
  const [choosing, setChoosing] = useState(false);
  return (
    <div className="relative h-24 overflow-hidden sm:h-32 panel:h-full">
      <Cover tripId={trip.session.id} cover={cover} className="absolute inset-0" />
      {trip.editable && (
        <button
          type="button"
          aria-label={text('cover.change')}
          title={text('cover.change')}
          disabled={isLocked}
          onClick={() => setChoosing(true)}
          className="absolute right-3 bottom-3 inline-flex size-10 items-center justify-center rounded-full border border-line bg-surface text-ink shadow-card hover:bg-sunken disabled:text-muted disabled:hover:bg-surface"
        >
          <Image size={17} aria-hidden="true" />
        </button>
      )}
      {choosing && !isLocked && (
        <Dialog title={text('cover.title')} onClose={() => setChoosing(false)}>
          <CoverPicker
            label={text('trips.cover')}
            chosen={sceneOf(trip.session.id, cover)}
            onChoose={(scene) => setDetails(doc, { cover: coverOfScene(scene) })}
          />
        </Dialog>
      )}
    </div>
  );
}
