import { Plus } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { ProblemError, type TripSummary } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { LoadBoundary } from '../offline/load-boundary';
import { useSignOut } from '../sign-in/sign-out';
import { CardSkeletons } from './card-skeletons';
import { KeptTrips } from './kept-trips';
import { LeaveDialog } from './leave-dialog';
import { ListLinks, SearchField } from './list-tools';
import { TripResults } from './trip-results';
import { useFocusAfterRemoval } from './use-focus-after-removal';
import { useTripActions } from './use-trip-actions';
import { type TripList, useTripList } from './use-trip-list';
import { listNames, useWhichTrips } from './which-trips';

const loadDialog = () => import('./new-trip-dialog');
const NewTripDialog = lazy(loadDialog);
// Most people have trips.
const Welcome = lazy(() => import('./welcome'));

/** The trips of the person who is signed in. */
export function TripsPage() {
  const text = useTextOf();
  const which = useWhichTrips();
  const { signInAgain } = useSignOut();
  const heading = useRef<HTMLHeadingElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [creating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<TripSummary | null>(null);
  const list = useTripList(which, q);
  const { trips, error, refresh } = list;
  const handOnFocus = useFocusAfterRemoval(trips, heading);
  const actions = useTripActions(list, handOnFocus);
  usePageTitle(text(which === 'active' ? 'trips.title' : listNames[which]));
  const signedOut = error instanceof ProblemError && error.code === 'unauthenticated';
  const clear = () => {
    setTyped('');
    searchField.current?.focus();
  };
  return (
    <div className="mx-auto flex max-w-[110rem] flex-col gap-5 px-4 pt-6 pb-16 sm:pt-8 panel:px-6">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold outline-none">
          {text('trips.title')}
        </h1>
        <Button look="primary" onPointerEnter={loadDialog} onFocus={loadDialog} onClick={() => setCreating(true)}>
          <Plus size={18} aria-hidden="true" />
          {text('trips.new')}
        </Button>
      </div>
      <div className="grid items-center gap-x-6 gap-y-2 sm:grid-cols-[1fr_minmax(0,20rem)]">
        <ListLinks which={which} />
        <SearchField fieldRef={searchField} value={typed} onChange={setTyped} onSearch={setQ} />
      </div>
      <SearchStatus list={list} />
      {error && <ErrorNotice error={error} onRetry={signedOut ? signInAgain : refresh} />}
      {error && trips === null && !signedOut && <KeptTrips />}
      <TripResults
        which={which}
        list={list}
        actions={{ ...actions, leave: setLeaving }}
        onClear={clear}
        welcome={
          <LoadBoundary fallback={null}>
            <Suspense fallback={<CardSkeletons />}>
              <Welcome onCreate={() => setCreating(true)} />
            </Suspense>
          </LoadBoundary>
        }
      />
      {creating && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <NewTripDialog onClose={() => setCreating(false)} />
          </Suspense>
        </LoadBoundary>
      )}
      {leaving && (
        <LeaveDialog
          trip={leaving}
          onClose={() => setLeaving(null)}
          onLeave={() => {
            setLeaving(null);
            actions.leave(leaving);
          }}
        />
      )}
    </div>
  );
}

/** How many trips were found. It has its place also when nothing is looked for, so that the cards stay where they are. */
function SearchStatus({ list: { q, trips, cursor } }: { list: TripList }) {
  const text = useTextOf();
  const said =
    q === '' || trips === null ? '' : text(cursor === null ? 'trips.found' : 'trips.foundMore', { count: trips.length });
  return (
    <p role="status" className="-my-3 min-h-5 text-sm text-muted">
      {said}
    </p>
  );
}
