import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src/protocol/codes';
import { describeError } from '../../../web/sdk/errors';
import { type ProblemCode, ProblemError, readProblem, readRetryAfterMs } from '../../../web/sdk/problem';
import type { DenialReason, DocumentStatus } from '../../../web/sdk/status';

const codes = [...(Object.keys(errorCodes) as ProblemCode[]), 'network', 'unexpected'] as const;
const denials: DenialReason[] = ['unauthenticated', 'forbidden', 'not-found', 'conflict', 'too-large', 'malformed'];
const interruptions = ['network', 'server', 'authentication'] as const;

const denied = (reason: DenialReason): DocumentStatus => ({ name: 'denied', reason, code: 4400 });
const offline = (reason: (typeof interruptions)[number]): DocumentStatus => ({ name: 'offline', reason, retryAtMs: null });

const everything = [
  ...codes.map((code) => ({ title: code as string, describe: (locale: string) => describeError(code, locale) })),
  ...denials.map((reason) => ({
    title: `denied: ${reason}`,
    describe: (locale: string) => describeError(denied(reason), locale),
  })),
  ...interruptions.map((reason) => ({
    title: `offline: ${reason}`,
    describe: (locale: string) => describeError(offline(reason), locale),
  })),
  { title: 'polling', describe: (locale: string) => describeError({ name: 'polling', reason: 'blocked' }, locale) },
];

describe('errors in words', () => {
  it.each(everything)('$title: a polite Japanese and an English sentence that name no code', ({ describe }) => {
    const ja = describe('ja');
    const en = describe('en');
    expect(ja?.message).toMatch(/^[^a-zA-Z]+(です|ます|ません|ください)。$/);
    expect(en?.message).toMatch(/^[A-Z][a-zA-Z ,.:'-]+\.$/);
    expect(en?.message).not.toMatch(/\b(token|code|HTTP|socket|client id|patch)\b/i);
    expect([ja?.action, ja?.retryAfterMs]).toEqual([en?.action, en?.retryAfterMs]);
  });

  it.each(everything)('$title: says nothing of trips, as events and calendars can have it too', ({ describe }) => {
    expect(describe('ja')?.message).not.toMatch(/旅|プラン/);
    expect(describe('en')?.message).not.toMatch(/\btrips?\b/i);
  });

  it.each(everything)('$title: a time to try again just when trying again helps', ({ describe }) => {
    const description = describe('en');
    const helps = description?.action === 'retry' || description?.action === 'wait';
    expect(description?.retryAfterMs !== null).toBe(helps);
  });

  it('connection problems are tried again after 5 s, a rate limit after 10', () => {
    expect(describeError('network', 'en')).toMatchObject({ action: 'retry', retryAfterMs: 5_000 });
    expect(describeError(offline('network'), 'en')).toMatchObject({ action: 'retry', retryAfterMs: 5_000 });
    expect(describeError('rate-limited', 'en')).toMatchObject({ action: 'wait', retryAfterMs: 10_000 });
  });

  it('what the server asks for wins', () => {
    const limited = new ProblemError('rate-limited', 429, 'slow down', { retryAfterMs: 42_000 });
    expect(describeError(limited, 'en')).toMatchObject({ action: 'wait', retryAfterMs: 42_000 });
    const silent = new ProblemError('rate-limited', 429, 'slow down');
    expect(describeError(silent, 'en').retryAfterMs).toBe(10_000);
    const pointless = new ProblemError('forbidden', 403, 'no', { retryAfterMs: 1_000 });
    expect(describeError(pointless, 'en').retryAfterMs).toBeNull();
  });

  it('a status in which nothing is wrong has no description', () => {
    const calm: DocumentStatus[] = [
      { name: 'connecting', failures: 0 },
      { name: 'live' },
      { name: 'polling', reason: 'hidden' },
      { name: 'closed' },
    ];
    for (const status of calm) expect(describeError(status, 'en')).toBeNull();
  });

  it('regions of Japanese are Japanese, every other language is answered in English', () => {
    const [ja, en] = [describeError('network', 'ja').message, describeError('network', 'en').message];
    expect(describeError('network', 'ja-JP').message).toBe(ja);
    expect(describeError('network', 'JA').message).toBe(ja);
    for (const locale of ['en-GB', 'de', 'jav', '']) expect(describeError('network', locale).message).toBe(en);
  });

  it('a code of a newer server, and whatever else is thrown, is unexpected', () => {
    const unexpected = describeError('unexpected', 'en');
    expect(describeError(new ProblemError('made-up' as ProblemCode, 418, 'x'), 'en')).toEqual(unexpected);
    expect(describeError('constructor' as ProblemCode, 'en')).toEqual(unexpected);
    expect(describeError(new TypeError('x'), 'en')).toEqual(unexpected);
  });

  it('a gateway that does not reach the server is an interruption', () => {
    expect(describeError(new ProblemError('unexpected', 502, 'x'), 'en')).toMatchObject({ action: 'retry', retryAfterMs: 5_000 });
    expect(describeError(new ProblemError('unexpected', 500, 'x'), 'en')).toMatchObject({ action: 'report' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['99999999999', 86_400_000],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['Sun, 22 Nov 2037 09:00:00 GMT', 86_400_000],
    ['soon', null],
    ['-5x', null],
    [null, null],
  ])('%s', (header, expected) => {
    expect(readRetryAfterMs(header, Date.parse('2026-11-22T10:00:00Z'))).toBe(expected);
  });

  it('is read from every answer that is not ok', async () => {
    const headers = { 'retry-after': '7' };
    const problem = await readProblem(Response.json({ code: 'rate-limited', title: 'x' }, { status: 429, headers }));
    expect([problem.code, problem.retryAfterMs]).toEqual(['rate-limited', 7_000]);
    const gateway = await readProblem(new Response('<html>', { status: 503, headers }));
    expect([gateway.code, gateway.retryAfterMs]).toEqual(['unexpected', 7_000]);
    expect((await readProblem(new Response('', { status: 500 }))).retryAfterMs).toBeNull();
  });
});
