import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  isSecretOf,
  type SignatureScheme,
  type SourceSecret,
  secretOf,
  verifySignature,
} from '../../../../src/inbox/intake/webhook-signatures';
import { intakeLimits } from '../../../../src/protocol/limits';

/** The example of the Standard Webhooks specification and of its libraries. */
const golden = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

function request(headers: Readonly<Record<string, string>>, body: string) {
  return { header: (name: string) => headers[name], body: Uint8Array.from(new TextEncoder().encode(body)) };
}

function verify(
  headers: Readonly<Record<string, string>>,
  { body = golden.body, secrets = [golden.secret], nowMs = golden.timestamp * 1000, scheme = 'standard' as SignatureScheme } = {},
) {
  const kept: SourceSecret[] = secrets.map((secret) => ({ secret, untilMs: null }));
  return verifySignature(scheme, kept, request(headers, body), nowMs);
}

const headers = {
  'webhook-id': golden.id,
  'webhook-timestamp': String(golden.timestamp),
  'webhook-signature': golden.signature,
};
const right = { ok: true, eventId: golden.id };

describe('[Q3] Standard Webhooks', () => {
  it('the golden vector', async () => {
    expect(await verify(headers)).toEqual(right);
  });

  it.each([
    ['the first of several', `${golden.signature} v1,bm9ldHUtCg==`],
    ['the last of several', `v1,bm9ldHUtCg== v1a,abc ${golden.signature}`],
    ['beside other versions', `v2,${golden.signature.slice(3)} ${golden.signature}`],
  ])('a signature counts: %s', async (_, signature) => {
    expect(await verify({ ...headers, 'webhook-signature': signature })).toEqual(right);
  });

  it.each([
    ['another version', `v2,${golden.signature.slice(3)}`],
    ['no version', golden.signature.slice(3)],
    ['a part of it', golden.signature.slice(0, -1)],
    ['more than it', `${golden.signature}=`],
    ['separated by commas', `${golden.signature},v1,abc`],
    ['empty', 'v1,'],
  ])('%s is no signature', async (_, signature) => {
    expect(await verify({ ...headers, 'webhook-signature': signature })).toEqual({ ok: false, reason: 'no-matching-signature' });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('nothing without %s', async (name) => {
    const { [name]: _, ...rest } = headers as Record<string, string>;
    expect(await verify(rest)).toEqual({ ok: false, reason: 'headers-missing' });
  });

  it.each([
    ['a byte of the body', headers, `${golden.body} `],
    ['the id', { ...headers, 'webhook-id': 'msg_other' }, golden.body],
    ['the time', { ...headers, 'webhook-timestamp': String(golden.timestamp + 1) }, golden.body],
  ])('another signature is wanted for %s', async (_, changed, body) => {
    expect(await verify(changed, { body })).toEqual({ ok: false, reason: 'no-matching-signature' });
  });

  it.each([
    [-intakeLimits.webhookToleranceSeconds, true],
    [intakeLimits.webhookToleranceSeconds, true],
    [-intakeLimits.webhookToleranceSeconds - 1, false],
    [intakeLimits.webhookToleranceSeconds + 1, false],
  ])('%i s from now: %s', async (seconds, isGood) => {
    const verdict = await verify(headers, { nowMs: (golden.timestamp + seconds) * 1000 });
    expect(verdict).toEqual(isGood ? right : { ok: false, reason: 'timestamp-outside-tolerance' });
  });

  it.each(['1614265330.0', '0x60379132', ' 1614265330', '1614265330abc', '-1614265330', ''])(
    '%j is no time',
    async (timestamp) => {
      expect(await verify({ ...headers, 'webhook-timestamp': timestamp })).toEqual({ ok: false, reason: 'headers-missing' });
    },
  );

  it('[Q9] with two secrets either is good, and a former one only until its end', async () => {
    expect(await verify(headers, { secrets: [other, golden.secret] })).toEqual(right);
    const secrets = (untilMs: number): SourceSecret[] => [
      { secret: other, untilMs: null },
      { secret: golden.secret, untilMs },
    ];
    const nowMs = golden.timestamp * 1000;
    expect(await verifySignature('standard', secrets(nowMs + 1), request(headers, golden.body), nowMs)).toEqual(right);
    expect((await verifySignature('standard', secrets(nowMs), request(headers, golden.body), nowMs)).ok).toBe(false);
  });

  it('what the library signs is accepted, in any language', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.uint8Array({ minLength: 24, maxLength: 64 }), async (body, key) => {
        const secret = secretOf(key);
        const signature = new Webhook(secret).sign(golden.id, new Date(golden.timestamp * 1000), body);
        const verdict = await verify({ ...headers, 'webhook-signature': signature }, { body, secrets: [secret] });
        expect(verdict).toEqual(right);
      }),
    );
  });

  it('whatever the headers say, it answers and does not throw', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(headers)));
    await fc.assert(
      fc.asyncProperty(value, value, value, fc.string(), async (id, timestamp, signature, body) => {
        const sent = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
        const isGolden = JSON.stringify(sent) === JSON.stringify(headers) && body === golden.body;
        expect((await verify(sent, { body })).ok).toBe(isGolden);
      }),
    );
  });
});

