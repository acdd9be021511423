import { useEffect, useState } from 'react';
import * as Y from 'yjs';
import { type DeviceStore, tripRoots } from '../sdk';
import { useClient } from './client-context';

/** A trip that this device keeps, and can open without a connection. */
export interface KeptTrip {
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
    else void readKept(store).then(show);
    return () => {
      current = false;
    };
  }, [store]);
  return trips;
}

async function readKept(store: DeviceStore): Promise<KeptTrip[]> {
  return Promise.all((await store.documents()).map(async (kept) => ({ ...kept, title: await readTitle(store, kept.id) })));
}

/** A title is known to the document alone, which is encrypted on the device. */
async function readTitle(store: DeviceStore, id: string): Promise<string> {
  const doc = new Y.Doc();
  const stored = store.openDocument(id, doc);
  await stored.whenLoaded;
  const title = tripRoots.title(doc).toString();
  await stored.destroy();
  doc.destroy();
  return title;
}
