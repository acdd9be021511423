import { describe, expect, it } from 'vitest';
import { verificationLimits as limits } from '../../../../src/protocol/limits';
import { codeOf, Inbox, value } from './notifications-harness';

const mailbox = { label: 'Mail', address: { kind: 'email', email: 'aoi@example.org' } } as const;

/** Somebody who has just typed in a mailbox, and the code that it was sent. */
function withMailbox(): { inbox: Inbox; code: string } {
  const inbox = new Inbox();
  value(inbox.calls.putDevice('mail', mailbox));
  return { inbox, code: inbox.takeCode() };
}

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
const state = (inbox: Inbox, id = 'mail') => value(inbox.calls.devices()).find((device) => device.id === id)?.state;

describe('[M14] a mailbox that somebody typed in', () => {
  it('gets a code in the language of its person, and nothing else before it is shown', () => {
    const { inbox, code } = withMailbox();
    expect(code).toMatch(/^[0-9]{6}$/);
    const id = inbox.bring({ priority: 'critical' });
    inbox.pass(1);
    expect([inbox.plan(id, 'email'), inbox.alertsTo('email')]).toEqual([['skip', 'not-verified'], []]);
    const test = value(inbox.calls.test('email'));
    expect(inbox.plan(test, 'email')).toEqual(['skip', 'not-verified']);
    expect(value(inbox.calls.verifyDevice('mail', code))).toMatchObject({ state: 'active', verification: null });
    const next = inbox.bring({ priority: 'critical' });
    inbox.pass(1);
    expect(inbox.deliveries(next, 'email')).toEqual([['sent', 'handed-over']]);
  });

  it('is told its code in words that lead nowhere, in Japanese too', () => {
    const inbox = new Inbox();
    inbox.prefer({ language: 'ja' });
    value(inbox.calls.putDevice('mail', mailbox));
    const content = inbox.sent[0]?.content;
    expect(content).toMatchObject({ isCode: true, actions: [], title: `確認コード：${inbox.takeCode()}` });
  });

  it('is not verified by a wrong code, nor by the right one after maxTries wrong ones', () => {
    const { inbox, code } = withMailbox();
    for (let left = limits.maxTries - 1; left > 0; left--) {
      expect(inbox.calls.verifyDevice('mail', wrong(code))).toEqual({
        ok: false,
        refusal: { code: 'wrong-code', extensions: { tries_left: left } },
      });
    }
    inbox.restart();
    expect(codeOf(inbox.calls.verifyDevice('mail', wrong(code)))).toBe('code-over');
    expect(codeOf(inbox.calls.verifyDevice('mail', code))).toBe('code-over');
    expect(state(inbox)).toBe('unverified');
  });

  it('is verified until codeMs is over, and not after it', () => {
    const [early, late] = [withMailbox(), withMailbox()];
    early.inbox.pass(limits.codeMs - 1);
    late.inbox.pass(limits.codeMs);
    expect(codeOf(early.inbox.calls.verifyDevice('mail', early.code))).toBe('ok');
    expect(codeOf(late.inbox.calls.verifyDevice('mail', late.code))).toBe('code-over');
  });

  it('gets another code after resendMs, which takes the place of the first', () => {
    const { inbox, code } = withMailbox();
    expect(inbox.calls.sendCode('mail')).toMatchObject({
      refusal: { code: 'rate-limited', extensions: { retryAfterMs: limits.resendMs } },
    });
    inbox.pass(limits.resendMs);
    value(inbox.calls.sendCode('mail'));
    const second = inbox.takeCode();
    expect(codeOf(inbox.calls.verifyDevice('mail', code))).toBe('wrong-code');
    expect(codeOf(inbox.calls.verifyDevice('mail', second))).toBe('ok');
    expect(inbox.sent).toEqual([]);
  });

  it('whose code could not be sent says why, and need not wait for another', () => {
    const inbox = new Inbox();
    value(inbox.calls.putDevice('mail', mailbox));
    inbox.answerAll({ kind: 'unconfigured', inOutbox: false });
    expect(value(inbox.calls.devices())).toMatchObject([{ verification: { failure: 'unconfigured' } }]);
    value(inbox.calls.sendCode('mail'));
    inbox.answerAll({ kind: 'sent', providerId: null });
    expect(value(inbox.calls.devices())).toMatchObject([{ verification: { failure: null } }]);
  });

  it('whose code came back says so, until there is another one', () => {
    const inbox = new Inbox();
    value(inbox.calls.putDevice('mail', mailbox));
    const [first] = inbox.sent;
    inbox.answerAll({ kind: 'sent', providerId: null });
    const report = (outcome: 'bounced' | 'delivered') =>
      inbox.notifications.providerReported({
        ...{ deliveryId: first?.deliveryId ?? '', outcome },
        ...{ detail: null, atMs: inbox.nowMs },
      });
    const failure = () => value(inbox.calls.devices())[0]?.verification?.failure;
    for (const outcome of ['delivered', 'bounced', 'bounced', 'delivered'] as const) value(report(outcome));
    expect([state(inbox), failure()]).toEqual(['unverified', 'bounced']);
    inbox.pass(limits.resendMs);
    value(inbox.calls.sendCode('mail'));
    expect(failure()).toBeNull();
    value(report('bounced'));
    expect(failure()).toBeNull();
  });

  it('is counted for whoever asks, and only when a code goes there', () => {
    const target = (inbox: Inbox, id: string, email: string | null) =>
      inbox.calls.codeTarget(id, email === null ? null : { kind: 'email', email });
    const [aoi, ben] = [new Inbox(), new Inbox()];
    const ofAddress = value(target(aoi, 'mail', 'aoi@example.org'));
    expect(ofAddress).not.toBeNull();
    expect(value(target(ben, 'other', 'AOI@example.org'))).toBe(ofAddress);
    expect(value(target(aoi, 'mail', 'ren@example.org'))).not.toBe(ofAddress);
    expect(codeOf(target(aoi, 'mail', null))).toBe('not-found');

    value(aoi.calls.putDevice('mail', mailbox));
    expect(value(target(aoi, 'mail', 'aoi@example.org'))).toBeNull();
    expect(codeOf(target(aoi, 'mail', null))).toBe('rate-limited');
    aoi.pass(limits.resendMs);
    expect(value(target(aoi, 'mail', null))).toBe(ofAddress);
    value(aoi.calls.verifyDevice('mail', aoi.takeCode()));
    expect(value(target(aoi, 'mail', null))).toBeNull();
    expect(value(target(aoi, 'mail', 'aoi@example.org'))).toBeNull();
  });

  it('is sent no second code by a call that is repeated, and keeps its code under another id', () => {
    const { inbox, code } = withMailbox();
    value(inbox.calls.putDevice('mail', mailbox));
    value(inbox.calls.putDevice('post', mailbox));
    expect(inbox.sent).toEqual([]);
    expect(value(inbox.calls.verifyDevice('post', code))).toMatchObject({ id: 'post', state: 'active' });
  });

  it('has to be shown anew when it is another one, or was dead; not when it only has another name', () => {
    const { inbox, code } = withMailbox();
    value(inbox.calls.verifyDevice('mail', code));
    expect(value(inbox.calls.putDevice('mail', { ...mailbox, label: 'Home' })).state).toBe('active');
    const other = { label: 'Mail', address: { kind: 'email', email: 'ren@example.org' } } as const;
    expect(value(inbox.calls.putDevice('mail', other)).state).toBe('unverified');
    value(inbox.calls.verifyDevice('mail', inbox.takeCode()));
    inbox.outcome = { kind: 'failed', reason: 'gone', address: 'invalid' };
    inbox.bring();
    inbox.pass(1);
    expect(state(inbox)).toBe('invalid');
    expect(value(inbox.calls.putDevice('mail', other)).state).toBe('unverified');
  });

  it('that was removed takes its code along', () => {
    const { inbox, code } = withMailbox();
    value(inbox.calls.removeDevice('mail'));
    expect(codeOf(inbox.calls.verifyDevice('mail', code))).toBe('not-found');
    value(inbox.calls.putDevice('mail', mailbox));
    expect(inbox.takeCode()).not.toBe(code);
    expect(codeOf(inbox.calls.verifyDevice('mail', code))).toBe('wrong-code');
  });
});

it('[M14] a person gets maxCodesPerDay codes, wherever they would go', () => {
  const inbox = new Inbox();
  const put = (n: number) =>
    inbox.calls.putDevice('mail', { label: 'Mail', address: { kind: 'email', email: `${n}@example.org` } });
  for (let n = 0; n < limits.maxCodesPerDay; n++) {
    value(put(n));
    inbox.pass(1);
  }
  expect(codeOf(put(99))).toBe('rate-limited');
  expect(value(inbox.calls.devices())).toMatchObject([{ address: '1…@example.org' }]);
  inbox.pass(24 * 60 * 60 * 1000);
  expect(codeOf(put(99))).toBe('ok');
});

it('[M14] a browser says itself where it is, and needs no code', () => {
  const inbox = new Inbox();
  const address = { kind: 'web_push', endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' } as const;
  expect(value(inbox.calls.putDevice('browser', { label: 'Firefox', address }))).toMatchObject({
    state: 'active',
    verification: null,
  });
  expect(inbox.sent).toEqual([]);
});
