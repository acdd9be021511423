import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Caller, jsonPatch, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import { passTime, ringAlarm, stopClock } from '../support/workers-document';
import { HubSocket } from '../support/workers-hub';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.useRealTimers();
});

const put = (owner: Caller, trip: string, member: Caller, role: string) =>
  owner.call('PUT', `${trip}/members/${member.id}`, { role, name: member.id });

/** Lets the time pass after which a trip tells what it has to say. */
async function tell(trip: string, ms = 2_000): Promise<void> {
  passTime(ms);
  await ringAlarm(trip);
}

async function notificationsOf(caller: Caller) {
  const { body } = await caller.call('GET', '/v1/inbox/notifications');
  return body.notifications as { type: string; title: string; count: number; data: Record<string, unknown> }[];
}

async function world() {
  const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
  const trip = await newTrip(owner, { title: 'Kyoto' });
  return { owner, ben, trip, id: trip.slice('/v1/trips/'.length) };
}

describe('the inboxes of a trip’s members', () => {
  it('[B3] who is invited finds a notification, and the hub tells at once', async () => {
    const { owner, ben, trip, id } = await world();
    const hub = await HubSocket.enter(ben);
    await put(owner, trip, ben, 'viewer');
    await tell(trip);
    await hub.until(() => hub.events.length >= 2);
    expect(hub.events).toMatchObject([
      {
        type: 'notification:new',
        data: { notification: { type: 'trip_invited', data: { trip_id: id, trip_title: 'Kyoto', role: 'viewer' } } },
      },
      { type: 'entity-updated', data: { entity_type: 'trip', id, updated_by: owner.id } },
    ]);
    expect(await notificationsOf(ben)).toMatchObject([{ type: 'trip_invited', title: expect.stringContaining('Kyoto') }]);
    await put(owner, trip, ben, 'editor');
    await tell(trip);
    await vi.waitFor(async () =>
      expect((await notificationsOf(ben))[0]).toMatchObject({ type: 'role_changed', data: { role: 'editor' } }),
    );
  });

  it('[B2] [E9] who sees a trip in a list is told of an edit, its author is not', async () => {
    const { owner, ben, trip, id } = await world();
    await put(owner, trip, ben, 'editor');
    await tell(trip);
    const [author, reader] = [await HubSocket.enter(owner), await HubSocket.enter(ben)];
    await owner.call('PATCH', trip, { title: 'Nara' }, mergePatch);
    await tell(trip);
    const told = () => reader.events.filter(({ type }) => type === 'entity-updated');
    await reader.until(() => told().some(({ data }) => 'version' in data && data.version === 2));
    expect(told().at(-1)).toMatchObject({ data: { id, version: 2, updated_by: owner.id } });
    expect(author.events).toEqual([]);
  });

  it('[B4] items that somebody adds are one notification for those who do not look', async () => {
    const { owner, ben, trip, id } = await world();
    await put(owner, trip, ben, 'editor');
    for (const title of ['Inn', 'Temple', 'Garden']) {
      const itinerary = [{ op: 'add', path: '/itinerary/-', value: { title } }];
      await owner.call('PATCH', trip, itinerary, jsonPatch);
    }
    await tell(trip, 60_000);
    await vi.waitFor(async () => {
      expect((await notificationsOf(ben)).filter(({ type }) => type === 'trip_update')).toMatchObject([
        { count: 1, data: { trip_id: id, trip_title: 'Kyoto', actor_id: owner.id } },
      ]);
    });
    expect(await notificationsOf(owner)).toEqual([]);
  });

  it('[B3] [G9] who is removed is told, and is out of the trip’s room', async () => {
    const { owner, ben, trip, id } = await world();
    await put(owner, trip, ben, 'editor');
    await tell(trip);
    const hub = await HubSocket.enter(ben);
    await hub.ask('room:join', { room_id: `trip:${id}` });
    await owner.call('DELETE', `${trip}/members/${ben.id}`);
    await tell(trip);
    await hub.until(() => hub.events.some(({ data }) => 'deleted' in data));
    expect(hub.events.find(({ data }) => 'deleted' in data)).toMatchObject({ data: { id, deleted: true, updated_by: owner.id } });
    await vi.waitFor(async () => {
      expect((await owner.call('GET', `/v1/rooms/trip:${id}`)).body).toMatchObject({ user_count: 0 });
      expect((await notificationsOf(ben))[0]).toMatchObject({ type: 'trip_removed' });
    });
  });

  it('[B2] [G9] a deleted trip is gone for everybody', async () => {
    const { owner, ben, trip, id } = await world();
    await put(owner, trip, ben, 'editor');
    await tell(trip);
    const hub = await HubSocket.enter(ben);
    await hub.ask('room:join', { room_id: `trip:${id}` });
    await owner.call('DELETE', trip);
    await tell(trip);
    await hub.until(() => hub.events.some(({ data }) => 'deleted' in data));
    expect(await hub.ask('room:message', { room_id: `trip:${id}`, event: 'waved', data: {} })).toMatchObject({ status: 'error' });
  });

  it('[B3] who was part of a deleted trip is told so, of the same trip once, and who deleted it is not', async () => {
    const { owner, ben, trip, id } = await world();
    await put(owner, trip, ben, 'editor');
    await tell(trip);
    for (const count of [1, 2]) {
      await owner.call('DELETE', trip);
      await tell(trip);
      await vi.waitFor(async () =>
        expect((await notificationsOf(ben)).filter(({ type }) => type === 'trip_deleted')).toMatchObject([
          { title: 'Kyoto was deleted', count, data: { trip_id: id, trip_title: 'Kyoto', actor_id: owner.id } },
        ]),
      );
      await owner.call('POST', `${trip}/restore`);
      await tell(trip);
    }
    expect(await notificationsOf(owner)).toEqual([]);
  });
});
