import { createHmac } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MessageContent } from '../../../../src/inbox/channels/channel';
import { encryptPush } from '../../../../src/inbox/channels/push-encryption';
import { deliveryLimits } from '../../../../src/protocol/limits';
import { alert, FakeProvider, json, messageTo, nowMs, refresh } from './fake-provider';
import {
  apnsBindings,
  apnsPublicKey,
  fcmBindings,
  fcmPublicKey,
  jwkOf,
  rfc8291,
  subscription,
  vapidBindings,
  vapidPublicKey,
} from './keys';

afterEach(() => vi.restoreAllMocks());

/** What the browser of RFC 8291 reads in a push (RFC 8188, 8291), by code of its own. */
async function decrypted(message: Uint8Array): Promise<string> {
  const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
  const serverPublic = message.slice(21, 86);
  const browser = await crypto.subtle.importKey('jwk', jwkOf(rfc8291.browserPublic, rfc8291.browserPrivate), ecdh, false, [
    'deriveBits',
  ]);
  const server = await crypto.subtle.importKey('raw', serverPublic, ecdh, false, []);
  const shared = Buffer.from(await crypto.subtle.deriveBits({ name: 'ECDH', public: server } as never, browser, 256));
  const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]) =>
    createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  const one = Buffer.from([1]);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), Buffer.from(rfc8291.browserPublic, 'base64url'), serverPublic]);
  const secret = hmac(hmac(Buffer.from(rfc8291.auth, 'base64url'), shared), info, one);
  const random = hmac(message.slice(0, 16), secret);
  const key = hmac(random, Buffer.from('Content-Encoding: aes128gcm\0'), one).subarray(0, 16);
  const iv = hmac(random, Buffer.from('Content-Encoding: nonce\0'), one).subarray(0, 12);
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const record = Buffer.from(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, message.slice(86)));
  return record.subarray(0, record.lastIndexOf(2)).toString();
}

describe('web push', () => {
  it('[Z15] encrypts the example of RFC 8291, appendix A, byte for byte', async () => {
    const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
    const privateKey = await crypto.subtle.importKey('jwk', jwkOf(rfc8291.serverPublic, rfc8291.serverPrivate), ecdh, false, [
      'deriveBits',
    ]);
    const point = new Uint8Array(Buffer.from(rfc8291.serverPublic, 'base64url'));
    const publicKey = await crypto.subtle.importKey('raw', point, ecdh, true, []);
    vi.spyOn(crypto.subtle, 'generateKey').mockImplementation((async () => ({ privateKey, publicKey })) as never);
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      (array as unknown as Uint8Array).set(rfc8291.salt);
      return array;
    });
    const message = await encryptPush(rfc8291.plaintext, subscription);
    expect(Buffer.from(message as Uint8Array).toString('base64url')).toBe(rfc8291.message);
  });

  it('[Z15] brings the browser what the app shows, signed for its push service', async () => {
    const fake = new FakeProvider().answer(
      new Response(null, { status: 201, headers: { location: 'https://push.example/m/1' } }),
    );
    const outcome = await fake.channels(vapidBindings).send(messageTo(subscription));
    expect(outcome).toEqual({ kind: 'sent', providerId: 'https://push.example/m/1' });
    const { url, method, headers, body } = fake.last;
    expect([url, method]).toEqual([subscription.endpoint, 'POST']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '3600',
      urgency: 'high',
      topic: alert.notificationId.replaceAll('-', ''),
    });
    expect(JSON.parse(await decrypted(body))).toMatchObject({
      kind: 'alert',
      notificationId: alert.notificationId,
      title: alert.title,
      actions: [
        { id: 'see', label: 'See it' },
        { id: 'cancel', label: 'Cancel' },
      ],
      unreadCount: 3,
    });
    const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.get('authorization') ?? '') ?? [];
    expect(key).toBe(vapidBindings.VAPID_PUBLIC_KEY);
    const { payload } = await jwtVerify(token, vapidPublicKey, { currentDate: new Date(nowMs) });
    expect(payload).toMatchObject({ aud: 'https://push.example', sub: vapidBindings.VAPID_SUBJECT });
    expect((payload.exp ?? 0) * 1000 - nowMs).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
  });

  it('[Z15] a silent push says what to close', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 201 }));
    await fake.channels(vapidBindings).send(messageTo(subscription, refresh));
    expect(JSON.parse(await decrypted(fake.last.body))).toEqual(refresh);
    expect(fake.last.headers.get('urgency')).toBe('low');
    expect(fake.last.headers.has('topic')).toBe(false);
  });

  it('[Z15] fits a push service, however long the notification is', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 201 }));
    const long = {
      ...alert,
      body: '長'.repeat(4_000),
      image: `https://pictures.example/${'x'.repeat(2_000)}`,
      title: '題'.repeat(200),
    };
    await fake.channels(vapidBindings).send(messageTo(subscription, long));
    expect(fake.last.body.byteLength).toBeLessThanOrEqual(4_096);
    expect(JSON.parse(await decrypted(fake.last.body))).toMatchObject({ title: '題'.repeat(200) });
  });

  it('[K8] an alert says what it closes, unless that leaves it no room for itself', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 201 }), new Response(null, { status: 201 }));
    const channels = fake.channels(vapidBindings);
    const closed = Array.from({ length: deliveryLimits.maxClosedPerPush }, () => crypto.randomUUID());
    await channels.send(messageTo(subscription, { ...alert, closed }));
    expect(JSON.parse(await decrypted(fake.last.body))).toMatchObject({ body: alert.body, closed });
    const body = '長'.repeat(1_000);
    await channels.send(messageTo(subscription, { ...alert, closed, body, title: '題'.repeat(200) }));
    const cut = JSON.parse(await decrypted(fake.last.body)) as Record<string, unknown>;
    expect([String(cut.body).length, cut.closed]).toEqual([500, undefined]);
  });

  it.each([404, 410])('[Z13] a subscription that is answered %i is dead', async (status) => {
    const fake = new FakeProvider().answer(new Response(null, { status }));
    expect(await fake.channels(vapidBindings).send(messageTo(subscription))).toMatchObject({
      kind: 'failed',
      address: 'invalid',
    });
  });

  it.each([
    ['keys that are none', { ...subscription, p256dh: 'AAAA' }],
    ['an address inside of our network', { ...subscription, endpoint: 'https://10.0.0.1/push' }],
    ['an address without encryption', { ...subscription, endpoint: 'http://push.example/' }],
  ])('[Z13] a subscription with %s is dead, and nobody is called', async (_, to) => {
    const fake = new FakeProvider();
    expect(await fake.channels(vapidBindings).send(messageTo(to))).toMatchObject({ kind: 'failed', address: 'invalid' });
    expect(fake.sent).toEqual([]);
  });

  it('[Z13] a payload that is refused as too large is not sent again', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 413 }));
    expect(await fake.channels(vapidBindings).send(messageTo(subscription))).toMatchObject({ kind: 'failed', address: null });
  });
});

