import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { relayName } from '../../durable-objects/room';
import type { RoomApi } from '../../src/inbox/rooms/room-api';
import type { HubEvent, HubMessage, HubReplies, HubRequests, HubRequestType } from '../../src/protocol/hub-messages';
import { roomLimits } from '../../src/protocol/limits';
import { type Caller, newCaller, newTrip } from '../support/workers-caller';
import { stopClock } from '../support/workers-document';
import { EventReader, HubSocket, hubMessage } from '../support/workers-hub';
import { killRoom, ringRoom, roomStorage, sleepRoom, tablesOf } from '../support/workers-rooms';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.useRealTimers();
});

const newRoom = (): string => `hashtag:kyoto-${crypto.randomUUID()}`;

function pathOf(room: string): string {
  return `/v1/rooms/${encodeURIComponent(room)}`;
}

async function system(): Promise<Caller> {
  return newCaller('prices', { role: 'service' });
}

async function enterRoom(caller: Caller, room: string): Promise<HubSocket> {
  const hub = await HubSocket.enter(caller);
  expect(await hub.ask('room:join', { room_id: room })).toMatchObject({ status: 'success' });
  return hub;
}

/** What was said, as somebody's hub tells it. */
function said({ events }: HubSocket): unknown[] {
  return events.flatMap((event) => (event.type === 'room:message' ? [event.data.data] : []));
}

