import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionFacts } from '../../src/documents/session';
import { newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient, objectOf, sleep } from '../support/workers-document';
import { StockPerson } from '../support/workers-document-stock';

const people: StockPerson[] = [];

afterEach(() => {
  for (const person of people.splice(0)) person.destroy();
});

/** A trip that two people have open with y-websocket, each looking at something. */
async function twoStockPeople() {
  const owner = await newCaller('Aoi');
  const ben = await newCaller('Ben');
  const trip = await newTrip(owner, { title: 'Kyoto' });
  await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor' });
  const [first, second] = [new StockPerson(owner, trip), new StockPerson(ben, trip)];
  people.push(first, second);
  await vi.waitFor(() => expect([first.title.toString(), second.title.toString()]).toEqual(['Kyoto', 'Kyoto']));
  first.provider.awareness.setLocalStateField('cursor', 1);
  second.provider.awareness.setLocalStateField('cursor', 2);
  await vi.waitFor(() => {
    expect(first.others().get(ben.id)?.cursor).toBe(2);
    expect(second.others().get(owner.id)?.cursor).toBe(1);
  });
  return { owner, ben, trip, first, second };
}

/** Waits until the presence of both has reached the attachments of their sockets, which happens a moment later. */
async function untilKept(trip: string): Promise<void> {
  const cursors = () =>
    runInDurableObject(objectOf(trip), (_, state) =>
      state.getWebSockets().map((socket) => {
        const { presence } = socket.deserializeAttachment() as SessionFacts;
        return presence === null ? null : JSON.parse(new TextDecoder().decode(presence.state)).cursor;
      }),
    );
  await vi.waitFor(async () => expect((await cursors()).toSorted()).toEqual([1, 2]), { timeout: 4_000 });
}

describe('y-websocket', () => {
  it('[C7] goes on after a sleep as if there had been none', async () => {
    const { owner, ben, trip, first, second } = await twoStockPeople();
    await untilKept(trip);
    await sleep(trip);
    first.title.insert(0, 'To ');
    await vi.waitFor(() => expect(second.title.toString()).toBe('To Kyoto'));
    await sleep(trip);
    second.provider.awareness.setLocalStateField('cursor', 3);
    await vi.waitFor(() => expect(first.others().get(ben.id)?.cursor).toBe(3));
    await sleep(trip);
    second.title.insert(8, '!');
    await vi.waitFor(() => expect(first.title.toString()).toBe('To Kyoto!'));
    expect([first.statuses, second.statuses]).toEqual([['connected'], ['connected']]);
    expect((await owner.call('GET', trip)).body.title).toBe('To Kyoto!');
    const late = await DocumentClient.join(owner, trip);
    await late.until(() => late.present.size === 2);
  });

  it('[P7] that leaves while the document sleeps is seen to leave', async () => {
    const { ben, trip, first, second } = await twoStockPeople();
    await untilKept(trip);
    await sleep(trip);
    second.provider.disconnect();
    await vi.waitFor(() => expect(first.others().has(ben.id)).toBe(false));
  });

  it('[W4] comes back after a crash with what it had not told yet', async () => {
    const { owner, trip, first, second } = await twoStockPeople();
    await abortAllDurableObjects();
    first.title.insert(0, 'To ');
    second.title.insert(second.title.length, '!');
    await vi.waitFor(() => expect([first.title.toString(), second.title.toString()]).toEqual(['To Kyoto!', 'To Kyoto!']));
    expect((await owner.call('GET', trip)).body.title).toBe('To Kyoto!');
  });

  it('[C1] stops for good when its membership ends', async () => {
    const { owner, ben, trip, second } = await twoStockPeople();
    await owner.call('DELETE', `${trip}/members/${ben.id}`);
    await vi.waitFor(() => expect(second.provider.shouldConnect).toBe(false));
    expect(second.statuses).toEqual(['connected', 'disconnected']);
  });
});
