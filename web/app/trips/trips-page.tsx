import { ProblemError } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { useSignOut } from '../sign-in/sign-out';
import { KeptTrips } from './kept-trips';
import { NewTripForm } from './new-trip-form';
import { TripCard } from './trip-card';
import { useTripList } from './use-trip-list';

/** The trips of the person who is signed in, and the form for a new one. */
export function TripsPage() {
  const text = useTextOf();
  const { signInAgain } = useSignOut();
  const { trips, error, hasMore, loading, loadMore } = useTripList();
  usePageTitle(text('trips.title'));
  const signedOut = error instanceof ProblemError && error.code === 'unauthenticated';
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-8">
      <h1 className="text-2xl font-semibold">{text('trips.title')}</h1>
      <NewTripForm />
      {error && <ErrorNotice error={error} onRetry={signedOut ? signInAgain : loadMore} />}
      {error && trips === null && !signedOut && <KeptTrips />}
      {trips === null && !error && <LoadingList label={text('trips.loading')} />}
      {trips?.length === 0 && (
        <div className="rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
          <p className="text-lg font-medium">{text('trips.empty.title')}</p>
          <p className="mt-1 text-muted">{text('trips.empty.text')}</p>
        </div>
      )}
      {trips !== null && trips.length > 0 && (
        <ul className="flex flex-col gap-3">
          {trips.map((trip) => (
            <TripCard key={trip.id} trip={trip} />
          ))}
        </ul>
      )}
      {hasMore && (
        <Button className="self-center" disabled={loading} onClick={loadMore}>
          {text('trips.more')}
        </Button>
      )}
    </div>
  );
}

function LoadingList({ label }: { label: string }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">{label}</span>
      <div className="skeleton h-23" />
      <div className="skeleton h-23" />
    </div>
  );
}