describe('a room', () => {
  it('[G3] [G4] what a system says reaches everybody who is in it', async () => {
    const room = newRoom();
    const [aoi, ben, service] = [await newCaller('Aoi'), await newCaller('Ben'), await system()];
    const [a, b] = [await enterRoom(aoi, room), await enterRoom(ben, room)];
    const answer = await service.call('POST', `${pathOf(room)}/messages`, { event: 'price-changed', data: { price: 42 } });
    expect(answer).toMatchObject({ status: 202, body: { room_id: room, cursor: expect.any(String) } });
    for (const hub of [a, b]) {
      await hub.until(() => said(hub).length > 0);
      expect(hub.events.at(-1)).toMatchObject({
        type: 'room:message',
        data: { room_id: room, event: 'price-changed', data: { price: 42 }, room_cursor: answer.body.cursor, sent_by: null },
      });
    }
  });

  it('[G2] people see who comes and goes, and what the room keeps', async () => {
    const room = newRoom();
    const [aoi, ben, service] = [await newCaller('Aoi'), await newCaller('Ben'), await system()];
    await service.call('POST', `${pathOf(room)}/messages`, { event: 'price', data: 7, retain: true });
    const a = await enterRoom(aoi, room);
    expect(await a.first('room:joined')).toMatchObject({ room_id: room, retained: 7, users: [{ id: aoi.id, name: 'Aoi' }] });
    const b = await enterRoom(ben, room);
    await a.until(() => a.events.some(({ type }) => type === 'presence:joined'));
    expect(await aoi.call('GET', pathOf(room))).toMatchObject({
      status: 200,
      body: { room_id: room, retained: 7, users: [{ id: aoi.id }, { id: ben.id, name: 'Ben' }], user_count: 2 },
    });
    await b.ask('room:leave', { room_id: room });
    await a.until(() => a.events.some(({ type }) => type === 'presence:left'));
    expect(a.events.map(({ type, data }) => [type, data])).toEqual([
      ['presence:joined', { room_id: room, user: { id: ben.id, name: 'Ben' } }],
      ['presence:left', { room_id: room, user: { id: ben.id, name: 'Ben' } }],
    ]);
    expect(b.events).toEqual([]);
  });

  it('[G3] a call that is repeated says nothing a second time, by its key or by its id', async () => {
    const room = newRoom();
    const [aoi, service] = [await newCaller('Aoi'), await system()];
    const say = (data: string, more: object, headers: Record<string, string> = {}) =>
      service.call('POST', `${pathOf(room)}/messages`, { event: 'said', data, ...more }, headers);
    const first = await say('by key', {}, { 'idempotency-key': 'k1' });
    expect((await say('by key', {}, { 'idempotency-key': 'k1' })).body).toEqual(first.body);
    const id = crypto.randomUUID();
    const second = await say('by id', { id });
    expect((await say('by id', { id })).body).toEqual(second.body);
    const history = await aoi.call('GET', `${pathOf(room)}/messages`);
    expect(history.body).toMatchObject({
      messages: [{ data: 'by key', sent_by: null }, { data: 'by id' }],
      has_more: false,
      reset: false,
    });
  });

  it('[G6] its history is read in pages', async () => {
    const room = newRoom();
    const [aoi, service] = [await newCaller('Aoi'), await system()];
    for (const data of [1, 2, 3]) await service.call('POST', `${pathOf(room)}/messages`, { event: 'said', data });
    const first = await aoi.call('GET', `${pathOf(room)}/messages?limit=2`);
    expect(first.body).toMatchObject({
      messages: [{ data: 1, event: 'said', at: expect.any(String) }, { data: 2 }],
      has_more: true,
    });
    const rest = await aoi.call('GET', `${pathOf(room)}/messages?cursor=${first.body.cursor}`);
    expect(rest.body).toMatchObject({ messages: [{ data: 3 }], has_more: false, reset: false });
    const other = await aoi.call('GET', `${pathOf(room)}/messages?cursor=other:1`);
    expect(other.body).toMatchObject({ reset: true });
    expect((await aoi.call('GET', `${pathOf(room)}/messages?cursor=nonsense`)).body).toMatchObject({ code: 'invalid' });
  });

  it('[G3] what cannot be said is refused with a problem', async () => {
    const room = newRoom();
    const service = await system();
    const say = (body: unknown) => service.call('POST', `${pathOf(room)}/messages`, body);
    expect((await say({ event: 'x', data: 'x'.repeat(roomLimits.maxMessageBytes) })).body).toMatchObject({
      status: 413,
      code: 'too-large',
    });
    expect((await say({ data: 1 })).body).toMatchObject({ status: 422, code: 'invalid' });
    expect((await say({ event: 'x', data: 1, id: 'no uuid' })).body).toMatchObject({ code: 'invalid' });
    expect((await service.call('POST', '/v1/rooms/nonsense/messages', { event: 'x' })).body).toMatchObject({ code: 'not-found' });
    expect(await tablesOf(room)).toEqual([]);
  });

  it('[G4] asleep or killed, it goes on where it was', async () => {
    const room = newRoom();
    const [aoi, service] = [await newCaller('Aoi'), await system()];
    const hub = await enterRoom(aoi, room);
    const say = (data: string) => service.call('POST', `${pathOf(room)}/messages`, { event: 'said', data });
    await say('awake');
    await hub.until(() => said(hub).length === 1);
    await sleepRoom(room);
    await say('woken');
    await hub.until(() => said(hub).length === 2);
    await killRoom(room);
    await say('restarted');
    await hub.until(() => said(hub).length === 3);
    await ringRoom(room);
    expect(said(hub)).toEqual(['awake', 'woken', 'restarted']);
  });

  it('[G7] one that nobody uses leaves nothing behind', async () => {
    const room = newRoom();
    const service = await system();
    await service.call('POST', `${pathOf(room)}/messages`, { event: 'said' });
    vi.setSystemTime(Date.now() + roomLimits.emptyRoomMs);
    expect(await ringRoom(room)).toBe(true);
    expect(await tablesOf(room)).toEqual([]);
    expect(await roomStorage(room, (storage) => storage.getAlarm())).toBeNull();
  });

  it('[G7] one that an error nobody foresaw kept from going goes by a later alarm', async () => {
    const room = newRoom();
    const service = await system();
    await service.call('POST', `${pathOf(room)}/messages`, { event: 'said' });
    const rename = (from: string, to: string) =>
      roomStorage(room, ({ sql }) => void sql.exec(`ALTER TABLE ${from} RENAME TO ${to}`));
    await rename('people', 'people_away');
    vi.setSystemTime(Date.now() + roomLimits.emptyRoomMs);
    await ringRoom(room);
    expect(await roomStorage(room, (storage) => storage.getAlarm())).toBeGreaterThan(Date.now());
    await rename('people_away', 'people');
    vi.setSystemTime(Date.now() + 60_000);
    await ringRoom(room);
    expect(await tablesOf(room)).toEqual([]);
  });

  it('[G8] a relay tells its people what the room tells it', async () => {
    const room = newRoom();
    const aoi = await newCaller('Aoi');
    const hub = await enterRoom(aoi, room);
    const { room_cursor: cursor } = await hub.first('room:joined');
    const epoch = cursor.split(':')[0] ?? '';
    const relay = env.ROOMS.getByName(relayName(room, 0)) as unknown as RoomApi;
    const events = [
      { offset: 1, atMs: 0, kind: 'joined', person: { id: aoi.id, name: 'Aoi' }, relay: 0, from: 1, isTold: false },
      { offset: 2, atMs: 0, kind: 'message', id: crypto.randomUUID(), event: 'said', data: 'relayed', sentBy: null },
    ] as const;
    const batch = { roomId: room, relay: 0, epoch, after: 0, upTo: 2, events, people: null };
    expect(await relay.relay(batch)).toEqual({ ok: true, value: null });
    expect(await relay.relay(batch)).toEqual({ ok: true, value: null });
    await hub.until(() => said(hub).length > 0);
    expect(said(hub)).toEqual(['relayed']);
    expect(await relay.state()).toMatchObject({ ok: false });
  });
});

