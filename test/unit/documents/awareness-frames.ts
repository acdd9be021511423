import { decodeAwareness, encodeAwareness, parseAwarenessState } from '../../../src/protocol/awareness';
import type { TestClient } from '../../support/test-client';
import { Room } from './room';

type Said = [client: number, clock: number, state: unknown];

/** Sends one awareness frame of these entries. */
export function say(client: TestClient, ...entries: Said[]): void {
  const payload = encodeAwareness(entries.map(([id, clock, state]) => ({ client: id, clock, state: JSON.stringify(state) })));
  client.harness.send(client.session, { type: 'awareness', payload });
}

/** What a client has heard since the last call: one list of entries for each frame. */
export function hear(client: TestClient): { client: number; clock: number; state: Record<string, unknown> | null }[][] {
  client.receive();
  const frames = client.frames('awareness');
  client.received.length = 0;
  return frames.map(({ payload }) =>
    decodeAwareness(payload).map((entry) => ({
      client: entry.client,
      clock: entry.clock,
      state: parseAwarenessState(entry.stateBytes),
    })),
  );
}

/** Two SDK sessions that have heard everything so far. */
export function two(): { room: Room; anna: TestClient; ben: TestClient } {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  const ben = room.join('ben', { sdk: true });
  hear(anna);
  hear(ben);
  return { room, anna, ben };
}

/** Takes what has come, for the notices in it. */
export function settled(client: TestClient): TestClient {
  client.receive();
  return client;
}