describe('[Q4] X-Hub-Signature-256', () => {
  // The example of GitHub's documentation.
  const secret = "It's a Secret to Everybody";
  const body = 'Hello, World!';
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const hub = (value: string | undefined, sent = body) =>
    verify(value === undefined ? {} : { 'x-hub-signature-256': value }, { scheme: 'hub', secrets: [secret], body: sent });

  it('the golden vector', async () => {
    const digest = 'dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f';
    expect(await hub(signature)).toEqual({ ok: true, eventId: `body:${digest}` });
    expect(await hub(signature.toUpperCase().replace('SHA256', 'sha256'))).toMatchObject({ ok: true });
  });

  it('the id of the event is its body: headers that say otherwise change nothing', async () => {
    const claimed = { 'x-hub-signature-256': signature, 'x-github-delivery': 'another', 'webhook-id': 'another' };
    expect(await verify(claimed, { scheme: 'hub', secrets: [secret], body })).toEqual(await hub(signature));
  });

  it.each([
    [undefined, 'headers-missing'],
    ['', 'no-matching-signature'],
    [signature.slice(0, -1), 'no-matching-signature'],
    [signature.replace('sha256', 'sha1'), 'no-matching-signature'],
    [`sha256=${'0'.repeat(64)}`, 'no-matching-signature'],
  ])('%s: %s', async (value, reason) => {
    expect(await hub(value)).toEqual({ ok: false, reason });
  });

  it('a source that signs by one scheme is not believed in the other', async () => {
    expect((await verify(headers, { scheme: 'hub' })).ok).toBe(false);
    const mac = createHmac('sha256', golden.secret).update(golden.body).digest('hex');
    expect((await verify({ 'x-hub-signature-256': `sha256=${mac}` })).ok).toBe(false);
  });
});

describe('secrets', () => {
  it.each([
    ['standard', secretOf(new Uint8Array(32)), true],
    ['standard', secretOf(new Uint8Array(24)), true],
    ['standard', secretOf(new Uint8Array(64)), true],
    ['standard', secretOf(new Uint8Array(23)), false],
    ['standard', secretOf(new Uint8Array(65)), false],
    ['standard', golden.secret.slice('whsec_'.length), false],
    ['standard', `${golden.secret}!`, false],
    ['standard', golden.secret.slice(0, -1), false],
    ['hub', 'sixteen-letters!', true],
    ['hub', 'fifteen-letters', false],
    ['hub', 'sixteen letters!', false],
  ] as const)('%s %s: %s', (scheme, secret, isGood) => {
    expect(isSecretOf(scheme, secret)).toBe(isGood);
  });
});