describe('[K8] a silent push that closes as many as one may', () => {
  const many: MessageContent = {
    kind: 'refresh',
    closed: Array.from({ length: deliveryLimits.maxClosedPerPush }, () => crypto.randomUUID()),
    unreadCount: 10_000,
  };

  it('fits a browser’s push service; a longer one is not sent, and says nothing about the address', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 201 }));
    const channels = fake.channels(vapidBindings);
    await channels.send(messageTo(subscription, many));
    expect(JSON.parse(await decrypted(fake.last.body))).toEqual(many);
    const longer = { ...many, closed: [...many.closed, ...many.closed, ...many.closed] };
    expect(await channels.send(messageTo(subscription, longer))).toMatchObject({ kind: 'failed', address: null });
    expect(fake.sent).toHaveLength(1);
  });

  it('fits FCM and APNs', async () => {
    const fcm = new FakeProvider().answer(json(200, { access_token: 'access', expires_in: 3_600 }), json(200, {}));
    await fcm.channels(fcmBindings).send(messageTo({ kind: 'fcm', token: 'device-token' }, many));
    const apns = new FakeProvider().answer(new Response(null, { status: 200 }));
    await apns.channels(apnsBindings).send(messageTo({ kind: 'apns', token: 'ab12', topic: 'app.triptrip' }, many));
    for (const { last } of [fcm, apns]) {
      expect(last.text).toContain(many.closed.at(-1));
      expect(last.body.byteLength).toBeLessThan(4_096);
    }
  });
});

