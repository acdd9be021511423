import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { inboxLimits, intakeLimits } from '../../src/protocol/limits';
import { type Answer, type Caller, newCaller } from '../support/workers-caller';
import { newAdmin, newPersonId, newSource, notificationsOf, post, sendWebhook, type TestSource } from '../support/workers-intake';

let admin: Caller;
let source: TestSource;

beforeAll(async () => {
  admin = await newAdmin();
  source = await newSource(admin);
});

const message = (person: string) => ({ type: 'price_alert', recipients: [person], title: '値下げ', body: '¥9,800' });

async function logOf({ name }: TestSource): Promise<readonly Record<string, unknown>[]> {
  const { body } = await admin.call('GET', `/v1/webhook-sources/${name}/deliveries`);
  return body.deliveries as Record<string, unknown>[];
}

describe('[Q8] a signed webhook', () => {
  it('is in the inbox when it is answered', async () => {
    const person = newPersonId();
    const answer = await sendWebhook(source, message(person));
    expect([answer.status, answer.body]).toEqual([200, { delivery_id: expect.any(String), state: 'accepted', accepted: 1 }]);
    expect(await notificationsOf(person)).toMatchObject([
      { type: 'price_alert', title: '値下げ', body: '¥9,800', category: 'booking', priority: 'normal' },
    ]);
  });

  it('goes to each of several recipients once, however often they are named', async () => {
    const people = [newPersonId(), newPersonId()];
    const { body } = await sendWebhook(source, { ...message(''), recipients: [...people, ...people] });
    expect(body).toMatchObject({ accepted: 2 });
    for (const person of people) expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('[Q6] sent again is harmless, and answered the same', async () => {
    const person = newPersonId();
    const first = await sendWebhook(source, message(person), { id: `again-${person}` });
    const second = await sendWebhook(source, message(person), { id: `again-${person}` });
    expect(second.body).toEqual(first.body);
    expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('[Q6] sent many times at once it is one', async () => {
    const person = newPersonId();
    const id = `at-once-${person}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendWebhook(source, message(person), { id })));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await notificationsOf(person)).toHaveLength(1);
    expect((await logOf(source)).filter(({ event_id }) => event_id === id)).toMatchObject([{ tries: 8, state: 'accepted' }]);
  });

  it('[Q6] an event that comes again with other words changes nothing', async () => {
    const person = newPersonId();
    const id = `again-${person}`;
    for (const title of ['first', 'second']) await sendWebhook(source, { ...message(person), title }, { id });
    expect(await notificationsOf(person)).toMatchObject([{ title: 'first' }]);
  });

  it('[Q6] what is not signed cannot send an event to somebody else', async () => {
    const mapped = await newSource(admin, {
      mapping: [{ notification: { type: 'x', recipients: '{/subject}', title: '{/data/title}' } }],
    });
    const [person, other] = [newPersonId(), newPersonId()];
    const id = `taken-${person}`;
    const send = (subject: string, more = {}) => {
      const attributes = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/', 'ce-type': 't', 'ce-subject': subject };
      return sendWebhook(mapped, { title: 'secret' }, { id, headers: { ...attributes, ...more } });
    };
    expect((await send(person)).status).toBe(200);
    expect((await send(person)).status).toBe(200);
    const changed = [await send(other), await send(person, { 'content-type': 'application/cloudevents+json' })];
    expect(changed.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([422, 'idempotency-key-reused']));
    expect(await notificationsOf(other)).toEqual([]);
    expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('[Q6] [Q10] an event that comes again without its headers is refused, and the log keeps what became of it', async () => {
    const mapped = await newSource(admin, { mapping: [{ notification: { type: 'x', recipients: '{/subject}', title: 'x' } }] });
    for (const to of [mapped, source]) {
      const person = newPersonId();
      const id = `stripped-${person}`;
      const attributes = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/', 'ce-type': 't', 'ce-subject': person };
      const first = await sendWebhook(to, message(person), { id, headers: attributes });
      expect([first.status, first.body.state]).toEqual([200, 'accepted']);
      const [before] = await logOf(to);
      const stripped = await sendWebhook(to, message(person), { id });
      expect([stripped.status, stripped.body.code]).toEqual([422, 'idempotency-key-reused']);
      const [after] = await logOf(to);
      expect(after).toEqual(before);
      expect(after).toMatchObject({ event_id: id, state: 'accepted', tries: 1, result: first.body });
      expect(await notificationsOf(person)).toHaveLength(1);
    }
  });

  it('[Q9] after a rotation both secrets are good; the new one is told once', async () => {
    const rotated = await newSource(admin);
    const { body } = await admin.call('POST', `/v1/webhook-sources/${rotated.name}/rotate`, {});
    expect(body.secret).toMatch(/^whsec_/);
    expect(body.secret).not.toBe(rotated.secret);
    expect(Date.parse(body.former_secret_until as string)).toBeGreaterThan(Date.now() + intakeLimits.rotationMs - 60_000);
    const person = newPersonId();
    expect((await sendWebhook(rotated, message(person))).status).toBe(200);
    expect((await sendWebhook({ ...rotated, secret: body.secret as string }, message(person))).status).toBe(200);

    // A second rotation: the first secret is over.
    await admin.call('POST', `/v1/webhook-sources/${rotated.name}/rotate`, {});
    expect((await sendWebhook(rotated, message(person))).status).toBe(401);
    expect((await sendWebhook({ ...rotated, secret: body.secret as string }, message(person))).status).toBe(200);
    const read = await admin.call('GET', `/v1/webhook-sources/${rotated.name}`);
    expect(JSON.stringify(read.body)).not.toContain('whsec_');
  });

  it('[Q2] a source is made once under an idempotency key, and its secret told again until it has a new one', async () => {
    const name = `source-${crypto.randomUUID().slice(0, 8)}`;
    const make = async (change: Readonly<Record<string, unknown>> = {}) => {
      const headers = { 'idempotency-key': name };
      const { status, body } = await admin.call('POST', '/v1/webhook-sources', { name, ...change }, headers);
      return { status, secret: body.secret, code: body.code };
    };
    const first = await make();
    expect(first).toMatchObject({ status: 201, secret: expect.stringMatching(/^whsec_/) });
    expect(await make()).toEqual({ ...first, status: 200 });
    expect(await make({ description: 'other' })).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const taken = await admin.call('POST', '/v1/webhook-sources', { name });
    expect([taken.status, taken.body.code, taken.body.secret]).toEqual([409, 'already-exists', undefined]);
    await admin.call('POST', `/v1/webhook-sources/${name}/rotate`, {});
    expect(await make()).toEqual({ status: 409, code: 'already-exists', secret: undefined });
    await admin.call('DELETE', `/v1/webhook-sources/${name}`);
    expect(await make()).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('[Q9] a disabled source is not there, until it is enabled again', async () => {
    const disabled = await newSource(admin);
    await admin.call('POST', `/v1/webhook-sources/${disabled.name}/disable`);
    expect((await sendWebhook(disabled, message(newPersonId()))).status).toBe(404);
    await admin.call('POST', `/v1/webhook-sources/${disabled.name}/enable`);
    expect((await sendWebhook(disabled, message(newPersonId()))).status).toBe(200);
  });

  it('[Q4] X-Hub-Signature-256 is taken where the source is declared so', async () => {
    const secret = 'a secret of seventeen'.replaceAll(' ', '-');
    const hub = await newSource(admin, { scheme: 'hub', secret });
    expect(hub.secret).toBe(secret);
    const person = newPersonId();
    const body = JSON.stringify(message(person));
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(body)));
    const hex = Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${hex}` };
    expect((await post(hub.name, body, headers)).status).toBe(200);
    expect((await post(hub.name, body, { ...headers, 'x-github-delivery': 'another' })).status).toBe(200);
    expect(await notificationsOf(person)).toHaveLength(1);
  });
});

describe('[Q7] a mapping', () => {
  const mapping = [
    {
      when: { type: 'com.example.booking.*' },
      notification: {
        type: 'booking_confirmed',
        recipients: '{/data/guests}',
        title: '{/data/hotel} is booked',
        data: { booking: '{/data/id}', at: '{/time}' },
        dedupe_key: '{/data/id}',
        actions: [{ id: 'open', label: 'Open', url: '{/data/url}' }],
      },
    },
    {
      when: { type: 'com.example.fare' },
      notification: { type: 'fare_fell', audience: { type: 'fare_fell' }, title: '{/data/route}' },
    },
  ];
  const event = (guests: readonly string[]) => ({
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: '/bookings',
    type: 'com.example.booking.confirmed',
    time: '2026-11-22T09:00:00Z',
    data: { guests, hotel: '旅館 もみじ', id: crypto.randomUUID(), url: 'https://hotel.example/b/1' },
  });
  let mapped: TestSource;

  beforeAll(async () => {
    mapped = await newSource(admin, {
      mapping,
      types: { fare_fell: { category: 'booking', priority: 'high', channels: ['in_app'] } },
    });
  });

  it('[Q5] makes a notification of a CloudEvent, structured or binary', async () => {
    const person = newPersonId();
    const structured = event([person]);
    const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
    expect((await sendWebhook(mapped, structured, { headers })).status).toBe(200);
    const { data, ...attributes } = event([person]);
    const ce = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    expect((await sendWebhook(mapped, data, { headers: ce })).status).toBe(200);
    const shown = {
      type: 'booking_confirmed',
      title: '旅館 もみじ is booked',
      data: { at: '2026-11-22T09:00:00Z' },
      actions: [{ id: 'open', url: 'https://hotel.example/b/1' }],
    };
    expect(await notificationsOf(person)).toMatchObject([shown, shown]);
  });

  it('[Q12] tells the subscribers of a type, with what the source declares of it', async () => {
    const subscriber = await newSubscriber('fare_fell');
    const body = { type: 'com.example.fare', data: { route: 'CDG–HND' } };
    expect((await sendWebhook(mapped, body)).body).toMatchObject({ state: 'accepted' });
    expect(await notificationsOf(subscriber.id)).toMatchObject([{ type: 'fare_fell', priority: 'high', category: 'booking' }]);
    await subscriber.call('DELETE', '/v1/inbox/subscriptions/fare_fell');
    await sendWebhook(mapped, body);
    expect(await notificationsOf(subscriber.id)).toHaveLength(1);
  });

  it('ignores events that no rule wants, and says so', async () => {
    const answer = await sendWebhook(mapped, { type: 'com.other', x: 1 });
    expect([answer.status, answer.body.state]).toEqual([200, 'ignored']);
  });

  it('a dedupe key makes two events one notification', async () => {
    const person = newPersonId();
    const first = event([person]);
    const second = { ...event([person]), data: first.data };
    const headers = { 'content-type': 'application/cloudevents+json' };
    for (const one of [first, second]) expect((await sendWebhook(mapped, one, { headers })).status).toBe(200);
    expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('[Q10] what made no notification is refused, logged, and can be replayed under a better mapping', async () => {
    const poor = await newSource(admin, { mapping: [{ notification: { type: 'x', recipients: '{/who}', title: '{/title}' } }] });
    const person = newPersonId();
    const sent = { whom: person, title: 'late' };
    const id = `poor-${person}`;
    expect(await sendWebhook(poor, sent, { id })).toMatchObject({ status: 422, body: { code: 'invalid' } });
    const [logged] = await logOf(poor);
    expect(logged).toMatchObject({ event_id: id, state: 'refused', tries: 1, result: { code: 'invalid' } });

    await admin.call('PUT', `/v1/webhook-sources/${poor.name}`, {
      mapping: [{ notification: { type: 'x', recipients: '{/whom}', title: '{/title}' } }],
    });
    const replay = () => admin.call('POST', `/v1/webhook-sources/${poor.name}/deliveries/${logged?.id}/replay`);
    expect(await replay()).toMatchObject({ status: 200, body: { state: 'accepted', accepted: 1 } });
    expect(await replay()).toMatchObject({ status: 200 });
    expect((await sendWebhook(poor, sent, { id })).status).toBe(200);
    expect(await notificationsOf(person)).toMatchObject([{ title: 'late' }]);
  });

  it('[M2] what is to be sent too far ahead is refused, and nobody is told later', async () => {
    const person = newPersonId();
    const send_at = new Date(Date.now() + inboxLimits.maxSendAheadMs + 60_000).toISOString();
    const far = await newSource(admin);
    for (const at of [send_at, '9999-01-01T00:00:00Z']) {
      expect(await sendWebhook(far, { ...message(person), send_at: at })).toMatchObject({
        status: 422,
        body: { code: 'invalid', errors: [{ pointer: '/send_at' }] },
      });
    }
    expect(await logOf(far)).toMatchObject(Array(2).fill({ state: 'refused', result: { code: 'invalid' } }));
    const inbox = env.INBOXES.getByName(person);
    await runInDurableObject(inbox, async (_, { storage }) => expect(await storage.getAlarm()).toBeNull());
  });

  it.each([
    ['a template that is none', { mapping: [{ notification: { title: '{nowhere}' } }] }],
    ['a field that nobody knows', { mapping: [{ notification: { titel: 'x' } }] }],
    ['a reserved name', { name: 'providers' }],
    ['a secret that is none', { secret: 'whsec_short' }],
    ['too many rules', { mapping: Array(intakeLimits.maxMappingRules + 1).fill({ notification: {} }) }],
    ['a type with unknown channels', { types: { x: { channels: ['pigeon'] } } }],
  ])('%s is refused when it is declared', async (_, settings) => {
    const answer = await admin.call('POST', '/v1/webhook-sources', {
      name: `bad-${crypto.randomUUID().slice(0, 8)}`,
      ...settings,
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
  });
});

describe('hostile webhooks', () => {
  const person = newPersonId();
  const good = JSON.stringify(message(person));
  const bad: Readonly<Record<string, () => Promise<Answer>>> = {
    '401 bad-signature: another secret': () => sendWebhook({ ...source, secret: `whsec_${btoa('x'.repeat(32))}` }, good),
    '401 bad-signature: no signature': () => post(source.name, good, { 'content-type': 'application/json' }),
    '401 bad-signature: an old timestamp': () => sendWebhook(source, good, { sentAtMs: Date.now() - 301_000 }),
    '401 bad-signature: a timestamp to come': () => sendWebhook(source, good, { sentAtMs: Date.now() + 305_000 }),
    '401 bad-signature: another body': () =>
      sendWebhook(source, good, { headers: { 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' } }),
    '404 not-found: a source that is none': () => sendWebhook({ ...source, name: 'nobody' }, good),
    '404 not-found: a name that cannot be one': () => sendWebhook({ ...source, name: 'No%20Body' }, good),
    '413 too-large: 10 MB': () => sendWebhook(source, JSON.stringify({ ...message(person), body: 'x'.repeat(10_000_000) })),
    '415 unsupported-media-type: a form': () =>
      sendWebhook(source, good, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    '415 unsupported-media-type: a batch of CloudEvents': () =>
      sendWebhook(source, good, { headers: { 'content-type': 'application/cloudevents-batch+json' } }),
    '415 unsupported-media-type: compressed': () => sendWebhook(source, good, { headers: { 'content-encoding': 'gzip' } }),
    '401 bad-signature: what is not signed is not read': () => post(source.name, '{', { 'content-type': 'application/json' }),
    '400 malformed: no JSON': () => sendWebhook(source, '{'),
    '400 malformed: nested too deeply': () => sendWebhook(source, `${'['.repeat(100)}${']'.repeat(100)}`),
  };

  it.each(Object.entries(bad))('[Q13] %s: a problem, and nothing is stored', async (expected, send) => {
    const rows = () => env.DB.prepare('SELECT count(*) AS n FROM webhook_deliveries').first('n');
    const before = await rows();
    const answer = await send();
    const [status, code] = expected.split(/[ :]/);
    expect([String(answer.status), answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await rows()).toBe(before);
    expect(await notificationsOf(person)).toEqual([]);
  });

  it.each([
    ['no recipient', { recipients: [] }],
    ['a recipient that can be nobody', { recipients: ['a\u0000b'] }],
    ['too many recipients', { recipients: Array.from({ length: intakeLimits.maxRecipients + 1 }, (_, index) => `p${index}`) }],
    ['both recipients and an audience', { audience: { everyone: true } }],
    ['a picture that is a script', { image: 'javascript:alert(1)' }],
    ['a button that is a script', { actions: [{ id: 'a', label: 'a', url: 'javascript:alert(1)' }] }],
    ['a button to another host by two slashes', { actions: [{ id: 'a', label: 'a', url: '//evil.example' }] }],
    ['a button to another host by a tab between them', { actions: [{ id: 'a', label: 'a', url: '/\t/evil.example' }] }],
    [
      'two buttons of one id',
      { actions: ['yes', 'no'].map((label) => ({ id: 'a', label, webhook: `https://a.example/${label}` })) },
    ],
    ['a button that leads nowhere', { actions: [{ id: 'a', label: 'a' }] }],
    ['an unknown member', { admin: true }],
    ['too much data', { data: { text: 'x'.repeat(20_000) } }],
    ['half a character in the data', { data: { trip_id: '\ud800' } }],
    ['half a character deep in the data', { data: { stops: [{ '\udfff': 'x' }] } }],
  ])('[Q7] %s is no notification', async (_, fields) => {
    const answer = await sendWebhook(source, { ...message(person), ...fields });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
    expect(await notificationsOf(person)).toEqual([]);
  });

  it('[Q10] secrets and what was brought stand in the database only encrypted', async () => {
    const marked = await newSource(admin);
    await sendWebhook(marked, { ...message(newPersonId()), title: 'a-title-to-be-found' });
    const tables = await env.DB.batch([
      env.DB.prepare('SELECT * FROM webhook_sources'),
      env.DB.prepare('SELECT * FROM webhook_deliveries'),
    ]);
    const dump = JSON.stringify(tables.map(({ results }) => results));
    expect(dump).toContain(marked.name);
    expect(dump).not.toContain('a-title-to-be-found');
    expect(dump).not.toContain(marked.secret);
  });

  it('a removed source leaves nothing', async () => {
    const removed = await newSource(admin);
    await sendWebhook(removed, message(newPersonId()));
    expect((await admin.call('DELETE', `/v1/webhook-sources/${removed.name}`)).status).toBe(204);
    expect((await sendWebhook(removed, good)).status).toBe(404);
    expect((await admin.call('GET', `/v1/webhook-sources/${removed.name}/deliveries`)).status).toBe(404);
    const left = env.DB.prepare('SELECT count(*) AS n FROM webhook_deliveries WHERE source = ?1').bind(removed.name);
    expect(await left.first('n')).toBe(0);
  });

  it('a name is taken once', async () => {
    expect(await admin.call('POST', '/v1/webhook-sources', { name: source.name })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
  });
});

async function newSubscriber(type: string): Promise<Caller> {
  const subscriber = await newCaller('Subscriber');
  expect((await subscriber.call('PUT', `/v1/inbox/subscriptions/${type}`)).status).toBe(200);
  expect((await subscriber.call('GET', '/v1/inbox/subscriptions')).body).toEqual({ subscriptions: [{ type }] });
  return subscriber;
}
