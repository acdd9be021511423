import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { sealWith } from '../../../src/inbox/intake/sealed';
import { forgetSource } from '../../../src/routes/source-cache';
import { type FakeWorld, fakeWorker } from '../../support/workers-fake-env';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const key = new Uint8Array(32).fill(3);
const seal = sealWith(key, (count) => crypto.getRandomValues(new Uint8Array(count)));

/** A source as the database has it. */
const row = {
  name: 'fares',
  description: '',
  scheme: 'standard',
  secrets: await seal.seal(JSON.stringify([{ secret, untilMs: null }]), 'secrets of fares'),
  mapping: null,
  types: '{}',
  enabled: 1,
  created_by: 'admin',
  created_at: '2026-11-22T00:00:00.000Z',
  updated_at: '2026-11-22T00:00:00.000Z',
};
const vars = { SOURCE_KEY: Buffer.from(key).toString('base64') };

async function send(world: FakeWorld, signedWith: string, mediaType = 'application/json') {
  const worker = fakeWorker({ rows: [row], vars, ...world });
  const body = '{}';
  const now = new Date();
  const answer = await worker.fetch('/v1/webhooks/fares', {
    method: 'POST',
    headers: {
      'content-type': mediaType,
      'cf-connecting-ip': '192.0.2.1',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(signedWith).sign('msg_1', now, body),
    },
    body,
  });
  return { status: answer.status, problem: (await answer.json()) as { code: string; reason?: string }, touched: worker.touched };
}

describe('[Q13] the share of a webhook', () => {
  const wrong = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

  /** Sends one for a source that was read a moment ago, or not, and tells whose shares it took from until `refused` was asked. */
  async function sharesUntil(refused: string, { signedWith = secret, isKnown = false, mediaType = 'application/json' } = {}) {
    forgetSource(row.name);
    if (isKnown) await send({}, secret);
    const shares: string[] = [];
    const admits = (share: string) => {
      shares.push(share);
      return share !== refused;
    };
    const { status, problem } = await send({ admits }, signedWith, mediaType);
    return { status, code: problem.code, shares };
  }

  it('is that of its address before the database is asked for its source', async () => {
    expect(await sharesUntil('address:192.0.2.1')).toEqual({ status: 429, code: 'rate-limited', shares: ['address:192.0.2.1'] });
  });

  it('is that of its source when it is signed, and when the source is known that alone', async () => {
    const shares = ['source:fares'];
    expect(await sharesUntil('nobody')).toMatchObject({ shares: ['address:192.0.2.1', ...shares] });
    expect(await sharesUntil('nobody', { isKnown: true })).toMatchObject({ shares });
  });

  it('is counted when it is done, and decides about the next one until there is a share again', async () => {
    const isLimited = async (refused: string) => {
      const { code, shares } = await sharesUntil(refused);
      expect(shares).toContain('source:fares');
      return code === 'rate-limited';
    };
    expect(await isLimited('source:fares')).toBe(false);
    expect(await isLimited('source:fares')).toBe(true);
    expect(await isLimited('source:fares')).toBe(true);
    expect(await isLimited('nobody')).toBe(false);
    expect(await isLimited('source:fares')).toBe(false);
    expect(await isLimited('nobody')).toBe(false);
  });

  it.each([false, true])('is that of its address when nobody signed it; source known: %j', async (isKnown) => {
    const shares = ['address:192.0.2.1'];
    const unsigned = { signedWith: wrong, isKnown };
    expect(await sharesUntil('source:fares', unsigned)).toEqual({ status: 401, code: 'bad-signature', shares });
    expect(await sharesUntil('address:192.0.2.1', unsigned)).toEqual({ status: 429, code: 'rate-limited', shares });
  });

  it('is that of its address when it cannot be read', async () => {
    const unreadable = { isKnown: true, mediaType: 'text/plain' };
    const shares = ['address:192.0.2.1'];
    expect(await sharesUntil('nobody', unreadable)).toEqual({ status: 415, code: 'unsupported-media-type', shares });
    expect(await sharesUntil('address:192.0.2.1', unreadable)).toEqual({ status: 429, code: 'rate-limited', shares });
  });
});

describe('[Q10] without a key for what is kept', () => {
  it.each([undefined, '', 'too-short'])('SOURCE_KEY %j: webhooks are not there yet, and no object is touched', async (value) => {
    const { status, problem, touched } = await send({ vars: value === undefined ? {} : { SOURCE_KEY: value } }, secret);
    expect([status, problem.code, touched]).toEqual([503, 'unavailable', []]);
  });
});
