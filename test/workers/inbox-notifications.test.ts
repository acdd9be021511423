import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { InboxApi, NewNotification } from '../../src/inbox/api';
import { base64ToBytes, bytesToBase64 } from '../../src/protocol/base64';
import type { HubEvent, HubMessage, HubReplies } from '../../src/protocol/hub-messages';
import { hubLimits } from '../../src/protocol/limits';
import { marksRoots } from '../../src/protocol/marks';
import { settableTypes, typeTable } from '../../src/protocol/notification-types';
import type { InboxPreferences, NotificationView } from '../../src/protocol/notifications';
import { type Answer, type Caller, codeOf, newCaller, newTrip } from '../support/workers-caller';
import { passTime, stopClock } from '../support/workers-document';
import { EventReader, HubSocket, hubMessage } from '../support/workers-hub';

afterEach(() => {
  vi.useRealTimers();
});

const action = { id: 'open', label: 'Open', style: 'default', url: '/trips' } as const;
const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/** Brings a notification to somebody. Answers its id. */
async function bring(person: Caller, fields: Partial<NewNotification> = {}): Promise<string> {
  const id = crypto.randomUUID();
  const inbox = env.INBOXES.getByName(person.id) as unknown as InboxApi;
  const taken = await inbox.accept([
    {
      id,
      type: 'booking_confirmed',
      title: 'Booked',
      body: 'Ryokan',
      data: {},
      image: null,
      actions: [action],
      createdAtMs: Date.now(),
      expiresAtMs: null,
      sendAtMs: null,
      dedupeKey: null,
      digestKey: null,
      source: 'test',
      ...fields,
    },
  ]);
  if (!taken.ok) throw new Error(`accepting answered ${taken.refusal.code}`);
  return id;
}

