import {
  abortAllDurableObjects,
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BatchMessage, NotificationJobApi } from '../../src/inbox/jobs/job-api';
import worker from '../../src/index';
import { type Caller, newCaller, newTrip } from '../support/workers-caller';
import { stopClock } from '../support/workers-document';
import { newAdmin, newPersonId, newService, newSource, notificationsOf, sendWebhook } from '../support/workers-intake';

let service: Caller;

beforeAll(async () => {
  service = await newService();
});

afterEach(() => {
  vi.useRealTimers();
});

const news = { type: 'news', title: 'Snow', body: 'The pass is closed.' };

function newPeople(count: number): string[] {
  const prefix = newPersonId();
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

async function startJob(recipients: readonly string[], headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, body } = await service.call('POST', '/v1/notifications', { ...news, recipients }, headers);
  expect(status).toBe(202);
  return body.job_id as string;
}

async function jobOf(id: string) {
  return (await service.call('GET', `/v1/notification-jobs/${id}`)).body;
}

async function completed(id: string) {
  await expect.poll(() => jobOf(id), { timeout: 30_000 }).toMatchObject({ state: 'completed' });
  return jobOf(id);
}

interface StreamEvent {
  readonly event: string | null;
  readonly id: string | null;
  readonly data: unknown;
}

/** Follows a job, behind an event that was heard. */
function followed(id: string, heard?: string): Promise<Response> {
  return exports.default.fetch(`https://trips.example/v1/notification-jobs/${id}/stream`, {
    headers: { authorization: `Bearer ${service.token}`, ...(heard === undefined ? {} : { 'last-event-id': heard }) },
  });
}

/** The events in a text of a stream. */
function eventsIn(text: string): StreamEvent[] {
  const field = (block: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => ({ event: field(block, 'event'), id: field(block, 'id'), data: JSON.parse(field(block, 'data') ?? '') }));
}

const recipientsIn = ({ data }: StreamEvent) => (data as { recipients: { id: string; state: string }[] }).recipients;

async function expectOneEach(people: readonly string[]): Promise<void> {
  const counts = await Promise.all(people.map(async (person) => (await notificationsOf(person)).length));
  expect(counts).toEqual(people.map(() => 1));
}

