import { describe, expect, it } from 'vitest';
import { deliveryLimits as limits } from '../../../../src/protocol/limits';
import { codeOf, elevenPmMs, hourMs, Inbox, later, minuteMs, noonMs, value, withDevices } from './notifications-harness';

describe('[K1] a delivery', () => {
  it('goes to every device of its channel, in the words of the language, and the trace says so', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.register('web_push', 'web_push-2');
    inbox.prefer({ language: 'ja' });
    const { title: _title, body: _body, ...draft } = inbox.draft({ type: 'booking_confirmed', data: { trip_id: 't1' } });
    inbox.notifications.accept([draft]);
    inbox.pass(0);
    expect(inbox.alertsTo('web_push').map(({ to }) => to)).toMatchObject([
      { endpoint: 'https://push.example/web_push-1' },
      { endpoint: 'https://push.example/web_push-2' },
    ]);
    expect(inbox.alertsTo('email')).toMatchObject([
      { person: 'aoi', content: { language: 'ja', url: '/trips/t1', unreadCount: 1 } },
    ]);
    expect(inbox.deliveries(draft.id, 'push')).toEqual([
      ['sent', 'handed-over'],
      ['sent', 'handed-over'],
    ]);
    expect([inbox.plan(draft.id, 'push'), inbox.plan(draft.id, 'sms')]).toEqual([
      ['send', 'by-type'],
      ['skip', 'not-of-type'],
    ]);
  });

  it('into the app is delivered when a client says that it has the event, and read when it is read', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    expect(inbox.deliveries(id, 'in_app')).toEqual([['sent', 'handed-over']]);
    inbox.notifications.seen([id, 'unknown']);
    expect(inbox.deliveries(id, 'in_app')).toEqual([['delivered', 'confirmed']]);
    inbox.calls.read(id);
    inbox.notifications.seen([id]);
    expect(inbox.deliveries(id, 'in_app')).toEqual([['read', 'read']]);
  });

  it.each([
    [false, null],
    [true, 'dev-outbox'],
  ])('[K9] without a provider fails once, and the trace says why; in an outbox: %s', (inOutbox, error) => {
    const inbox = withDevices('email');
    inbox.outcome = { kind: 'unconfigured', inOutbox };
    const id = inbox.bring();
    inbox.pass(48 * hourMs);
    expect(inbox.sent).toHaveLength(1);
    expect(inbox.deliveries(id, 'email')).toEqual([['failed', 'unconfigured']]);
    const trace = value(inbox.calls.trace(id)).channels.find(({ channel }) => channel === 'email');
    expect(trace?.deliveries).toMatchObject([{ error }]);
  });

  it('leads into the app and nowhere else', () => {
    const inbox = withDevices('email');
    const elsewhere = ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example', '/\n\\evil.example'];
    for (const url of ['/events/e1', ...elsewhere]) inbox.bring({ data: { url } });
    // Half a surrogate pair: no address can name it.
    inbox.bring({ data: { trip_id: '\ud800' } });
    inbox.pass(minuteMs);
    const urls = inbox.alertsTo('email').map(({ content }) => content.kind === 'alert' && content.url);
    expect(urls).toEqual(['/events/e1', ...elsewhere.map(() => '/'), '/']);
  });

  it('[K2] waits while as many are under way as may be', () => {
    const inbox = withDevices('email');
    inbox.outcome = null;
    for (let index = 0; index < limits.maxParallel + 2; index++) inbox.bring();
    inbox.pass(1_000);
    expect(inbox.sent).toHaveLength(limits.maxParallel);
    inbox.answerAll({ kind: 'sent', providerId: null });
    inbox.pass(0);
    expect(inbox.sent).toHaveLength(limits.maxParallel + 2);
  });
});