/** Says something over HTTP, for one of somebody's connections. */
function carry<T extends HubRequestType>(caller: Caller, clientId: string, type: T, data: HubRequests[T]) {
  return caller.call('POST', '/v1/realtime/messages', hubMessage(clientId, type, data));
}

/** Somebody polls; answers what they are called, and what they have missed. */
async function poll(caller: Caller, clientId: string, cursor: string | null = null) {
  const query = new URLSearchParams({ wait: '0', client_id: clientId, ...(cursor === null ? {} : { cursor }) });
  const { body } = await caller.call('GET', `/v1/realtime/poll?${query}`);
  return body as unknown as { events: HubEvent[]; cursor: string; client_id: string; rooms: string[] };
}

describe('a room without a socket', () => {
  it('[U14] [U18] over server-sent events, is joined, heard, told something and left', async () => {
    const owner = await newCaller('Owner');
    const room = `trip:${(await newTrip(owner)).slice('/v1/trips/'.length)}`;
    const stream = await EventReader.open(owner);
    await stream.next();
    const { data: hello } = JSON.parse((await stream.next())?.data ?? '') as HubMessage<'auth:ok', HubReplies['auth:ok']>;
    const client = hello.client_id;
    const joined = await carry(owner, client, 'room:join', { room_id: room });
    expect(joined.body.messages).toMatchObject([
      { type: 'room:joined', data: { room_id: room, users: [{ id: owner.id }] } },
      { type: 'ack', data: { status: 'success' } },
    ]);
    expect((await carry(owner, client, 'room:message', { room_id: room, event: 'waved', data: 1 })).status).toBe(200);
    const heard = { type: 'room:message', data: { event: 'waved', data: 1, sent_by: owner.id } };
    expect(await stream.nextEvent()).toMatchObject(heard);
    expect((await carry(owner, client, 'room:leave', { room_id: room })).status).toBe(200);
    await vi.waitFor(async () => expect((await owner.call('GET', pathOf(room))).body.users).toEqual([]));
    await stream.cancel();
  });

  it('[U14] [U18] over polls, too; each poll says where its client is', async () => {
    const room = newRoom();
    const [aoi, service] = [await newCaller('Aoi'), await system()];
    const tab = crypto.randomUUID();
    const { client_id, cursor } = await poll(aoi, tab);
    expect((await carry(aoi, client_id, 'room:join', { room_id: room })).status).toBe(200);
    expect((await poll(aoi, tab)).rooms).toEqual([room]);
    await service.call('POST', `${pathOf(room)}/messages`, { event: 'said', data: 'hello' });
    await vi.waitFor(async () =>
      expect((await poll(aoi, tab, cursor)).events).toMatchObject([{ type: 'room:message', data: { data: 'hello' } }]),
    );
    expect((await carry(aoi, client_id, 'room:leave', { room_id: room })).status).toBe(200);
    expect((await poll(aoi, tab)).rooms).toEqual([]);
  });
});

