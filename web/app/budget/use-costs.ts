import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { type Cost, onCosts, readBudget, readCosts, tripRoots, useShared } from '../../react';
import { useOpenTrip } from '../trip/trip-context';
import { type CurrencyTotals, totalsOf } from './totals';

/** The costs of the open trip's cards. Words that are typed in a card change nothing here. */
export function useCosts(): readonly Cost[] {
  const { doc } = useOpenTrip().trip;
  const known = useRef<{ readonly doc: typeof doc; readonly costs: readonly Cost[] } | null>(null);
  const subscribe = useCallback(
    (changed: () => void) =>
      onCosts(doc, () => {
        known.current = null;
        changed();
      }),
    [doc],
  );
  const read = () => {
    if (known.current?.doc !== doc) known.current = { doc, costs: readCosts(doc) };
    return known.current.costs;
  };
  return useSyncExternalStore(subscribe, read, read);
}

/** The totals of the open trip, by currency. */
export function useTotals(): readonly CurrencyTotals[] {
  const { doc } = useOpenTrip().trip;
  const costs = useCosts();
  const budget = useShared(tripRoots.budget(doc), () => readBudget(doc));
  return useMemo(() => totalsOf(costs, budget), [costs, budget]);
}
