import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import type { ActionCall } from '../../../../src/inbox/ports';
import { FakeProvider, nowMs } from './fake-provider';

const secret = `whsec_${btoa('thirty-two-bytes-of-a-good-secret')}`;
const call: ActionCall = {
  notificationId: 'n1',
  actionId: 'accept',
  webhook: 'https://hooks.example.com/accept',
  idempotencyKey: 'n1:accept',
  body: { notification_id: 'n1', action_id: 'accept' },
};

describe('the call of an action', () => {
  it('[Z17] is signed, and the same however often it is made', async () => {
    const fake = new FakeProvider().answer(new Response(null, { status: 204 }), new Response(null, { status: 200 }));
    const channels = fake.channels({ ACTION_SECRET: secret });
    expect(await channels.callAction(call)).toEqual({ ok: true, value: null });
    expect(await channels.callAction(call)).toEqual({ ok: true, value: null });
    expect(fake.sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['n1:accept', 'n1:accept']);
    const { url, method, headers, text } = fake.last;
    expect([url, method]).toEqual([call.webhook, 'POST']);
    vi.useFakeTimers({ now: nowMs });
    expect(new Webhook(secret).verify(text, Object.fromEntries(headers))).toEqual(call.body);
    vi.useRealTimers();
  });

  it.each([
    ['fails', 'unavailable', new Response('no', { status: 500 }), 'Its server answered 500.'],
    ['comes too soon', 'unavailable', new Response('no', { status: 429 }), 'Its server answered 429.'],
    ['is refused', 'action-unavailable', new Response('no', { status: 403 }), 'Its server answered 403.'],
    [
      'leads elsewhere',
      'action-unavailable',
      new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } }),
      'Its server answered 302.',
    ],
    ['is not answered', 'unavailable', 'never', 'Its server could not be reached.'],
    ['reaches nobody', 'unavailable', new TypeError('no such host'), 'Its server could not be reached.'],
  ] as const)('[Z17] that %s had no effect', async (_, code, answer, detail) => {
    const fake = new FakeProvider().answer(answer);
    expect(await fake.channels({ ACTION_SECRET: secret }).callAction(call)).toEqual({
      ok: false,
      refusal: { code, detail },
    });
    expect(fake.timeouts).toEqual([10_000]);
  });

  it('[Z16] to an address inside of our network is not made', async () => {
    const fake = new FakeProvider();
    const outcome = await fake.channels({ ACTION_SECRET: secret }).callAction({ ...call, webhook: 'https://169.254.169.254/' });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'action-unavailable' } });
    expect(fake.sent).toEqual([]);
  });

  it('[Z17] is not made without a secret to sign it', async () => {
    const fake = new FakeProvider();
    expect(await fake.channels({}).callAction(call)).toMatchObject({ ok: false });
    expect(fake.sent).toEqual([]);
  });
});
