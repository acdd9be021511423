import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useApiClient, useInbox } from '../../react';
import { holdsEdits } from '../calendar/edits/held-by-client';
import { LoadBoundary } from './load-boundary';

const HeldElsewhere = lazy(() => import('../calendar/edits/held-elsewhere'));

/** What is open sends by itself once there is a connection; what is unsaved so much later is nobody else's, in ms. */
const settleMs = 3_000;

/** Sends what was done without a connection and is not open any more, on whatever page somebody is. Draws nothing. */
export function SendKept() {
  const client = useApiClient();
  const [path] = useLocation();
  const status = useInbox()?.state.status.name;
  const isReachable = status === 'live' || status === 'polling';
  const [holds, setHolds] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was left may have left something.
  useEffect(() => {
    if (!isReachable) return undefined;
    const timer = setTimeout(() => {
      void alone(() => client.sendKept());
      void holdsEdits(client).then(setHolds);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [client, isReachable, path]);
  // The calendar sends its own.
  if (!holds || !isReachable || path === '/calendar') return null;
  return (
    <LoadBoundary fallback={null}>
      <Suspense>
        <HeldElsewhere />
      </Suspense>
    </LoadBoundary>
  );
}

/** One tab at a time: the others find it done. */
async function alone(run: () => Promise<void>): Promise<void> {
  await (navigator.locks?.request('triptrip kept edits', run) ?? run());
}