describe('[K4] a delivery that fails for now', () => {
  it.each([
    ['email', [0, 1, 6, 36, 156, 1_596]],
    ['web_push', [0, 1, 6]],
    ['sms', [0, 1, 6]],
  ] as const)('by %s is tried again after these minutes, and then given up', (kind, minutes) => {
    const inbox = withDevices(kind);
    inbox.outcome = later;
    const times: number[] = [];
    inbox.afterSend = () => times.push((inbox.nowMs - noonMs) / minuteMs);
    const id = inbox.bring({ type: 'payment_failed' });
    inbox.pass(72 * hourMs);
    expect(times).toEqual(minutes);
    expect(inbox.deliveries(id, kind === 'web_push' ? 'push' : kind)).toEqual([['expired', 'tries-exhausted']]);
  });

  it('waits as long as its provider says, and shows when it is tried next', () => {
    const inbox = withDevices('email');
    inbox.outcome = { kind: 'retry', reason: '429', retryAfterMs: 10 * minuteMs };
    const id = inbox.bring();
    inbox.pass(0);
    const [trace] = value(inbox.calls.trace(id)).channels.flatMap(({ channel, deliveries }) =>
      channel === 'email' ? deliveries : [],
    );
    expect(trace).toMatchObject({
      state: 'pending',
      reason: 'will-retry',
      tries: 1,
      nextTryMs: noonMs + 10 * minuteMs,
      error: '429',
    });
    inbox.outcome = { kind: 'sent', providerId: 'm1' };
    inbox.pass(10 * minuteMs);
    expect(inbox.deliveries(id, 'email')).toEqual([['sent', 'handed-over']]);
  });

  it('waits no longer than the longest of the waits, whatever its provider says, and not past the expiry', () => {
    const inbox = withDevices('email');
    inbox.outcome = { kind: 'retry', reason: '429', retryAfterMs: 999_999_999_000 };
    const id = inbox.bring({ expiresAtMs: noonMs + 36 * hourMs });
    inbox.pass(24 * hourMs - 1);
    expect(inbox.sent).toHaveLength(1);
    inbox.pass(1);
    expect(inbox.sent).toHaveLength(2);
    // A third one would come after the notification has expired.
    expect(inbox.deliveries(id, 'email')).toEqual([['expired', 'expired']]);
  });

  it('is not tried after the notification has expired', () => {
    const inbox = withDevices('email');
    inbox.outcome = later;
    const id = inbox.bring({ expiresAtMs: noonMs + 4 * minuteMs });
    inbox.pass(hourMs);
    expect(inbox.sent).toHaveLength(2);
    expect(inbox.deliveries(id, 'email')).toEqual([['expired', 'expired']]);
  });
});

describe('[K5] a delivery that fails for good', () => {
  it('ends its address, and asks the person once to register it again', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.outcome = { kind: 'failed', reason: '410', address: 'invalid' };
    const id = inbox.bring();
    inbox.pass(0);
    expect(inbox.deliveries(id, 'push')).toEqual([['failed', 'address-invalid']]);
    expect(value(inbox.calls.devices()).map(({ state }) => state)).toEqual(['invalid', 'invalid']);
    const notices = inbox.list().notifications.filter(({ type }) => type === 'device_invalid');
    expect(notices.map(({ data }) => data.device_id).toSorted()).toEqual(['email-1', 'web_push-1']);
    for (const { title, data } of notices) expect(title).toBe(`${data.device_label} cannot be reached`);
    const next = inbox.bring();
    inbox.pass(hourMs);
    expect(inbox.sent).toHaveLength(2);
    expect(inbox.plan(next, 'push')).toEqual(['skip', 'address-invalid']);
  });

  it('is as it was when the address is registered again', () => {
    const inbox = withDevices('email');
    inbox.outcome = { kind: 'failed', reason: 'bounce', address: 'invalid' };
    inbox.bring();
    inbox.pass(0);
    inbox.register('email');
    inbox.outcome = { kind: 'sent', providerId: null };
    const id = inbox.bring();
    inbox.pass(0);
    expect(inbox.deliveries(id, 'email')).toEqual([['sent', 'handed-over']]);
  });

  it('leaves an address alone that was registered while it was under way to the one before', () => {
    const inbox = withDevices('web_push');
    inbox.outcome = null;
    const id = inbox.bring();
    inbox.pass(minuteMs / 4);
    const address = { kind: 'web_push', endpoint: 'https://push.example/renewed', p256dh: 'p', auth: 'a' } as const;
    value(inbox.calls.putDevice('web_push-1', { label: 'Phone', address }));
    inbox.answerAll({ kind: 'failed', reason: '410', address: 'invalid' });
    expect(inbox.deliveries(id, 'push')).toEqual([['failed', 'address-invalid']]);
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'active' }]);
  });

  it('says nothing to whoever opted out', () => {
    const inbox = withDevices('sms');
    inbox.outcome = { kind: 'failed', reason: '21610', address: 'opted_out' };
    const id = inbox.bring({ type: 'payment_failed' });
    inbox.pass(0);
    expect(inbox.deliveries(id, 'sms')).toEqual([['failed', 'opted-out']]);
    expect(inbox.ids()).toEqual([id]);
    const next = inbox.bring({ type: 'payment_failed' });
    expect(inbox.plan(next, 'sms')).toEqual(['skip', 'opted-out']);
  });
});

