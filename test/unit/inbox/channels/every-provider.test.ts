import { describe, expect, it } from 'vitest';
import type { DeviceAddress } from '../../../../src/inbox/channels/channel';
import type { ChannelBindings } from '../../../../src/inbox/channels/config';
import { FakeProvider, json, messageTo, nowMs } from './fake-provider';
import { apnsBindings, fcmBindings, subscription, vapidBindings } from './keys';

const mail: DeviceAddress = { kind: 'email', email: 'aoi@mail.example' };
const from = { MAIL_FROM: 'TripTrip <trips@mail.example>' };

/** Each provider with what it needs, the answer by which it takes a message, and its time. */
const providers: readonly (readonly [string, Partial<ChannelBindings>, DeviceAddress, () => Response, number])[] = [
  ['web push', vapidBindings, subscription, () => new Response(null, { status: 201 }), 30_000],
  ['FCM', fcmBindings, { kind: 'fcm', token: 'device-token' }, () => json(200, { name: 'projects/p/messages/1' }), 30_000],
  [
    'APNs',
    apnsBindings,
    { kind: 'apns', token: 'ab12', topic: 'app.triptrip' },
    () => new Response(null, { status: 200 }),
    30_000,
  ],
  [
    'SendGrid',
    { MAIL_PROVIDER: 'sendgrid', SENDGRID_API_KEY: 'k', ...from },
    mail,
    () => new Response(null, { status: 202 }),
    60_000,
  ],
  ['Resend', { MAIL_PROVIDER: 'resend', RESEND_API_KEY: 'k', ...from }, mail, () => json(200, { id: 'm1' }), 60_000],
  [
    'SES',
    { MAIL_PROVIDER: 'ses', SES_ACCESS_KEY_ID: 'A', SES_SECRET_ACCESS_KEY: 's', SES_REGION: 'eu-west-1', ...from },
    mail,
    () => json(200, { MessageId: 'm1' }),
    60_000,
  ],
  [
    'Twilio',
    { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: '+15550100' },
    { kind: 'sms', number: '+818012345678' },
    () => json(201, { sid: 'SM1' }),
    30_000,
  ],
];

/** A fake whose next answer is to the message itself: FCM has exchanged its token. */
async function ready(name: string, bindings: Partial<ChannelBindings>, to: DeviceAddress, taken: () => Response) {
  const fake = new FakeProvider();
  const channels = fake.channels(bindings);
  if (name === 'FCM') {
    fake.answer(json(200, { access_token: 'access', expires_in: 3_600 }), taken());
    await channels.send(messageTo(to));
  }
  return { fake, channels };
}

describe.each(providers)('%s', (name, bindings, to, taken, timeoutMs) => {
  it('[Z11] takes a message within its time', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    fake.answer(taken());
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'sent' });
    expect(fake.timeouts.at(-1)).toBe(timeoutMs);
    expect(fake.reports).toEqual([]);
  });

  it('[Z12] is asked again later when it has too much to do, at the time it says', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    const later = new Date(nowMs + 90_000).toUTCString();
    fake.answer(
      json(429, {}, { 'retry-after': '120' }),
      json(503, {}, { 'retry-after': later }),
      json(500, {}),
      json(429, {}, { 'retry-after': 'soon' }),
    );
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry', retryAfterMs: 120_000 });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry', retryAfterMs: 90_000 });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry', retryAfterMs: null });
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'retry', retryAfterMs: null });
  });

  it('[Z12] is asked again later when it does not answer, or cannot be reached', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    fake.answer('never');
    expect(await channels.send(messageTo(to))).toEqual({
      kind: 'retry',
      reason: `no answer within ${timeoutMs / 1000} s`,
      retryAfterMs: null,
    });
  });

  it('[Z12] is asked again later when the network is down', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    fake.answer(new TypeError('secret-address unreachable'));
    const outcome = await channels.send(messageTo(to));
    expect(outcome).toEqual({ kind: 'retry', reason: 'not reached (TypeError)', retryAfterMs: null });
  });

  it('[Z13] is not asked again when it refuses the message, and the address is kept', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    fake.answer(json(400, { message: 'aoi@mail.example is not welcome' }));
    const outcome = await channels.send(messageTo(to));
    expect(outcome).toMatchObject({ kind: 'failed', address: null });
    expect(JSON.stringify(outcome)).not.toContain('aoi@');
  });

  it('[Z13] leads nowhere else', async () => {
    const { fake, channels } = await ready(name, bindings, to, taken);
    fake.answer(new Response(null, { status: 307, headers: { location: 'http://169.254.169.254/' } }));
    const before = fake.sent.length;
    expect(await channels.send(messageTo(to))).toMatchObject({ kind: 'failed' });
    expect(fake.sent.length).toBe(before + 1);
  });
});

describe('what nobody has configured', () => {
  it.each(providers)('[Z14] %s: says so, and shows in development what would have gone', async (_, __, to) => {
    const fake = new FakeProvider();
    expect(await fake.channels({}, { development: true }).send(messageTo(to))).toEqual({ kind: 'unconfigured', inOutbox: true });
    expect(fake.outbox).toMatchObject([{ person: 'aoi', kind: to.kind, subject: 'Booked: 嵐山 <ryokan>', atMs: nowMs }]);
    expect(await fake.channels({}).send(messageTo(to))).toEqual({ kind: 'unconfigured', inOutbox: false });
    expect(fake.outbox).toHaveLength(1);
    expect(fake.sent).toEqual([]);
  });

  it('[Z14] half of what a provider needs is not enough, and is reported', async () => {
    const fake = new FakeProvider();
    const channels = fake.channels({ MAIL_PROVIDER: 'resend', FCM_SERVICE_ACCOUNT: '{', TWILIO_AUTH_TOKEN: 't' });
    expect(await channels.send(messageTo(mail))).toEqual({ kind: 'unconfigured', inOutbox: false });
    expect(fake.reports).toEqual(['bindings of channels cannot be used']);
  });

  it('[Z12] a key that is none loses no message', async () => {
    const fake = new FakeProvider();
    const channels = fake.channels({ ...apnsBindings, APNS_PRIVATE_KEY: 'no key' });
    const outcome = await channels.send(messageTo({ kind: 'apns', token: 'ab12', topic: 'app.triptrip' }));
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(fake.reports).toEqual(['a message could not be sent']);
  });
});