describe('[Q11] POST /v1/notifications', () => {
  it('one person, many notifications, and what became of each', async () => {
    const [one, two] = [newPersonId(), newPersonId()];
    const single = await service.call('POST', '/v1/notifications', {
      ...news,
      recipients: one,
      priority: 'medium',
      message: 'x',
      body: undefined,
    });
    expect([single.status, single.body]).toEqual([
      202,
      { results: [{ recipient: one, id: expect.any(String), result: 'accepted' }] },
    ]);
    expect(await notificationsOf(one)).toMatchObject([{ title: 'Snow', body: 'x', priority: 'normal' }]);
    const many = await service.call('POST', '/v1/notifications', {
      notifications: [
        { ...news, recipients: [one, two] },
        { ...news, title: 'Sun', recipients: [two] },
      ],
    });
    expect(many.body.results).toMatchObject([{ recipient: one }, { recipient: two }, { recipient: two }]);
    expect((await notificationsOf(two)).map(({ title }) => title).sort()).toEqual(['Snow', 'Sun']);
  });

  it('with an idempotency key the answer is the same also when the call comes many times at once', async () => {
    const person = newPersonId();
    const send = () =>
      service.call('POST', '/v1/notifications', { ...news, recipients: [person] }, { 'idempotency-key': `at-once-${person}` });
    const answers = [...(await Promise.all(Array.from({ length: 6 }, send))), await send()];
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('with an idempotency key nobody is notified twice, and the answer is the same', async () => {
    const person = newPersonId();
    const key = { 'idempotency-key': `key-${person}` };
    const send = (fields: object = {}) =>
      service.call('POST', '/v1/notifications', { ...news, recipients: [person], ...fields }, key);
    const first = await send();
    const second = await send();
    expect([second.status, second.body]).toEqual([202, first.body]);
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await send({ title: 'Other' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    // Another caller's key is another key.
    const other = await newService();
    expect((await other.call('POST', '/v1/notifications', { ...news, recipients: [person] }, key)).status).toBe(202);
    expect(await notificationsOf(person)).toHaveLength(2);
  });

  it('[Q14] what one service sends is neither a duplicate nor a part of what another one sent under the same keys', async () => {
    const person = newPersonId();
    const other = await newService();
    const send = async (caller: Caller, fields: Readonly<Record<string, unknown>>) => {
      const { body } = await caller.call('POST', '/v1/notifications', { recipients: [person], ...fields });
      return (body.results as readonly { readonly result: string }[])[0]?.result;
    };
    const deduped = { type: 'booking_confirmed', dedupe_key: '42' };
    expect(await send(service, deduped)).toBe('accepted');
    expect(await send(service, deduped)).toBe('duplicate');
    expect(await send(other, { ...deduped, type: 'payment_failed' })).toBe('accepted');
    const digested = { ...news, digest_key: '42' };
    expect(await send(service, digested)).toBe('accepted');
    expect(await send(service, digested)).toBe('digested');
    expect(await send(other, digested)).toBe('accepted');
    expect(await notificationsOf(person)).toHaveLength(4);
  });

  it('a call that was interrupted before its answer goes on under the same ids', async () => {
    const person = newPersonId();
    const key = { 'idempotency-key': `key-${person}` };
    const send = () => service.call('POST', '/v1/notifications', { ...news, recipients: [person] }, key);
    const first = await send();
    await env.DB.prepare('UPDATE idempotent_answers SET status = NULL, body = NULL WHERE key = ?1')
      .bind(key['idempotency-key'])
      .run();
    const second = await send();
    expect(second.body.results).toEqual([{ ...(first.body.results as object[])[0], result: 'duplicate' }]);
    expect(await notificationsOf(person)).toHaveLength(1);
  });

  it('[Q12] the members of a trip, and nobody of a deleted one', async () => {
    const [owner, guest] = [await newCaller('Owner'), await newCaller('Guest')];
    const trip = await newTrip(owner, { title: 'x' });
    await owner.call('PUT', `${trip}/members/${guest.id}`, { role: 'viewer' });
    const audience = { trip: trip.slice('/v1/trips/'.length) };
    const answer = await service.call('POST', '/v1/notifications', { ...news, audience });
    expect((answer.body.results as { recipient: string }[]).map(({ recipient }) => recipient).sort()).toEqual(
      [guest.id, owner.id].sort(),
    );
    await owner.call('DELETE', trip);
    expect((await service.call('POST', '/v1/notifications', { ...news, audience })).body).toEqual({ results: [] });
  });

  it('[Q12] everyone who travels somewhere at a time', async () => {
    const place = `Hakodate ${newPersonId()}`;
    const [there, later, archived] = [await newCaller('There'), await newCaller('Later'), await newCaller('Archived')];
    await newTrip(there, { destination: place, start_date: '2027-02-01', end_date: '2027-02-05' });
    await newTrip(later, { destination: place, start_date: '2027-02-06' });
    await newTrip(archived, { destination: place, start_date: '2027-02-01', archived: true });
    const told = async (filter: object) => {
      const { body } = await service.call('POST', '/v1/notifications', { ...news, audience: { everyone: true, filter } });
      return (body.results as { recipient: string }[]).map(({ recipient }) => recipient).sort();
    };
    expect(await told({ destination: place.toUpperCase() })).toEqual([there.id, later.id].sort());
    expect(await told({ destination: place, from: '2027-02-05', to: '2027-02-05' })).toEqual([there.id]);
    expect(await told({ destination: place, from: '2027-02-06' })).toEqual([later.id]);
    expect(await told({ destination: place, to: '2027-01-31' })).toEqual([]);
  });

  it.each([
    ['nobody', { recipients: undefined }],
    ['an audience among several', { notifications: [{ ...news, audience: { everyone: true } }] }],
    ['too many together', { notifications: [{ ...news, recipients: newPeople(101) }] }],
    ['too far ahead', { recipients: ['x'], send_at: '2099-01-01T00:00:00Z' }],
    ['an unknown role in the audience', { audience: { owners: true } }],
  ])('%s is invalid', async (_, fields) => {
    const body = 'notifications' in fields ? fields : { ...news, ...fields };
    expect(await service.call('POST', '/v1/notifications', body)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });
});

describe('[J2] jobs', () => {
  it('[J7] more than a hundred recipients become a job that can be followed to its end', { timeout: 60_000 }, async () => {
    const people = newPeople(230);
    const id = await startJob(people);
    const stream = await followed(id);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const events = eventsIn(await stream.text());
    const told = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
    expect(events.at(-1)).toMatchObject({ event: 'progress', id: null });
    expect(told.at(-1)).toMatchObject({ id, state: 'completed', total: 230, done: 230, accepted: 230, failed: 0 });
    expect(await jobOf(id)).toEqual(told.at(-1));
    await expectOneEach(people);

    const page = await service.call('GET', `/v1/notification-jobs/${id}/recipients?limit=200&state=accepted`);
    expect(page.body.recipients).toHaveLength(200);
    const rest = await service.call('GET', `/v1/notification-jobs/${id}/recipients?cursor=${page.body.next_cursor}`);
    expect(rest.body).toMatchObject({ next_cursor: null });
    const listed = [...(page.body.recipients as { id: string }[]), ...(rest.body.recipients as { id: string }[])];
    expect(listed.map((recipient) => recipient.id)).toEqual([...people].sort());

    const settled = events.filter(({ event }) => event === 'recipients');
    expect(settled.map((event) => recipientsIn(event).length).every((count) => count <= 100)).toBe(true);
    const outcomes = settled.flatMap(recipientsIn);
    expect(outcomes.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [...people].sort().map((person) => ({ id: person, state: 'accepted', result: 'accepted' })),
    );
    // Who comes again hears the others only.
    const heard = settled[0]?.id as string;
    const again = eventsIn(await (await followed(id, heard)).text());
    expect(again).toEqual([...settled.slice(1), { event: 'progress', id: null, data: told.at(-1) }]);
    expect((await followed(id, 'x')).status).toBe(422);
  });

  it('[J7] a stream tells outcomes as they come to be known', { timeout: 60_000 }, async () => {
    const people = newPeople(2);
    const id = await startJob([...people, ...newPeople(100)]);
    await completed(id);
    const job = env.JOBS.getByName(id);
    // As if nobody were settled yet, and the queue had lost everything.
    await runInDurableObject(job, (_, { storage: { sql } }) => {
      sql.exec('DELETE FROM settlements');
      sql.exec("UPDATE job SET state = 'sending', completed_at = NULL");
      sql.exec('DELETE FROM batches WHERE number > 0');
      sql.exec(
        'UPDATE batches SET recipients = ?, total = 2, accepted = 0, done = 0, queued_at = ?',
        ...[JSON.stringify(people), Date.now()],
      );
    });
    const reader = ((await followed(id)).body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    const nextEvents = async () => eventsIn((await reader.read()).value ?? '');
    expect(await nextEvents()).toMatchObject([{ event: 'progress', data: { state: 'sending', done: 0 } }]);
    const told: StreamEvent[] = [];
    const until = async (holds: () => boolean) => {
      while (!holds()) told.push(...(await nextEvents()));
    };
    for (const person of people) {
      const outcome = { person, state: 'accepted', result: 'accepted' } as const;
      await (job as unknown as NotificationJobApi).settle(0, [outcome]);
      await until(() => told.some((event) => event.event === 'recipients' && recipientsIn(event)[0]?.id === person));
    }
    await until(() => told.some(({ data }) => (data as { state?: string }).state === 'completed'));
    expect((await reader.read()).done).toBe(true);
  });

  it('one that always fails is tried later and later', { timeout: 60_000 }, async () => {
    const id = await startJob(newPeople(101));
    await completed(id);
    const job = env.JOBS.getByName(id);
    await runInDurableObject(job, (_, { storage: { sql } }) => {
      sql.exec("UPDATE job SET state = 'sending', completed_at = NULL");
      sql.exec('DROP TABLE batches');
    });
    stopClock();
    const waits: number[] = [];
    for (let call = 0; call < 4; call++) {
      await runDurableObjectAlarm(job);
      const atMs = await runInDurableObject(job, (_, { storage }) => storage.getAlarm());
      waits.push(Number(atMs) - Date.now());
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    await runInDurableObject(job, (_, { storage }) => storage.deleteAlarm());
  });

  it('[J1] a call with the same idempotency key is the same job', { timeout: 60_000 }, async () => {
    const people = newPeople(101);
    const key = { 'idempotency-key': `job-${people[0]}` };
    const ids = await Promise.all([startJob(people, key), startJob(people, key)]);
    expect(ids[0]).toBe(ids[1]);
    await completed(ids[0] as string);
    await expectOneEach(people);
  });

  it('[Q8] a webhook for many is queued, and its repetition is the same job', { timeout: 60_000 }, async () => {
    const source = await newSource(await newAdmin());
    const people = newPeople(101);
    const send = () => sendWebhook(source, { ...news, recipients: people }, { id: `many-${people[0]}` });
    const first = await send();
    expect(first.body).toMatchObject({ state: 'queued', job_id: expect.any(String) });
    expect((await send()).body).toEqual(first.body);
    const admin = await newAdmin();
    const job = () => admin.call('GET', `/v1/notification-jobs/${first.body.job_id}`);
    await expect.poll(job, { timeout: 30_000 }).toMatchObject({ body: { state: 'completed', accepted: 101 } });
    await expectOneEach(people);
  });

  it('[J3] objects that die in the middle lose nobody and tell nobody twice', { timeout: 60_000 }, async () => {
    const people = newPeople(350);
    const id = await startJob(people);
    for (let cut = 0; cut < 4; cut++) {
      await abortAllDurableObjects();
      await runDurableObjectAlarm(env.JOBS.getByName(id));
    }
    expect(await completed(id)).toMatchObject({ total: 350, accepted: 350, failed: 0 });
    await expectOneEach(people);
  });

  it('[J5] a batch in the dead-letter queue has failed, and what was accepted stays so', async () => {
    const id = crypto.randomUUID();
    const job = env.JOBS.getByName(id) as unknown as NotificationJobApi;
    const dispatch = {
      draft: {
        type: 'news',
        data: {},
        image: null,
        actions: [],
        expiresAtMs: null,
        sendAtMs: null,
        dedupeKey: null,
        digestKey: null,
      },
      source: 'api',
      caller: service.id,
      eventKey: id,
      createdAtMs: Date.now(),
    };
    await job.create({ id, createdBy: service.id, dispatch, audience: { kind: 'people', people: newPeople(3) } });
    await completed(id);
    const dead = createMessageBatch<BatchMessage>('triptrip-notifications-failed', [
      { id: '1', timestamp: new Date(), attempts: 1, body: { job: id, batch: 0 } },
    ]);
    await worker.queue(dead, env);
    const result = await getQueueResult(dead, createExecutionContext());
    expect(result.explicitAcks).toEqual(['1']);
    expect(await jobOf(id)).toMatchObject({ accepted: 3, failed: 0 });
  });

  it('a job that never was is not found', async () => {
    for (const path of ['', '/recipients', '/stream']) {
      const answer = await service.call('GET', `/v1/notification-jobs/${crypto.randomUUID()}${path}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
    }
    expect((await service.call('GET', '/v1/notification-jobs/nonsense')).status).toBe(404);
  });
});
