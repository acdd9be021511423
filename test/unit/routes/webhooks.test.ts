import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { sealWith } from '../../../src/inbox/intake/sealed';
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

async function send(world: FakeWorld, signedWith: string) {
  const worker = fakeWorker({ rows: [row], vars, ...world });
  const body = '{}';
  const now = new Date();
  const answer = await worker.fetch('/v1/webhooks/fares', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
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
  /** Sends one, and tells whose shares it took from until `refused` was asked. */
  async function sharesUntil(refused: string, signedWith = secret) {
    const shares: string[] = [];
    const admits = (share: string) => {
      shares.push(share);
      return share !== refused;
    };
    const { status, problem } = await send({ admits }, signedWith);
    return { status, code: problem.code, shares };
  }

  it('is that of its address first, before anything is read', async () => {
    expect(await sharesUntil('address:192.0.2.1')).toEqual({ status: 429, code: 'rate-limited', shares: ['address:192.0.2.1'] });
  });

  it('is that of its source when it is signed', async () => {
    const shares = ['address:192.0.2.1', 'source:fares'];
    expect(await sharesUntil('source:fares')).toEqual({ status: 429, code: 'rate-limited', shares });
  });

  it('what nobody signed takes nothing from the source', async () => {
    const wrong = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(await sharesUntil('source:fares', wrong)).toEqual({
      status: 401,
      code: 'bad-signature',
      shares: ['address:192.0.2.1'],
    });
  });
});

describe('[Q10] without a key for what is kept', () => {
  it.each([undefined, '', 'too-short'])('SOURCE_KEY %j: webhooks are not there yet, and no object is touched', async (value) => {
    const { status, problem, touched } = await send({ vars: value === undefined ? {} : { SOURCE_KEY: value } }, secret);
    expect([status, problem.code, touched]).toEqual([503, 'unavailable', []]);
  });
});
