import type { TripSummary } from '../../react';

type Trips = readonly TripSummary[];

/** A change of a list that is shown before the server has confirmed it, and the way back. */
export interface ListEdit {
  readonly apply: (trips: Trips) => Trips;
  readonly revert: (trips: Trips) => Trips;
}

/** Takes a trip out of the list. */
export function removal(trip: TripSummary, from: Trips): ListEdit {
  const index = from.findIndex(({ id }) => id === trip.id);
  return {
    apply: (trips) => trips.filter(({ id }) => id !== trip.id),
    revert: (trips) => (trips.some(({ id }) => id === trip.id) ? trips : trips.toSpliced(Math.max(0, index), 0, trip)),
  };
}

/** Gives a trip another title. */
export function renaming({ id, title: former }: TripSummary, title: string): ListEdit {
  const named = (trips: Trips, name: string) => trips.map((trip) => (trip.id === id ? { ...trip, title: name } : trip));
  return { apply: (trips) => named(trips, title), revert: (trips) => named(trips, former) };
}

/** A further page behind what is there. A trip that changed in between is on both. */
export function appended(trips: Trips, page: Trips): Trips {
  const known = new Set(trips.map(({ id }) => id));
  return [...trips, ...page.filter(({ id }) => !known.has(id))];
}