describe('[K6] what a provider reports later', () => {
  function sentMail() {
    const inbox = withDevices('email');
    const id = inbox.bring();
    inbox.pass(0);
    const deliveryId = inbox.sent[0]?.deliveryId ?? '';
    const report = (outcome: 'delivered' | 'opened' | 'bounced' | 'opted-out' | 'failed') =>
      value(inbox.notifications.providerReported({ deliveryId, outcome, detail: null, atMs: inbox.nowMs }));
    return { inbox, id, report };
  }

  it('moves a delivery on, and never back', () => {
    const { inbox, id, report } = sentMail();
    report('delivered');
    expect(inbox.deliveries(id, 'email')).toEqual([['delivered', 'confirmed']]);
    report('opened');
    report('delivered');
    expect(inbox.deliveries(id, 'email')).toEqual([['read', 'opened']]);
    // That a program loaded the mail does not say that somebody read it.
    expect(inbox.unread()).toBe(1);
  });

  it.each([
    ['delivered', 'failed'],
    ['failed', 'delivered'],
  ] as const)('takes no delivery back for a bounce that passes: %s, %s', (...reports) => {
    const { inbox, id, report } = sentMail();
    for (const one of reports) report(one);
    expect(inbox.deliveries(id, 'email')).toEqual([['delivered', 'confirmed']]);
  });

  it('[K8] a mail that was opened leaves nothing pending elsewhere', () => {
    const inbox = withDevices('email', 'web_push');
    inbox.register('email', 'email-2');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring();
    inbox.outcome = null;
    inbox.pass(0);
    const [first, second] = inbox.alertsTo('email').map(({ deliveryId }) => deliveryId) as [string, string];
    inbox.notifications.sent(first, { kind: 'sent', providerId: 'm1' });
    inbox.notifications.sent(second, later);
    const opened = { deliveryId: first, outcome: 'opened', detail: null, atMs: inbox.nowMs } as const;
    value(inbox.notifications.providerReported(opened));
    expect(inbox.deliveries(id, 'push')).toEqual([['read', 'read']]);
    expect(inbox.deliveries(id, 'email')).toEqual([
      ['read', 'opened'],
      ['read', 'read'],
    ]);
    const sent = inbox.sent.length;
    inbox.pass(24 * hourMs);
    expect(inbox.sent).toHaveLength(sent);
    expect([inbox.unread(), inbox.eventTypes()]).toEqual([1, ['notification:new']]);
  });

  it('ends an address that bounces', () => {
    const { inbox, id, report } = sentMail();
    report('delivered');
    report('bounced');
    report('bounced');
    expect(inbox.deliveries(id, 'email')).toEqual([['failed', 'address-invalid']]);
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'invalid' }]);
    expect(inbox.list().notifications.filter(({ type }) => type === 'device_invalid')).toHaveLength(1);
  });

  it('leaves what came back where it is, when an earlier report comes after', () => {
    const { inbox, id, report } = sentMail();
    report('bounced');
    report('delivered');
    expect(inbox.deliveries(id, 'email')).toEqual([['failed', 'address-invalid']]);
  });

  it('does not end an address that was registered since', () => {
    const { inbox, report } = sentMail();
    inbox.pass(1_000);
    inbox.register('email');
    report('bounced');
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'active' }]);
  });

  it('an opt-out ends the address, whenever it was registered, and takes nothing back', () => {
    const { inbox, id, report } = sentMail();
    report('delivered');
    inbox.pass(1_000);
    inbox.register('email');
    report('opted-out');
    expect(inbox.deliveries(id, 'email')).toEqual([['delivered', 'confirmed']]);
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'opted_out' }]);
    expect(inbox.list().notifications.filter(({ type }) => type === 'device_invalid')).toEqual([]);
  });

  it.each(['replaced', 'removed'])('an opt-out ends the address that it is about, and no other: it was %s', (what) => {
    const { inbox, report } = sentMail();
    if (what === 'removed') value(inbox.calls.removeDevice('email-1'));
    const address = { kind: 'email', email: 'new@example.org' } as const;
    value(inbox.calls.putDevice('email-1', { label: 'Mail', address }));
    value(inbox.calls.verifyDevice('email-1', inbox.takeCode()));
    report('opted-out');
    expect(value(inbox.calls.devices())).toMatchObject([{ address: 'n…@example.org', state: 'active' }]);
  });

  it('an opt-out ends the address also under another id', () => {
    const { inbox, report } = sentMail();
    value(inbox.calls.removeDevice('email-1'));
    const address = { kind: 'email', email: 'email-1@example.org' } as const;
    value(inbox.calls.putDevice('mail', { label: 'Mail', address }));
    value(inbox.calls.verifyDevice('mail', inbox.takeCode()));
    report('opted-out');
    expect(value(inbox.calls.devices())).toMatchObject([{ id: 'mail', state: 'opted_out' }]);
  });

  it('about something else changes nothing', () => {
    const { inbox, id } = sentMail();
    const other = { deliveryId: 'other', outcome: 'bounced', detail: null, atMs: 0 } as const;
    expect(codeOf(inbox.notifications.providerReported(other))).toBe('not-found');
    expect(inbox.deliveries(id, 'email')).toEqual([['sent', 'handed-over']]);
  });
});
