import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type * as Y from 'yjs';
import { type DevServer, startServer } from '../support/dev-server';
import { api, type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  destroyStockClients,
  openStock,
  type StockClient,
  untilClosed,
  untilDoc,
  untilPresence,
  untilSynced,
} from '../support/stock-client';

// What unmodified y-websocket clients live through on a real server, over real time.

let server: DevServer;
let aoi: Caller;
let ben: Caller;

beforeAll(async () => {
  server = await startServer();
  aoi = await login(server.url, 'aoi', '葵');
  ben = await login(server.url, 'ben', 'Ben');
}, 60_000);

afterAll(() => server.stop());

/** A trip of Aoi's with Ben as an editor. */
async function sharedTrip(): Promise<string> {
  const tripId = await createTrip(aoi);
  await putMember(aoi, tripId, 'ben', 'editor');
  return tripId;
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const titleOf = ({ doc }: StockClient) => doc.getText('title').toString();

describe('permanent closes stop a stock client', () => {
  afterEach(destroyStockClients);

  async function closeOf(client: StockClient): Promise<{ code: number; reason: string } | undefined> {
    await untilClosed(client);
    expect(client.provider.shouldConnect).toBe(false);
    return client.closes[0];
  }

  it('[A7] a removed member: 4403, at once', async () => {
    const tripId = await sharedTrip();
    const atBen = openStock(ben, tripId);
    await untilSynced(atBen);
    await expectOk(aoi, 'DELETE', `/v1/trips/${tripId}/members/ben`);
    expect(await closeOf(atBen)).toEqual({ code: 4403, reason: 'membership ended' });
  });

  it('[C2] a deleted trip: 4404', async () => {
    const tripId = await sharedTrip();
    const atBen = openStock(ben, tripId);
    await untilSynced(atBen);
    await expectOk(aoi, 'DELETE', `/v1/trips/${tripId}`);
    expect(await closeOf(atBen)).toEqual({ code: 4404, reason: 'document deleted' });
  });

  it('[A3] a bad token: 4401, though the upgrade is accepted', async () => {
    const atNobody = openStock({ url: server.url, token: 'not.a.token' }, await sharedTrip());
    expect(await closeOf(atNobody)).toMatchObject({ code: 4401 });
  });

  it('[A3] a stranger: 4403', async () => {
    const mallory = await login(server.url, 'mallory', 'Mallory');
    expect(await closeOf(openStock(mallory, await sharedTrip()))).toMatchObject({ code: 4403 });
  });

  it('[C2] a trip that does not exist: 4404', async () => {
    expect(await closeOf(openStock(aoi, '01890000-0000-7000-8000-000000000000'))).toMatchObject({ code: 4404 });
  });
});

describe('editing', () => {
  afterEach(destroyStockClients);

  it('[R4] a plain push of a client that knows nothing of us becomes a proper item', async () => {
    const tripId = await sharedTrip();
    const atAoi = openStock(aoi, tripId);
    const atBen = openStock(ben, tripId);
    await Promise.all([untilSynced(atAoi), untilSynced(atBen)]);
    atBen.doc.getArray('itinerary').push([{ id: 'tower', day: 1, type: 'attraction', title: '東京スカイツリー' }]);
    await untilDoc(atAoi, 'the item', (doc) => doc.getArray('itinerary').length === 1);
    const trip = await expectOk<{ itinerary: unknown[] }>(aoi, 'GET', `/v1/trips/${tripId}`);
    expect(trip.itinerary).toEqual([
      expect.objectContaining({ id: 'tower', day: 1, type: 'attraction', title: '東京スカイツリー', booking_status: 'pending' }),
    ]);
  });

  it('[V2] a PATCH over REST is seen at once by those who have the trip open', async () => {
    const tripId = await sharedTrip();
    const atBen = openStock(ben, tripId);
    await untilSynced(atBen);
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
    const answer = await api(aoi, 'PATCH', `/v1/trips/${tripId}`, { title: '冬の札幌' }, headers);
    expect(answer.status).toBe(200);
    await untilDoc(atBen, 'the title', () => titleOf(atBen) === '冬の札幌');
  });
});

describe('a reader that stops reading', () => {
  afterEach(destroyStockClients);

  it('does not stall the others, and gets everything when it reads again', async () => {
    const tripId = await sharedTrip();
    const atAoi = openStock(aoi, tripId);
    const atBen = openStock(ben, tripId);
    const slow = openStock(ben, tripId);
    await Promise.all([atAoi, atBen, slow].map(untilSynced));
    const socket = slow.provider.ws as unknown as WebSocket;
    socket.pause();

    // More than the buffers of a connection hold, in edits that stay within the rate.
    const description = atAoi.doc.getText('description');
    for (let i = 0; i < 50; i++) description.insert(description.length, `${i}`.padEnd(40_000, '.'));
    const isComplete = (doc: Y.Doc) => doc.getText('description').length === 50 * 40_000;
    await untilDoc(atBen, 'all edits', isComplete);
    expect(isComplete(slow.doc)).toBe(false);

    socket.resume();
    await untilDoc(slow, 'all edits, later', isComplete);
    expect([atAoi.disconnects(), atBen.disconnects()]).toEqual([0, 0]);
  });
});

// These take the time they are about, so they take it together.
describe.concurrent('over time', () => {
  afterAll(destroyStockClients);

  it('[C7] edits reach all after the document slept with the sockets open', async () => {
    const tripId = await sharedTrip();
    const atAoi = openStock(aoi, tripId);
    const atBen = openStock(ben, tripId);
    // A stock client renews its presence every 15 s, and two of them may leave no 10 s of quiet between: these have none.
    for (const { provider } of [atAoi, atBen]) provider.awareness.setLocalState(null);
    await Promise.all([untilSynced(atAoi), untilSynced(atBen)]);
    atAoi.doc.getText('title').insert(0, 'before');
    await untilDoc(atBen, 'the first edit', () => titleOf(atBen) === 'before');

    // An idle object is evicted after 10 s; a stock client that hears nothing reconnects after 30.
    await passing(15_000);
    atBen.doc.getText('title').insert(6, ' and after');
    await untilDoc(atAoi, 'the second edit', () => titleOf(atAoi) === 'before and after');
    const wakings = () =>
      server
        .log()
        .split('\n')
        .filter((line) => line.includes('document woken') && line.includes(tripId));
    await expect.poll(wakings, { timeout: 10_000 }).not.toEqual([]);
    expect([atAoi.disconnects(), atBen.disconnects()]).toEqual([0, 0]);
  });

  it('[P5] presence outlives 35 s without an edit', async () => {
    const tripId = await sharedTrip();
    const atAoi = openStock(aoi, tripId);
    const atBen = openStock(ben, tripId);
    const names = (states: ReadonlyMap<number, Readonly<Record<string, unknown>>>) =>
      [...states.values()].map((state) => (state.user as { id?: string } | undefined)?.id);
    for (const { provider } of [atAoi, atBen]) provider.awareness.setLocalStateField('focus', 'title');
    await untilPresence(atAoi, 'Aoi sees Ben', (states) => names(states).includes('ben'));
    await untilPresence(atBen, 'Ben sees Aoi', (states) => names(states).includes('aoi'));
    const vanished: number[] = [];
    for (const { provider } of [atAoi, atBen]) {
      provider.awareness.on('change', ({ removed }: { removed: number[] }) => vanished.push(...removed));
    }

    await passing(35_000);
    expect(vanished).toEqual([]);
    expect([atAoi.disconnects(), atBen.disconnects()]).toEqual([0, 0]);
    atAoi.doc.getText('title').insert(0, '!');
    await untilDoc(atBen, 'the edit', () => titleOf(atBen) === '!');
  });
});
