import { useEffect, useState } from 'react';
import { type Details, type DeviceStore, readDetails, tripRoots } from '../sdk';
import { useClient } from './client-context';

/** A trip that this device keeps, and can open without a connection. */
export interface KeptTrip extends Pick<Details, 'start_date' | 'end_date' | 'cover'> {
  readonly id: string;
  readonly title: string;
  /** When it was opened here last, ms since the epoch. */
  readonly openedAtMs: number;
  /** Edits that the server does not have yet. */
  readonly unsaved: number;
}

/** The trips kept on this device, the one opened last first; null until they have been read. */
export function useKeptTrips(): readonly KeptTrip[] | null {
  const store = useClient().offline;
  const [trips, setTrips] = useState<readonly KeptTrip[] | null>(null);
  useEffect(() => {
    let current = true;
    const show = (found: readonly KeptTrip[]) => {
      if (current) setTrips(found);
    };
    if (store === null) show([]);
    // What cannot be read cannot be opened either.
    else readKept(store).then(show, () => show([]));
    return () => {
      current = false;
    };
  }, [store]);
  return trips;
}

/** Looks at the trips that a device keeps. */
export async function readKept(store: DeviceStore): Promise<KeptTrip[]> {
  const trips = (await store.documents()).filter(({ kind }) => kind === 'trip');
  return Promise.all(trips.map(async ({ kind: _, ...kept }) => ({ ...kept, ...(await readCard(store, kept.id)) })));
}

type Card = Omit<KeptTrip, 'id' | 'openedAtMs' | 'unsaved'>;

/** What a card shows is known to the document alone, which is encrypted on the device. */
async function readCard(store: DeviceStore, id: string): Promise<Card> {
  const doc = await store.peek(id);
  const { start_date, end_date, cover } = readDetails(doc);
  return { title: tripRoots.title(doc).toString(), start_date, end_date, cover };
}
