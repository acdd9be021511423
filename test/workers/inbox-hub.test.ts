import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { base64ToBytes, bytesToBase64 } from '../../src/protocol/base64';
import type { HubEvent, HubMessage, HubReplies } from '../../src/protocol/hub-messages';
import { hubLimits } from '../../src/protocol/limits';
import { marksRoots } from '../../src/protocol/marks';
import { type Caller, codeOf, newCaller } from '../support/workers-caller';
import { passTime, stopClock } from '../support/workers-document';
import { EventReader, HubSocket, hubMessage, inInboxStorage, ringInbox } from '../support/workers-hub';
import { at, bring, openButton } from '../support/workers-inbox';

afterEach(() => {
  vi.useRealTimers();
});

const minuteMs = 60 * 1000;

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
    const { url: _url, ...button } = openButton;
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
    // At night a push would wait, whoever is in front of the app.
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    const awake = { ...body, quiet_hours: { enabled: false, from: '22:00', to: '07:00' } };
    expect((await aoi.call('PUT', '/v1/inbox/preferences', awake)).status).toBe(200);
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
    const inSql = (query: string) => inInboxStorage(aoi, ({ sql }) => void sql.exec(query));
    await inSql("CREATE TRIGGER broken BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const id = await bring(aoi, { priority: 'critical' });
    const stateOf = async () => {
      const { body } = await aoi.call('GET', at(id, '/trace'));
      return (body.channels as { deliveries: { state: string }[] }[])[1]?.deliveries[0]?.state;
    };
    const alarmMs = () => inInboxStorage(aoi, (storage) => storage.getAlarm());
    await vi.waitFor(async () => expect(await alarmMs()).toSatisfy((atMs) => atMs > Date.now() && atMs < Date.now() + minuteMs));
    expect(await stateOf()).toBe('pending');
    await inSql('DROP TRIGGER broken');
    passTime(minuteMs);
    await ringInbox(aoi);
    await vi.waitFor(async () => expect(await stateOf()).toBe('failed'));
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
