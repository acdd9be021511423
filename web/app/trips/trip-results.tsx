import { type ReactNode, useRef } from 'react';
import { Button } from '../design/button';
import { MoreButton } from '../design/more-button';
import { useTextOf } from '../i18n/use-text-of';
import { CardGrid } from './card-frame';
import { CardSkeletons } from './card-skeletons';
import { DeletedCard } from './deleted-card';
import { TripCard } from './trip-card';
import type { TripActions } from './use-trip-actions';
import type { TripList } from './use-trip-list';
import type { WhichTrips } from './which-trips';

interface TripResultsProps {
  readonly which: WhichTrips;
  readonly list: TripList;
  readonly actions: TripActions;
  readonly onClear: () => void;
  /** What somebody sees who has no trips at all. */
  readonly welcome: ReactNode;
}

/** The cards of a list, or what there is in their place. */
export function TripResults({ which, list, actions, onClear, welcome }: TripResultsProps) {
  const text = useTextOf();
  const { trips, error, cursor, loading, q, loadMore } = list;
  const grid = useRef<HTMLUListElement>(null);
  if (trips === null) return error ? null : <CardSkeletons />;
  if (trips.length === 0) return <Nothing which={which} q={q} onClear={onClear} welcome={welcome} />;
  const Card = which === 'deleted' ? DeletedCard : TripCard;
  return (
    <>
      <CardGrid ref={grid}>
        {trips.map((trip) => (
          <Card key={trip.id} trip={trip} actions={actions} />
        ))}
      </CardGrid>
      <MoreButton list={grid} className="self-center" hasMore={cursor !== null} isLoading={loading} onMore={loadMore}>
        {text('trips.more')}
      </MoreButton>
    </>
  );
}

interface NothingProps extends Pick<TripResultsProps, 'which' | 'onClear' | 'welcome'> {
  readonly q: string;
}

function Nothing({ which, q, onClear, welcome }: NothingProps) {
  const text = useTextOf();
  if (q !== '') {
    return (
      <EmptyList title={text('trips.noneFound', { title: q })} text={text('trips.noneFoundText')}>
        <Button onClick={onClear}>{text('trips.clear')}</Button>
      </EmptyList>
    );
  }
  if (which === 'active') return welcome;
  return which === 'archived' ? (
    <EmptyList title={text('trips.noArchived')} text={text('trips.noArchivedText')} />
  ) : (
    <EmptyList title={text('trips.noDeleted')} text={text('trips.noDeletedText')} />
  );
}

function EmptyList({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-dashed border-line-strong px-6 py-14 text-center">
      <p className="text-lg font-semibold text-balance">{title}</p>
      <p className="mt-1 max-w-md text-balance text-muted">{text}</p>
      {children && <div className="mt-5">{children}</div>}
    </div>
  );
}
