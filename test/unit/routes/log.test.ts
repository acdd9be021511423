import { configure, type LogRecord, reset } from '@logtape/logtape';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorization, type FakeWorld, fakeWorker, tokenFor, tripId } from '../../support/workers-fake-env';

describe('the log', () => {
  const records: LogRecord[] = [];

  beforeEach(async () => {
    records.length = 0;
    await configure({
      sinks: { memory: (record) => void records.push(record) },
      loggers: [
        { category: 'triptrip', sinks: ['memory'], lowestLevel: 'debug' },
        { category: ['logtape', 'meta'], sinks: ['memory'], lowestLevel: 'warning' },
      ],
      reset: true,
    });
  });

  afterEach(reset);

  it('has one line for each request, with the id that the answer has', async () => {
    const answer = await fakeWorker().fetch('/v1/me', { headers: { authorization } });
    expect(records.map((record) => record.properties)).toEqual([
      {
        request_id: answer.headers.get('x-request-id'),
        method: 'GET',
        path: '/v1/me',
        status: 200,
        duration_ms: expect.any(Number),
        person: 'aoi',
      },
    ]);
  });

  it('takes over the id of a caller when it is sane', async () => {
    for (const [sent, taken] of [
      ['0af7651916cd43dd8448eb211c80319c', true],
      ['a.b-c_d1', true],
      ['short', false],
      ['with spaces in it', false],
      ['x'.repeat(65), false],
      ['{"forged":1}', false],
    ] as const) {
      const answer = await fakeWorker().fetch('/healthz', { headers: { 'x-request-id': sent } });
      expect(answer.headers.get('x-request-id') === sent, sent).toBe(taken);
    }
  });

  it('never has a token, whatever goes wrong', async () => {
    const token = await tokenFor({ sub: 'aoi', exp: 1 });
    const world = { trip: { read: () => Promise.reject(new Error('fault')) } };
    for (const path of ['/v1/me', `/v1/trips/${tripId}`, '/v1/nothing']) {
      for (const secret of [token, await tokenFor(), 'garbage-token']) {
        const texts: string[] = [];
        for (const request of [
          { path: `${path}?token=${secret}` },
          { path: `${path}?auth=${secret}` },
          { path, init: { headers: { authorization: `Bearer ${secret}` } } },
        ]) {
          texts.push(await (await fakeWorker(world).fetch(request.path, request.init)).text());
        }
        texts.push(JSON.stringify(records));
        for (const text of texts) expect(text).not.toContain(secret);
      }
    }
    expect(records.length).toBeGreaterThan(20);
  });

  it('[T1][N1] never has a ticket or the token of an invitation, whatever goes wrong', async () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';
    const inviteToken = `${tripId}.${secret}`;
    const fault = () => Promise.reject(new Error('fault'));
    const worlds: FakeWorld[] = [
      {},
      { admits: () => false },
      { trip: { previewInvite: fault, acceptInvite: fault, sync: fault } },
      { trip: { previewInvite: async () => ({ ok: false, refusal: { code: 'invite-over' } }) } },
    ];
    const octets = 'application/octet-stream';
    const requests: readonly [path: string, init?: RequestInit][] = [
      [`/v1/invites/${inviteToken}`],
      [`/v1/invites/${inviteToken}/accept`, { method: 'POST' }],
      [`/v1/invites/${inviteToken}`, { method: 'DELETE' }],
      [`/v1/invites/${inviteToken.replace('.', '%2E')}`],
      [`/v1/invites/${secret}`],
      [`/v1/invites//${inviteToken}`],
      [`//v1//invites/${inviteToken}`],
      [`/invites/${inviteToken}`],
      [`/v1/trips/${tripId}/sync?ticket=tkt_${secret}`, { method: 'POST', headers: { 'content-type': octets } }],
      [`/v1/trips/${tripId}?ticket=tkt_${secret}`],
      [`/v1/me?ticket=tkt_${secret}`, { headers: { authorization: `Ticket tkt_${secret}` } }],
    ];
    for (const world of worlds) {
      for (const [path, init] of requests) {
        const answer = await fakeWorker(world).fetch(path, { ...init, headers: { authorization, ...init?.headers } });
        for (const text of [await answer.text(), JSON.stringify([...answer.headers]), JSON.stringify(records)]) {
          expect(text, path).not.toContain(secret);
        }
      }
    }
    expect(records.length).toBeGreaterThan(worlds.length * requests.length);
    expect(records.map(({ properties }) => properties.path)).toContain('/v1/invites/[token]/accept');
  });

  it('has the stack of a fault, and the answer has its id', async () => {
    const worker = fakeWorker({ trip: { read: () => Promise.reject(new TypeError('fault')) } });
    const answer = await worker.fetch(`/v1/trips/${tripId}`, { headers: { authorization } });
    const { request_id } = (await answer.json()) as { request_id: string };
    expect(records.map((record) => record.properties)).toContainEqual({
      request_id,
      error: { name: 'TypeError', message: 'fault', stack: expect.stringContaining('TypeError: fault') },
    });
  });
});
