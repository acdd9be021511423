import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { Room } from './room';

/** The first card of a client's copy. */
export function element(client: TestClient): Y.Map<unknown> {
  return client.doc.getArray<Y.Map<unknown>>('itinerary').get(0);
}

/** Two editors with the client ids 10 and 20, and a document with one card. */
export function pair(): { room: Room; low: TestClient; high: TestClient } {
  const room = new Room();
  const low = room.join('anna', { clientId: 10, sdk: true });
  const high = room.join('ben', { clientId: 20, sdk: true });
  low.doc.getArray('itinerary').push([new Y.Map<unknown>([['id', 'temple']])]);
  room.settle();
  return { room, low, high };
}

/** Both write before either hears of the other; `first` is accepted first. */
export function race(room: Room, first: TestClient, second: TestClient, writeFirst: () => void, writeSecond: () => void): void {
  writeFirst();
  writeSecond();
  first.sendUpdates();
  second.sendUpdates();
  room.settle();
}