describe('[G1] who may be in a room, and say something there', () => {
  const joining = async (caller: Caller, room: string) => (await caller.call('GET', pathOf(room))).status;
  const saying = async (caller: Caller, room: string) =>
    (await caller.call('POST', `${pathOf(room)}/messages`, { event: 'said' })).status;

  it.each(['public', 'hashtag:京都', 'stock:room-12'])('everybody in %s; only systems say something', async (room) => {
    const [aoi, admin, service] = [await newCaller('Aoi'), await newCaller('admin', { role: 'admin' }), await system()];
    expect([await joining(aoi, room), await joining(service, room)]).toEqual([200, 200]);
    expect([await saying(aoi, room), await saying(admin, room), await saying(service, room)]).toEqual([403, 202, 202]);
    const restricted = await newCaller('prices', { role: 'service', scope: 'notifications:write' });
    expect([await joining(restricted, room), await saying(restricted, room)]).toEqual([403, 403]);
  });

  it('a person in their own; systems reach them there', async () => {
    const [aoi, ben, service] = [await newCaller('Aoi'), await newCaller('Ben'), await system()];
    const room = `user:${aoi.id}`;
    expect([await joining(aoi, room), await joining(ben, room), await joining(service, room)]).toEqual([200, 403, 403]);
    expect([await saying(aoi, room), await saying(ben, room), await saying(service, room)]).toEqual([403, 403, 202]);
  });

  it('the members of a trip; who may edit it says something', async () => {
    const [owner, editor, viewer, stranger, service] = [
      await newCaller('owner'),
      await newCaller('editor'),
      await newCaller('viewer'),
      await newCaller('stranger'),
      await system(),
    ];
    const trip = await newTrip(owner);
    await owner.call('PUT', `${trip}/members/${editor.id}`, { role: 'editor' });
    await owner.call('PUT', `${trip}/members/${viewer.id}`, { role: 'viewer' });
    const room = `trip:${trip.slice('/v1/trips/'.length)}`;
    const everybody = [owner, editor, viewer, stranger, service];
    expect(await Promise.all(everybody.map((caller) => joining(caller, room)))).toEqual([200, 200, 200, 404, 404]);
    expect(await Promise.all(everybody.map((caller) => saying(caller, room)))).toEqual([202, 202, 403, 404, 202]);
    expect(await joining(owner, 'trip:nonsense')).toBe(404);
  });

  it('over the hub the same holds, and who says something is not asked who they are', async () => {
    const [owner, stranger] = [await newCaller('owner'), await newCaller('stranger')];
    const trip = await newTrip(owner);
    const room = `trip:${trip.slice('/v1/trips/'.length)}`;
    const hub = await enterRoom(owner, room);
    expect(await hub.ask('room:message', { room_id: room, event: 'waved', data: {} })).toMatchObject({ status: 'success' });
    await hub.until(() => said(hub).length > 0);
    expect(hub.events.at(-1)).toMatchObject({ data: { event: 'waved', sent_by: owner.id } });
    const other = await HubSocket.enter(stranger);
    const refusal = { status: 'error', error: { code: 'not-found' } };
    expect(await other.ask('room:join', { room_id: room })).toMatchObject(refusal);
    expect(await other.ask('room:message', { room_id: room, event: 'waved', data: {} })).toMatchObject(refusal);
    expect(await other.ask('room:join', { room_id: 'public' })).toMatchObject({ status: 'success' });
    const loud = await other.ask('room:message', { room_id: 'public', event: 'waved', data: {} });
    expect(loud).toMatchObject({ status: 'error', error: { code: 'forbidden' } });
  });

  it('[U18] over HTTP the same holds, by the token of the call', async () => {
    const [owner, viewer, stranger] = [await newCaller('owner'), await newCaller('viewer'), await newCaller('stranger')];
    const trip = await newTrip(owner);
    await owner.call('PUT', `${trip}/members/${viewer.id}`, { role: 'viewer' });
    const room = `trip:${trip.slice('/v1/trips/'.length)}`;
    const narrow = { ...owner, call: (await newCaller('owner', { sub: owner.id, scope: 'inbox:read' })).call };
    const answers = async (caller: Caller, connected: Caller, where: string) => {
      const { client_id } = await poll(connected, crypto.randomUUID());
      const joined = await carry(caller, client_id, 'room:join', { room_id: where });
      const said = await carry(caller, client_id, 'room:message', { room_id: where, event: 'waved', data: null });
      return [joined, said].map(({ status, body }) => body.code ?? status);
    };
    expect(await answers(owner, owner, room)).toEqual([200, 200]);
    expect(await answers(viewer, viewer, room)).toEqual([200, 'forbidden']);
    expect(await answers(stranger, stranger, room)).toEqual(['not-found', 'not-found']);
    expect(await answers(stranger, stranger, 'public')).toEqual([200, 'forbidden']);
    expect(await answers(narrow, owner, room)).toEqual(['not-found', 'not-found']);
    expect(await answers(stranger, owner, room)).toEqual(['session-ended', 'session-ended']);
  });
});