const listOf = ({ body }: Answer) => (body.notifications as NotificationView[]).map(({ id }) => id);
const dayIn = (timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format();
const at = (id: string, rest = ''): string => `/v1/inbox/notifications/${id}${rest}`;

describe('the notifications of a person over REST', () => {
  it('[M10] are listed by pages, with the count of all that are unread', async () => {
    const aoi = await newCaller('Aoi');
    const ids = [await bring(aoi), await bring(aoi, { type: 'trip_update' }), await bring(aoi)];
    const first = await aoi.call('GET', '/v1/inbox/notifications?limit=2');
    expect(first.body).toMatchObject({ unread_count: 3, next_cursor: expect.any(String) });
    const rest = await aoi.call('GET', `/v1/inbox/notifications?limit=2&cursor=${first.body.next_cursor}`);
    expect([...listOf(first), ...listOf(rest)]).toEqual(ids.toReversed());
    expect(rest.body.next_cursor).toBeNull();
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications?category=trip'))).toEqual([ids[1]]);
    expect((await aoi.call('GET', at(ids[0] as string))).body).toMatchObject({ title: 'Booked', read_at: null, count: 1 });
    expect((await aoi.call('GET', '/v1/inbox/unread-count')).body).toEqual({ unread_count: 3 });
  });

  it.each(['limit=0', 'limit=x', 'category=none', 'cursor=x', 'cursor=WzIsMV0', 'unread=yes'])('refuse %s', async (query) => {
    const aoi = await newCaller('Aoi');
    expect(codeOf(await aoi.call('GET', `/v1/inbox/notifications?${query}`))).toEqual([422, 'invalid']);
  });

  it('are marked, and put off, and their buttons pressed; again changes nothing', async () => {
    const aoi = await newCaller('Aoi');
    const id = await bring(aoi);
    for (let call = 0; call < 2; call++) {
      expect((await aoi.call('POST', at(id, '/read'))).body).toMatchObject({ id, read_at: expect.any(String) });
      expect((await aoi.call('POST', at(id, '/actions/open'))).body.actions).toMatchObject([{ done_at: expect.any(String) }]);
    }
    expect((await aoi.call('POST', at(id, '/unread'))).body).toMatchObject({ read_at: null });
    expect((await aoi.call('POST', '/v1/inbox/notifications/read-all')).body).toMatchObject({ unread_count: 0 });
    const until = new Date(Date.now() + hourMs).toISOString();
    expect((await aoi.call('POST', at(id, '/snooze'), { until })).body).toMatchObject({ snoozed_until: until });
    expect(codeOf(await aoi.call('POST', at(id, '/snooze'), { until: '2020-01-01T00:00:00Z' }))).toEqual([422, 'invalid']);
    expect((await aoi.call('POST', at(id, '/dismiss'))).body).toMatchObject({ dismissed_at: expect.any(String) });
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([]);
  });

  it('[K9] tell why they went over which channel', async () => {
    const aoi = await newCaller('Aoi');
    const { body: trace } = await aoi.call('GET', at(await bring(aoi), '/trace'));
    expect(trace).toMatchObject({
      source: 'test',
      channels: [
        { channel: 'in_app', deliveries: [{ state: 'sent', device_id: null, tries: 0, next_try_at: null }] },
        { channel: 'push', verdict: 'skip', reason: 'no-address', deliveries: [] },
        { channel: 'email', verdict: 'skip', reason: 'no-address' },
        { channel: 'sms', verdict: 'skip', reason: 'not-of-type' },
      ],
    });
  });

  it('[K9] that are scheduled say when, to who has the id', async () => {
    const aoi = await newCaller('Aoi');
    const sendAtMs = Date.now() + hourMs;
    const id = await bring(aoi, { sendAtMs });
    const scheduled_for = new Date(sendAtMs).toISOString();
    expect((await aoi.call('GET', at(id, '/trace'))).body).toMatchObject({ received_at: null, scheduled_for, channels: [] });
    for (const other of [at(id), at(crypto.randomUUID(), '/trace')]) {
      expect(codeOf(await aoi.call('GET', other))).toEqual([404, 'not-found']);
    }
    const ben = await newCaller('Ben');
    expect(codeOf(await ben.call('GET', at(id, '/trace')))).toEqual([404, 'not-found']);
  });

  it('of the trip that somebody is on come first', async () => {
    const aoi = await newCaller('Aoi');
    // It may be midnight in the middle of this.
    const [today, tomorrow] = [0, 24].map((hours) => new Date(Date.now() + hours * hourMs).toISOString().slice(0, 10));
    const trip = (await newTrip(aoi, { start_date: today, end_date: tomorrow })).slice('/v1/trips/'.length);
    const about = await bring(aoi, { data: { trip_id: trip } });
    const later = await bring(aoi);
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([about, later]);
    const { body } = await aoi.call('GET', '/v1/inbox/travels');
    expect(body).toEqual({ trips: [{ id: trip, start_date: today, end_date: tomorrow }] });
  });

  it('[Z9] of a trip that is on where somebody is, and not in UTC, come first', async () => {
    const aoi = await newCaller('Aoi');
    // Of these two one is on another day than UTC, at any hour.
    const zone = ['Pacific/Kiritimati', 'Etc/GMT+12'].find((timeZone) => dayIn(timeZone) !== dayIn('UTC')) as string;
    const trip = (await newTrip(aoi, { start_date: dayIn(zone), end_date: dayIn(zone) })).slice('/v1/trips/'.length);
    const about = await bring(aoi, { data: { trip_id: trip } });
    const later = await bring(aoi);
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([later, about]);
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    await aoi.call('PUT', '/v1/inbox/preferences', { ...body, time_zone: zone });
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([about, later]);
  });
});

/** Somebody polls; answers what the server calls them. */
async function polls(who: Caller): Promise<string> {
  return (await who.call('GET', '/v1/realtime/poll?wait=0')).body.client_id as string;
}

describe('a notification in the hub', () => {
  it('[K1] comes at once, is delivered when a client says so, and read on one device clears on the other', async () => {
    const aoi = await newCaller('Aoi');
    const [phone, laptop] = [await HubSocket.enter(aoi), await HubSocket.enter(aoi)];
    const id = await bring(aoi);
    const came = await phone.nextEvent();
    expect(came).toMatchObject({ type: 'notification:new', data: { notification: { id }, unread_count: 1 } });
    await laptop.nextEvent();
    phone.send('sync:ack', { cursor: came.cursor });
    expect(await phone.ask('notification:read', { notification_id: id })).toMatchObject({ status: 'success' });
    expect(await laptop.nextEvent()).toMatchObject({ type: 'notification:read', data: { notification_id: id, unread_count: 0 } });
    const { body } = await aoi.call('GET', at(id, '/trace'));
    expect(body.channels).toMatchObject([{ channel: 'in_app', deliveries: [{ state: 'read' }] }, {}, {}, {}]);
    phone.close();
    laptop.close();
  });

  it('[M11] tells that a button has failed whose address may not be called', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.enter(aoi);
    const { url: _url, ...button } = action;
    const id = await bring(aoi, { actions: [{ ...button, webhook: 'http://169.254.169.254/' }] });
    await aoi.call('POST', at(id, '/actions/open'));
    const tells = (event: HubEvent) =>
      event.type === 'notification:updated' && event.data.notification.actions[0]?.failure === 'refused';
    await socket.until(() => socket.events.some(tells));
    expect((await aoi.call('GET', at(id))).body).toMatchObject({ actions: [{ done_at: null, failure: 'refused' }] });
    socket.close();
  });

  it('[K1] [U18] over a stream, is delivered when its client says so over HTTP', async () => {
    const aoi = await newCaller('Aoi');
    const stream = await EventReader.open(aoi);
    await stream.next();
    const { data: hello } = JSON.parse((await stream.next())?.data ?? '') as HubMessage<'auth:ok', HubReplies['auth:ok']>;
    const id = await bring(aoi);
    const { cursor } = await stream.nextEvent();
    const message = hubMessage(hello.client_id, 'sync:ack', { cursor });
    expect((await aoi.call('POST', '/v1/realtime/messages', message)).body).toEqual({ messages: [] });
    const { body } = await aoi.call('GET', at(id, '/trace'));
    expect(body.channels).toMatchObject([{ channel: 'in_app', deliveries: [{ state: 'delivered' }] }, {}, {}, {}]);
    await stream.cancel();
  });

  it('[Z7] [U17] [U18] is not pushed to who is in front of the app, and polls', async () => {
    const aoi = await newCaller('Aoi');
    const device = { kind: 'fcm', label: 'Phone', token: 't' };
    expect((await aoi.call('PUT', '/v1/inbox/devices/phone', device)).status).toBe(200);
    const pushOf = async (id: string) => ((await aoi.call('GET', at(id, '/trace'))).body.channels as unknown[])[1];
    const client = await polls(aoi);
    expect(await pushOf(await bring(aoi, { priority: 'normal' }))).toMatchObject({ channel: 'push', verdict: 'send' });
    const answer = await aoi.call('POST', '/v1/realtime/messages', hubMessage(client, 'presence:update', { status: 'active' }));
    expect(answer).toMatchObject({ status: 200, body: { messages: [{ type: 'ack', data: { status: 'success' } }] } });
    expect(await pushOf(await bring(aoi, { priority: 'normal' }))).toMatchObject({ verdict: 'skip', reason: 'active-now' });
  });

  it('[U18] a message that is none, or for a connection that is not there, is refused', async () => {
    const [aoi, ren] = [await newCaller('Aoi'), await newCaller('Ren')];
    const client = await polls(ren);
    const say = async (body: unknown) => codeOf(await aoi.call('POST', '/v1/realtime/messages', body));
    const message = hubMessage(client, 'presence:update', { status: 'active' });
    expect(await say(message)).toEqual([403, 'session-ended']);
    expect(await say({ ...message, data: { status: 'busy' } })).toEqual([422, 'invalid']);
    expect(await say(hubMessage(client, 'auth:refresh', { token: aoi.token }))).toEqual([422, 'invalid']);
    expect(await say({ ...message, padding: 'x'.repeat(hubLimits.maxMessageBytes) })).toEqual([413, 'too-large']);
  });

  it('[K5] goes out by the alarm; without a provider the trace says so', async () => {
    const aoi = await newCaller('Aoi');
    await aoi.call('PUT', '/v1/inbox/devices/phone', { kind: 'fcm', label: 'Phone', token: 'device-token' });
    // What is critical goes at any hour; anything else would wait for the morning when this runs at night.
    const id = await bring(aoi, { priority: 'critical' });
    await vi.waitFor(async () => {
      const { body } = await aoi.call('GET', at(id, '/trace'));
      const push = (body.channels as { channel: string }[]).find(({ channel }) => channel === 'push');
      expect(push).toMatchObject({
        deliveries: [{ state: 'failed', reason: 'unconfigured', error: 'dev-outbox', device_id: 'phone' }],
      });
    });
  });
});

