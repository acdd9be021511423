import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes } from '../../../src/protocol/codes';
import { authorization, fakeWorker, tripId } from '../../support/workers-fake-env';

interface ProblemBody {
  readonly [member: string]: unknown;
}

async function problemOf(answer: Response): Promise<ProblemBody> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer.json() as Promise<ProblemBody>;
}

describe('problems', () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])('a document that refuses with %s', async (code) => {
    const refusal = { code, detail: 'Why.', extensions: { pointer: '/title', status: 200, code: 'forged' } };
    const worker = fakeWorker({ trip: { read: async () => ({ ok: false, refusal }) } });
    const answer = await worker.fetch(`/v1/trips/${tripId}?token=x`, { headers: { authorization } });
    expect(answer.status).toBe(errorCodes[code].status);
    expect(await problemOf(answer)).toEqual({
      type: `urn:triptrip:problem:${code}`,
      title: errorCodes[code].title,
      status: errorCodes[code].status,
      code,
      detail: 'Why.',
      instance: `/v1/trips/${tripId}`,
      request_id: answer.headers.get('x-request-id'),
      pointer: '/title',
    });
  });

  it.each([
    ['unavailable', undefined, '1'],
    ['unavailable', 2_500, '3'],
    ['rate-limited', undefined, '60'],
    ['rate-limited', 400, '1'],
    ['forbidden', undefined, null],
  ] as const)('%s after %s ms says when to come back: %s s', async (code, retryAfterMs, expected) => {
    const refusal = { code, extensions: { retryAfterMs } };
    const worker = fakeWorker({ trip: { read: async () => ({ ok: false, refusal }) } });
    const answer = await worker.fetch(`/v1/trips/${tripId}`, { headers: { authorization } });
    expect(answer.headers.get('retry-after')).toBe(expected);
  });

  it('a fault of our own says nothing of itself', async () => {
    const worker = fakeWorker({
      trip: {
        read: async () => {
          throw new TypeError('secret detail of the code');
        },
      },
    });
    const answer = await worker.fetch(`/v1/trips/${tripId}`, { headers: { authorization } });
    expect(answer.status).toBe(500);
    const problem = await problemOf(answer);
    expect(problem).toEqual({
      type: 'urn:triptrip:problem:internal',
      title: errorCodes.internal.title,
      status: 500,
      code: 'internal',
      instance: `/v1/trips/${tripId}`,
      request_id: answer.headers.get('x-request-id'),
    });
  });

  it.each(['retryable', 'overloaded', 'durableObjectReset'])('an object that is %s is unavailable for now', async (property) => {
    const worker = fakeWorker({ trip: { read: () => Promise.reject(Object.assign(new Error('reset'), { [property]: true })) } });
    const answer = await worker.fetch(`/v1/trips/${tripId}`, { headers: { authorization } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await problemOf(answer)).toMatchObject({ code: 'unavailable' });
  });

  it('a database that is down is a fault of ours', async () => {
    const worker = fakeWorker({ rows: new Error('D1 is down') });
    const answer = await worker.fetch('/v1/trips', { headers: { authorization } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('D1');
  });

  it('an address that does not exist', async () => {
    const answer = await fakeWorker().fetch('/v1/nothing');
    expect(answer.status).toBe(404);
    expect(await problemOf(answer)).toMatchObject({ code: 'not-found', instance: '/v1/nothing' });
  });

  it.each([
    ['PUT', '/v1/trips', 'GET, HEAD, OPTIONS, POST'],
    ['POST', `/v1/trips/${tripId}`, 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['GET', `/v1/trips/${tripId}/sync`, 'OPTIONS, POST'],
    ['POST', `/v1/trips/${tripId}/members/ben`, 'DELETE, OPTIONS, PUT'],
    ['DELETE', '/v1/me', 'GET, HEAD, OPTIONS'],
    ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('%s %s names the methods there are: %s', async (method, path, allow) => {
    const answer = await fakeWorker().fetch(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await problemOf(answer)).toMatchObject({ code: 'method-not-allowed' });
  });
});