describe('FCM', () => {
  const to = { kind: 'fcm', token: 'device-token' } as const;
  const granted = () => json(200, { access_token: 'access', expires_in: 3_600 });
  const taken = () => json(200, { name: 'projects/trips/messages/1' });

  it('[Z11] exchanges the account once for many messages, and sends by HTTP v1', async () => {
    const fake = new FakeProvider().answer(granted(), taken(), taken());
    const channels = fake.channels(fcmBindings);
    expect(await channels.send(messageTo(to))).toEqual({ kind: 'sent', providerId: 'projects/trips/messages/1' });
    await channels.send(messageTo(to, refresh));
    const [exchange, first, second] = fake.sent;
    const form = new URLSearchParams(exchange?.text);
    expect(exchange?.url).toBe('https://oauth2.example/token');
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload } = await jwtVerify(form.get('assertion') ?? '', fcmPublicKey, {
      currentDate: new Date(nowMs),
      audience: 'https://oauth2.example/token',
      issuer: 'sender@trips.example',
    });
    expect(payload.scope).toBe('https://www.googleapis.com/auth/firebase.messaging');
    expect(first?.url).toBe('https://fcm.googleapis.com/v1/projects/trips/messages:send');
    expect(first?.headers.get('authorization')).toBe('Bearer access');
    expect(first?.json).toMatchObject({
      message: {
        token: 'device-token',
        notification: { title: alert.title, body: alert.body, image: alert.image },
        android: {
          priority: 'HIGH',
          ttl: '3600s',
          collapse_key: alert.notificationId,
          notification: { tag: alert.notificationId },
        },
      },
    });
    expect(second?.json).toMatchObject({ message: { token: 'device-token', android: { priority: 'NORMAL' } } });
    expect(second?.json.message).not.toHaveProperty('notification');
    expect(fake.sent).toHaveLength(3);
  });

  it('[Z11] exchanges the account anew when its token ends, or is refused', async () => {
    const fake = new FakeProvider().answer(granted(), taken(), granted(), json(401, {}), granted(), taken());
    const channels = fake.channels(fcmBindings);
    await channels.send(messageTo(to));
    fake.nowMs += 3_600_000;
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry' });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'sent' });
  });

  it('[Z12] waits when the account is not let in', async () => {
    const fake = new FakeProvider().answer(json(400, { error: 'invalid_grant' }), json(503, {}));
    const channels = fake.channels(fcmBindings);
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry' });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry' });
  });

  it.each([
    [404, { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] }, 'invalid'],
    [403, { status: 'PERMISSION_DENIED', details: [{ errorCode: 'SENDER_ID_MISMATCH' }] }, 'invalid'],
    [400, { status: 'INVALID_ARGUMENT', details: [{ fieldViolations: [{ field: 'message.token' }] }] }, 'invalid'],
    [400, { status: 'INVALID_ARGUMENT', details: [{ fieldViolations: [{ field: 'message.android.ttl' }] }] }, null],
  ])('[Z13] %i %j: the address is %s', async (status, error, address) => {
    const fake = new FakeProvider().answer(granted(), json(status, { error }));
    expect(await fake.channels(fcmBindings).send(messageTo(to))).toMatchObject({ kind: 'failed', address });
  });
});

describe('APNs', () => {
  const to = { kind: 'apns', token: 'ab12', topic: 'app.triptrip' } as const;

  it('[Z11] sends with a token of the team, kept for a while', async () => {
    const ok = () => new Response(null, { status: 200, headers: { 'apns-id': 'A1' } });
    const fake = new FakeProvider().answer(ok(), ok(), ok());
    const channels = fake.channels(apnsBindings);
    expect(await channels.send(messageTo(to))).toEqual({ kind: 'sent', providerId: 'A1' });
    const { url, headers, json: body } = fake.last;
    expect(url).toBe('https://api.push.apple.com/3/device/ab12');
    expect(Object.fromEntries(headers)).toMatchObject({
      'apns-topic': 'app.triptrip',
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-expiration': String(nowMs / 1000 + 3_600),
      'apns-collapse-id': alert.notificationId,
    });
    expect(body).toMatchObject({ aps: { alert: { title: alert.title, body: alert.body }, badge: 3, 'mutable-content': 1 } });
    const token = (headers.get('authorization') ?? '').replace('bearer ', '');
    const { protectedHeader, payload } = await jwtVerify(token, apnsPublicKey, { currentDate: new Date(nowMs) });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'KEY1234567' });
    expect(payload).toEqual({ iss: 'TEAM123456', iat: nowMs / 1000 });
    fake.nowMs += 30 * 60_000;
    await channels.send(messageTo(to));
    expect(fake.last.headers.get('authorization')).toBe(`bearer ${token}`);
    fake.nowMs += 30 * 60_000;
    await channels.send(messageTo(to));
    expect(fake.last.headers.get('authorization')).not.toBe(`bearer ${token}`);
  });

  it('[Z11] a silent push is one of the background', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 200 }));
    await fake.channels(apnsBindings).send(messageTo(to, refresh));
    expect(fake.last.headers.get('apns-push-type')).toBe('background');
    expect(fake.last.json).toMatchObject({ aps: { 'content-available': 1, badge: 2 } });
  });

  it.each([
    [410, 'Unregistered', 'invalid'],
    [400, 'BadDeviceToken', 'invalid'],
    [400, 'DeviceTokenNotForTopic', 'invalid'],
    [413, 'PayloadTooLarge', null],
  ])('[Z13] %i %s: the address is %s', async (status, reason, address) => {
    const fake = new FakeProvider().answer(json(status, { reason }));
    expect(await fake.channels(apnsBindings).send(messageTo(to))).toEqual({
      kind: 'failed',
      reason: `answered ${status} ${reason}`,
      address,
    });
  });

  it('[Z12] a team token that is refused is made anew', async () => {
    const fake = new FakeProvider().answer(json(403, { reason: 'ExpiredProviderToken' }), new Response(null, { status: 200 }));
    const channels = fake.channels(apnsBindings);
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry' });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'sent' });
  });

  it('[Z13] a token that would lead elsewhere is none', async () => {
    const fake = new FakeProvider();
    const outcome = await fake.channels(apnsBindings).send(messageTo({ ...to, token: '../../other' }));
    expect(outcome).toMatchObject({ kind: 'failed', address: 'invalid' });
    expect(fake.sent).toEqual([]);
  });
});