describe('[K5] a delivery', () => {
  it('that an error nobody foresaw kept from going goes by a later alarm, without anybody calling', async () => {
    stopClock();
    const aoi = await newCaller('Aoi');
    await aoi.call('PUT', '/v1/inbox/devices/phone', { kind: 'fcm', label: 'Phone', token: 'device-token' });
    const inbox = env.INBOXES.getByName(aoi.id);
    const inSql = (query: string) => runInDurableObject(inbox, (_, { storage }) => void storage.sql.exec(query));
    await inSql("CREATE TRIGGER broken BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const id = await bring(aoi, { priority: 'critical' });
    const stateOf = async () => {
      const { body } = await aoi.call('GET', at(id, '/trace'));
      return (body.channels as { deliveries: { state: string }[] }[])[1]?.deliveries[0]?.state;
    };
    const alarmMs = () => runInDurableObject(inbox, (_, { storage }) => storage.getAlarm());
    await vi.waitFor(async () => expect(await alarmMs()).toSatisfy((atMs) => atMs > Date.now() && atMs < Date.now() + minuteMs));
    expect(await stateOf()).toBe('pending');
    await inSql('DROP TRIGGER broken');
    passTime(minuteMs);
    await runDurableObjectAlarm(inbox);
    await vi.waitFor(async () => expect(await stateOf()).toBe('failed'));
  });
});

describe('devices and preferences over REST', () => {
  it('[M8] devices are put, listed with a masked address, and forgotten', async () => {
    const aoi = await newCaller('Aoi');
    const put = await aoi.call('PUT', '/v1/inbox/devices/laptop', {
      ...{ kind: 'web_push', label: 'Laptop', endpoint: 'https://push.example/secret-path', p256dh: 'BPd', auth: 'a_-9' },
    });
    expect(put.body).toMatchObject({ id: 'laptop', kind: 'web_push', state: 'active', address: 'push.example/…path' });
    await aoi.call('PUT', '/v1/inbox/devices/mail', { kind: 'email', label: 'Mail', email: 'aoi@example.org' });
    await aoi.call('PUT', '/v1/inbox/devices/phone', { kind: 'sms', label: 'Phone', number: '+819012345678' });
    const { body } = await aoi.call('GET', '/v1/inbox/devices');
    expect(body).toMatchObject({ devices: [{ id: 'laptop' }, { address: 'a…@example.org' }, { address: '+81…78' }] });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect((await aoi.call('DELETE', '/v1/inbox/devices/mail')).status).toBe(204);
    expect(codeOf(await aoi.call('DELETE', '/v1/inbox/devices/mail'))).toEqual([404, 'not-found']);
  });

  it.each([
    { kind: 'fax', label: 'x', number: '+1' },
    { kind: 'email', label: 'x', email: 'nobody' },
    { kind: 'sms', label: 'x', number: '090' },
    { kind: 'web_push', label: 'x', endpoint: 'javascript:alert(1)', p256dh: 'a', auth: 'b' },
    { kind: 'email', label: '', email: 'aoi@example.org' },
  ])('refuse the device %o', async (device) => {
    const aoi = await newCaller('Aoi');
    expect(codeOf(await aoi.call('PUT', '/v1/inbox/devices/x', device))).toEqual([422, 'invalid']);
  });

  it('[M6] preferences are defaults until they are put', async () => {
    const aoi = await newCaller('Aoi');
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    const wanted = {
      ...body,
      language: 'ja',
      time_zone: 'Asia/Tokyo',
      types: { price_alert: [] },
    } as unknown as InboxPreferences;
    expect((await aoi.call('PUT', '/v1/inbox/preferences', wanted)).body).toEqual(wanted);
    expect((await aoi.call('GET', '/v1/inbox/preferences')).body).toEqual(wanted);
    for (const wrong of [{ time_zone: 'Mars' }, { language: 'tlh' }, { types: { a: ['fax'] } }, { other: 1 }]) {
      expect(codeOf(await aoi.call('PUT', '/v1/inbox/preferences', { ...wanted, ...wrong }))).toEqual([422, 'invalid']);
    }
  });

  it('[Z1] the types to choose for are those of the table, and those of other senders that somebody got', async () => {
    const aoi = await newCaller('Aoi');
    await bring(aoi, { type: 'visa_expires', channels: ['in_app', 'sms'] });
    await bring(aoi, { type: 'price_alert', channels: ['email'] });
    const { body } = await aoi.call('GET', '/v1/inbox/notification-types');
    expect(body.types).toEqual([
      ...settableTypes.map((type) => ({ type, channels: typeTable[type].channels })),
      { type: 'visa_expires', channels: ['in_app', 'sms'] },
    ]);
  });

  it('a test goes over its channel, and its trace tells what became of it', async () => {
    const aoi = await newCaller('Aoi');
    const { status, body } = await aoi.call('POST', '/v1/inbox/test', { channel: 'email' });
    expect(status).toBe(202);
    const { body: trace } = await aoi.call('GET', at(body.notification_id as string, '/trace'));
    expect(trace.channels).toMatchObject([{ channel: 'in_app' }, { channel: 'email', verdict: 'skip', reason: 'no-address' }]);
  });
});

describe('the marks of two devices', () => {
  it('[M3] one over the hub and one over REST merge, and both know', async () => {
    const aoi = await newCaller('Aoi');
    const [a, b] = [await bring(aoi), await bring(aoi)];
    const socket = await HubSocket.enter(aoi);
    const [phone, laptop] = [new Y.Doc(), new Y.Doc()];
    phone.getMap(marksRoots.read).set(a, Date.now());
    laptop.getMap(marksRoots.dismissed).set(b, Date.now());
    const stateOf = (doc: Y.Doc) => ({
      state_vector: bytesToBase64(Y.encodeStateVector(doc)),
      update: bytesToBase64(Y.encodeStateAsUpdate(doc)),
    });
    expect(await socket.ask('inbox:sync', stateOf(phone))).toMatchObject({ status: 'success' });
    const { body } = await aoi.call('POST', '/v1/inbox/sync', stateOf(laptop));
    Y.applyUpdate(laptop, base64ToBytes(body.update as string));
    await socket.until(() => socket.of('inbox:state').length >= 2);
    for (const { data } of socket.of('inbox:state')) Y.applyUpdate(phone, base64ToBytes(data.update));
    expect(phone.getMap(marksRoots.read).toJSON()).toEqual(laptop.getMap(marksRoots.read).toJSON());
    expect(phone.getMap(marksRoots.dismissed).has(b)).toBe(true);
    expect((await aoi.call('GET', '/v1/inbox/unread-count')).body).toEqual({ unread_count: 0 });
    socket.close();
  });

  it('[M4] bytes that are no marks are refused', async () => {
    const aoi = await newCaller('Aoi');
    const wrong = await aoi.call('POST', '/v1/inbox/sync', {
      state_vector: 'AA==',
      update: bytesToBase64(Uint8Array.of(1, 2, 3)),
    });
    expect(codeOf(wrong)).toEqual([400, 'malformed']);
    expect(codeOf(await aoi.call('POST', '/v1/inbox/sync', { state_vector: '???' }))).toEqual([422, 'invalid']);
  });
});

/** What polls, and says something. */
const tab = crypto.randomUUID();

/** Everything that can be asked about a notification of somebody, and about their inbox. */
const reads = (id: string): readonly [string, string, unknown?][] => [
  ['GET', '/v1/inbox/notifications'],
  ['GET', at(id)],
  ['GET', at(id, '/trace')],
  ['GET', '/v1/inbox/unread-count'],
  ['GET', '/v1/inbox/devices'],
  ['GET', '/v1/inbox/preferences'],
  ['GET', '/v1/inbox/travels'],
  ['GET', '/v1/inbox/notification-types'],
  ['GET', '/v1/inbox/push-key'],
  ['GET', '/v1/inbox/subscriptions'],
  ['GET', '/v1/me/sessions'],
  ['GET', '/v1/realtime/events'],
  ['GET', '/v1/realtime/poll?wait=0'],
  ['GET', `/v1/realtime/poll?wait=0&client_id=${tab}`],
  ['POST', '/v1/realtime/messages', hubMessage(tab, 'presence:update', { status: 'idle' })],
];
const writes = (id: string): readonly [string, string, unknown?][] => [
  ['POST', at(id, '/read')],
  ['POST', at(id, '/unread')],
  ['POST', at(id, '/snooze'), { until: new Date(Date.now() + hourMs).toISOString() }],
  ['POST', at(id, '/actions/open')],
  ['POST', '/v1/inbox/notifications/read-all'],
  ['POST', '/v1/inbox/test', { channel: 'in_app' }],
  ['PUT', '/v1/inbox/devices/x', { kind: 'email', label: 'x', email: 'x@example.org' }],
  ['PUT', '/v1/inbox/devices/y', { kind: 'fcm', label: 'y', token: 't' }],
  ['POST', '/v1/inbox/devices/y/verify', { code: '1' }],
  ['POST', '/v1/inbox/devices/y/code'],
  ['DELETE', '/v1/inbox/devices/x'],
  ['POST', '/v1/inbox/sync', { state_vector: 'AA==', update: 'AAA=' }],
  ['POST', at(id, '/dismiss')],
];

const person = (claims: Readonly<Record<string, unknown>> = {}) => newCaller('Somebody', claims);

/** Somebody who never shows a token: each call brings a ticket of its own. */
async function withTickets(claims: Readonly<Record<string, unknown>> = {}): Promise<Caller> {
  const who = await person(claims);
  const ticketed: Caller['call'] = async (method, path, body) => {
    const issued = await who.call('POST', '/v1/tickets', { document: 'inbox' });
    return who.call(method, path, body, { authorization: `Ticket ${issued.body.ticket}` });
  };
  return { ...who, call: ticketed };
}

describe.each([
  ['their person', () => person(), true, true],
  ['their person with a token to read', () => person({ scope: 'inbox:read' }), true, false],
  ['their person with a token to write', () => person({ scope: 'inbox:write' }), true, true],
  ['their person with a token for trips', () => person({ scope: 'trips:write' }), false, false],
  ['[U3] their person with tickets', () => withTickets(), true, true],
  ['[U3] their person with tickets of a token to read', () => withTickets({ scope: 'inbox:read' }), true, false],
])('[M9] roles × routes: %s', (_, newPerson, mayRead, mayWrite) => {
  let who: Caller;
  let id: string;

  beforeAll(async () => {
    who = await newPerson();
    id = await bring(who);
  });

  it('reads', async () => {
    for (const [method, path, body] of reads(id)) {
      const { status } = await who.call(method, path, body);
      expect([path, status]).toEqual([path, mayRead ? 200 : 403]);
    }
  });

  it('writes', async () => {
    for (const [method, path, body] of writes(id)) {
      const { status } = await who.call(method, path, body);
      expect([path, status < 300 ? 'yes' : status]).toEqual([path, mayWrite ? 'yes' : 403]);
    }
  });
});

describe.each([
  ['another person', {}],
  ['an administrator', { role: 'admin' }],
  ['a service', { role: 'service' }],
])('[M9] the notifications of a person and %s', (_, claims) => {
  it('are apart', async () => {
    const aoi = await newCaller('Aoi');
    const other = await newCaller('Other', claims);
    const id = await bring(aoi);
    await aoi.call('PUT', '/v1/inbox/devices/x', { kind: 'email', label: 'x', email: 'aoi@example.org' });
    for (const [method, path, body] of [...reads(id), ...writes(id)].filter(([, where]) => where.includes(id))) {
      expect([path, codeOf(await other.call(method, path, body))]).toEqual([path, [404, 'not-found']]);
    }
    await other.call('POST', '/v1/inbox/notifications/read-all');
    await other.call('DELETE', '/v1/inbox/devices/x');
    expect(listOf(await other.call('GET', '/v1/inbox/notifications'))).toEqual([]);
    expect((await other.call('GET', '/v1/inbox/devices')).body).toEqual({ devices: [] });
    expect((await aoi.call('GET', at(id))).body).toMatchObject({ read_at: null, dismissed_at: null });
    expect((await aoi.call('GET', '/v1/inbox/devices')).body).toMatchObject({ devices: [{ id: 'x' }] });
  });

  it('the object refuses a caller who is not its person', async () => {
    const aoi = await newCaller('Aoi');
    await bring(aoi);
    const identity = { id: 'mallory', name: 'M', avatar: null, role: 'admin', scopes: null, expiresAtMs: null } as const;
    const inbox = env.INBOXES.getByName(aoi.id) as unknown as InboxApi;
    expect(await inbox.notifications(identity, 'unreadCount')).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
  });
});

describe('[U3] a ticket at a call of an inbox', () => {
  const shown = (who: Caller, ticket: unknown) =>
    who.call('GET', '/v1/inbox/unread-count', undefined, { authorization: `Ticket ${ticket}` });

  it('is good once', async () => {
    const aoi = await person();
    const { ticket } = (await aoi.call('POST', '/v1/tickets', { document: 'inbox' })).body;
    expect((await shown(aoi, ticket)).status).toBe(200);
    expect(codeOf(await shown(aoi, ticket))).toEqual([401, 'unauthenticated']);
  });

  it('is none when it is of a document, or of an inbox where nobody ever was', async () => {
    const aoi = await person();
    const trip = (await newTrip(aoi)).slice('/v1/'.length);
    const { ticket } = (await aoi.call('POST', '/v1/tickets', { document: trip })).body;
    expect(codeOf(await shown(aoi, ticket))).toEqual([401, 'unauthenticated']);
    expect(codeOf(await shown(aoi, `tkt_${'x'.repeat(43)}.${btoa('nobody').replaceAll('=', '')}`))).toEqual([
      401,
      'unauthenticated',
    ]);
  });
});

describe('without a token', () => {
  it('nothing of an inbox is answered', async () => {
    const nobody: Caller = { ...(await newCaller('Nobody')), token: '' };
    const answer = await nobody.call('GET', '/v1/inbox/notifications', undefined, { authorization: 'Bearer nonsense' });
    expect(codeOf(answer)).toEqual([401, 'unauthenticated']);
  });
});
