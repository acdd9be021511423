import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, base, type Caller, newCaller } from '../support/workers-caller';
import { newAdmin, newPersonId, newService, newSource } from '../support/workers-intake';

/** What the requests are about. */
interface World {
  readonly source: string;
  /** Path of a source's delivery that is not there: who may ask gets 404. */
  readonly delivery: string;
  readonly ownJob: string;
  readonly otherJob: string;
}

const call = (method: string, path: (world: World) => string, body?: () => unknown) => (who: Caller, world: World) =>
  who.call(method, path(world), body?.());
const sources = '/v1/webhook-sources';

/** Asks for the stream, and does not wait for the end of the job. */
async function follow(who: Caller, { otherJob }: World): Promise<Answer> {
  const headers = { authorization: `Bearer ${who.token}` };
  const answer = await exports.default.fetch(`${base}${otherJob}/stream`, { headers });
  if (answer.status !== 200) return { status: answer.status, headers: answer.headers, body: await answer.json() };
  await answer.body?.cancel();
  return { status: answer.status, headers: answer.headers, body: {} };
}

const newName = () => ({ name: `role-${crypto.randomUUID().slice(0, 8)}` });

/** Everything that can be asked of the intake, and how it is answered to who may. */
const requests: Readonly<Record<string, readonly [number, (who: Caller, world: World) => Promise<Answer>]>> = {
  'send a notification': [
    202,
    call(
      'POST',
      () => '/v1/notifications',
      () => ({ type: 'x', title: 'x', recipients: [newPersonId()] }),
    ),
  ],
  'read their job': [200, call('GET', ({ ownJob }) => ownJob)],
  'list the recipients of their job': [200, call('GET', ({ ownJob }) => `${ownJob}/recipients`)],
  'read the job of another': [200, call('GET', ({ otherJob }) => otherJob)],
  'list the recipients of the job of another': [200, call('GET', ({ otherJob }) => `${otherJob}/recipients`)],
  'follow the job of another': [200, follow],
  'declare a source': [201, call('POST', () => sources, newName)],
  'list sources': [200, call('GET', () => sources)],
  'read a source': [200, call('GET', ({ source }) => source)],
  'change a source': [
    200,
    call(
      'PUT',
      ({ source }) => source,
      () => ({ description: 'x' }),
    ),
  ],
  'rotate a secret': [
    200,
    call(
      'POST',
      ({ source }) => `${source}/rotate`,
      () => ({}),
    ),
  ],
  'disable a source': [200, call('POST', ({ source }) => `${source}/disable`)],
  'enable a source': [200, call('POST', ({ source }) => `${source}/enable`)],
  'read the log of a source': [200, call('GET', ({ source }) => `${source}/deliveries`)],
  'replay a delivery': [404, call('POST', ({ delivery }) => `${delivery}/replay`)],
  'remove a source': [404, call('DELETE', () => `${sources}/nobody`)],
  'list subscriptions': [200, call('GET', () => '/v1/inbox/subscriptions')],
  subscribe: [200, call('PUT', () => '/v1/inbox/subscriptions/price_alert')],
  unsubscribe: [204, call('DELETE', () => '/v1/inbox/subscriptions/price_alert')],
};

const sending = ['send a notification', 'read their job', 'list the recipients of their job'];
const managing = Object.keys(requests).filter((name) => /source|delivery|secret/.test(name));
const ofOthers = Object.keys(requests).filter((name) => name.includes('of another'));
const reading = ['list subscriptions'];
const subscribing = [...reading, 'subscribe', 'unsubscribe'];

const people: Readonly<Record<string, { readonly claims: Readonly<Record<string, unknown>>; readonly may: readonly string[] }>> =
  {
    user: { claims: {}, may: subscribing },
    service: { claims: { role: 'service' }, may: [...sending, ...subscribing] },
    admin: { claims: { role: 'admin' }, may: Object.keys(requests) },
    'user with a token to send': { claims: { scope: 'notifications:write' }, may: [] },
    'service with a token to send': { claims: { role: 'service', scope: 'notifications:write' }, may: sending },
    'service with a token for its inbox': { claims: { role: 'service', scope: 'inbox:read' }, may: reading },
    'admin with a token for webhooks': { claims: { role: 'admin', scope: 'webhooks:write' }, may: managing },
    'admin with a token to send': { claims: { role: 'admin', scope: 'notifications:write' }, may: [...sending, ...ofOthers] },
    'admin with a token for trips': { claims: { role: 'admin', scope: 'trips:write' }, may: [] },
    'user with a token for their inbox': { claims: { scope: 'inbox:write' }, may: subscribing },
    'user with a token to read their inbox': { claims: { scope: 'inbox:read' }, may: reading },
  };

async function newJob(sender: Caller): Promise<string> {
  const recipients = Array.from({ length: 101 }, (_, index) => `${sender.id}-${index}`);
  const { body } = await sender.call('POST', '/v1/notifications', { type: 'x', title: 'x', recipients });
  return `/v1/notification-jobs/${body.job_id}`;
}

let source: string;
let otherJob: string;

beforeAll(async () => {
  source = `${sources}/${(await newSource(await newAdmin())).name}`;
  otherJob = await newJob(await newService());
});

describe.each(Object.entries(people))('[Q2] [J7] roles × routes: %s', (_, { claims, may }) => {
  let who: Caller;
  let world: World;

  beforeAll(async () => {
    who = await newCaller('Somebody', claims);
    const ownJob = may.includes('read their job') ? await newJob(who) : otherJob;
    world = { source, delivery: `${source}/deliveries/${crypto.randomUUID()}`, ownJob, otherJob };
  });

  it.each(Object.entries(requests))('%s', async (name, [expected, ask]) => {
    const answer = await ask(who, world);
    if (may.includes(name)) return expect(answer.status).toBe(expected);
    // To who may send, the job of another is not there.
    const hidden = may.includes('send a notification') && name.includes('of another');
    expect([answer.status, answer.body.code]).toEqual(hidden ? [404, 'not-found'] : [403, 'forbidden']);
  });
});

it('without a token nothing of it answers', async () => {
  for (const [method, path] of [
    ['POST', '/v1/notifications'],
    ['GET', otherJob],
    ['GET', `${otherJob}/recipients`],
    ['GET', `${otherJob}/stream`],
    ['POST', sources],
    ['GET', sources],
    ['GET', source],
    ['PUT', source],
    ['DELETE', source],
    ['POST', `${source}/rotate`],
    ['POST', `${source}/enable`],
    ['POST', `${source}/disable`],
    ['GET', `${source}/deliveries`],
    ['POST', `${source}/deliveries/${crypto.randomUUID()}/replay`],
    ['GET', '/v1/inbox/subscriptions'],
    ['PUT', '/v1/inbox/subscriptions/x'],
    ['DELETE', '/v1/inbox/subscriptions/x'],
  ] as const) {
    const answer = await exports.default.fetch(`${base}${path}`, { method });
    expect([method, path, answer.status]).toEqual([method, path, 401]);
  }
});
