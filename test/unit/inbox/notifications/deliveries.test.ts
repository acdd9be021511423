import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../../src/inbox/channels/channel';
import { deliveryLimits as limits } from '../../../../src/protocol/limits';
import { codeOf, hourMs, Inbox, minuteMs, noonMs, value, withDevices } from './notifications-harness';

const later: SendOutcome = { kind: 'retry', reason: '503', retryAfterMs: null };
const elevenPmMs = noonMs + 11 * hourMs;
const sevenAmMs = noonMs + 19 * hourMs;

describe('[K1] a delivery', () => {
  it('goes to every device of its channel, in the words of the language, and the trace says so', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.register('web_push', 'web_push-2');
    value(inbox.calls.putPreferences({ ...value(inbox.calls.preferences()), language: 'ja' }));
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
    for (const url of ['/events/e1', '//evil.example', 'https://evil.example', '/\\evil.example']) inbox.bring({ data: { url } });
    inbox.pass(0);
    expect(inbox.alertsTo('email').map(({ content }) => content.kind === 'alert' && content.url)).toEqual([
      '/events/e1',
      '/',
      '/',
      '/',
    ]);
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

  it('about something else changes nothing', () => {
    const { inbox, id } = sentMail();
    const other = { deliveryId: 'other', outcome: 'bounced', detail: null, atMs: 0 } as const;
    expect(codeOf(inbox.notifications.providerReported(other))).toBe('not-found');
    expect(inbox.deliveries(id, 'email')).toEqual([['sent', 'handed-over']]);
  });
});

describe('[K3] quiet hours', () => {
  it('hold push and SMS until they end; mail goes; in the app it is stored silently', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring();
    inbox.pass(0);
    expect(inbox.sent.map(({ to }) => to.kind)).toEqual(['email']);
    expect(inbox.events()).toMatchObject([{ type: 'notification:new', data: { silent: true } }]);
    expect(inbox.deliveries(id, 'push')).toEqual([['pending', 'quiet-hours']]);
    inbox.pass(sevenAmMs - elevenPmMs - 1);
    expect(inbox.alertsTo('web_push')).toEqual([]);
    inbox.pass(1);
    expect(inbox.alertsTo('web_push')).toHaveLength(1);
  });

  it('what was read meanwhile does not go when they end', () => {
    const inbox = withDevices('web_push');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring();
    inbox.calls.read(id);
    inbox.pass(24 * hourMs);
    expect(inbox.alertsTo('web_push')).toEqual([]);
    expect(inbox.deliveries(id, 'push')).toEqual([['read', 'read']]);
  });

  it('hold a second try as well', () => {
    const inbox = withDevices('web_push');
    inbox.pass(10 * hourMs - 30_000);
    inbox.outcome = later;
    const id = inbox.bring();
    inbox.pass(5 * minuteMs);
    expect(inbox.sent).toHaveLength(1);
    expect(inbox.deliveries(id, 'push')).toEqual([['pending', 'quiet-hours']]);
    inbox.outcome = { kind: 'sent', providerId: null };
    inbox.pass(9 * hourMs);
    expect(inbox.sent).toHaveLength(2);
  });

  it('that are switched off let go what they held', () => {
    const inbox = withDevices('web_push');
    inbox.pass(elevenPmMs - noonMs);
    inbox.bring();
    const preferences = value(inbox.calls.preferences());
    value(inbox.calls.putPreferences({ ...preferences, quiet_hours: { ...preferences.quiet_hours, enabled: false } }));
    inbox.pass(0);
    expect(inbox.alertsTo('web_push')).toHaveLength(1);
  });

  it('what the person does not want any more when they end does not go', () => {
    const inbox = withDevices('web_push');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring();
    const preferences = value(inbox.calls.preferences());
    value(inbox.calls.putPreferences({ ...preferences, channels: { ...preferences.channels, push: false } }));
    inbox.pass(24 * hourMs);
    expect(inbox.sent).toEqual([]);
    expect(inbox.deliveries(id, 'push')).toEqual([['expired', 'channel-off']]);
  });
});

describe('[K7] a push that was held and is not to go any more', () => {
  /** A notification of eleven at night, whose push waits for seven. */
  function heldUntilSeven() {
    const inbox = withDevices('web_push');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring({ type: 'price_alert' });
    inbox.pass(0);
    expect(inbox.deliveries(id, 'push')).toEqual([['pending', 'quiet-hours']]);
    return { inbox, id };
  }
  const shown = (id: string) => ({ type: 'notification:new', data: { notification: { id }, silent: false } });
  const silently = (id: string) => ({ type: 'notification:new', data: { notification: { id }, silent: true } });

  it('is shown in the app to somebody who is active there when the quiet hours end', () => {
    const { inbox, id } = heldUntilSeven();
    inbox.presence = 'active';
    inbox.pass(sevenAmMs - elevenPmMs - 1);
    expect(inbox.events()).toMatchObject([silently(id)]);
    inbox.pass(1);
    expect(inbox.events()).toMatchObject([silently(id), shown(id)]);
    expect(inbox.alertsTo('web_push')).toEqual([]);
    expect([inbox.deliveries(id, 'push'), inbox.plan(id, 'in_app')]).toEqual([
      [['expired', 'active-now']],
      ['send', 'instead-of-push'],
    ]);
    inbox.pass(24 * hourMs);
    expect(inbox.events()).toHaveLength(2);
  });

  it('is shown once, however many devices it was held for', () => {
    const inbox = withDevices('web_push');
    inbox.register('web_push', 'web_push-2');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring({ type: 'price_alert' });
    inbox.presence = 'active';
    inbox.pass(24 * hourMs);
    expect(inbox.events()).toMatchObject([silently(id), shown(id)]);
  });

  it('goes when its person has left the app again', () => {
    const { inbox, id } = heldUntilSeven();
    inbox.presence = 'idle';
    inbox.pass(24 * hourMs);
    expect(inbox.alertsTo('web_push')).toHaveLength(1);
    expect(inbox.events()).toMatchObject([silently(id)]);
  });

  it('is not shown to somebody who has read it, nor when the app is silent about its type', () => {
    const read = heldUntilSeven();
    read.inbox.calls.read(read.id);
    const muted = heldUntilSeven();
    value(muted.inbox.calls.putPreferences({ ...value(muted.inbox.calls.preferences()), types: { price_alert: [] } }));
    for (const { inbox } of [read, muted]) {
      inbox.presence = 'active';
      inbox.pass(24 * hourMs);
      expect(inbox.events().filter(({ data }) => 'silent' in data && !data.silent)).toEqual([]);
    }
  });

  it('is shown when its address has died meanwhile', () => {
    const { inbox, id } = heldUntilSeven();
    inbox.outcome = { kind: 'failed', reason: '410', address: 'invalid' };
    const urgent = inbox.bring({ type: 'payment_failed' });
    inbox.pass(24 * hourMs);
    expect(inbox.deliveries(id, 'push')).toEqual([['expired', 'address-invalid']]);
    expect(inbox.events()).toMatchObject([silently(id), shown(urgent), { data: { silent: true } }, shown(id)]);
  });

  it('goes to somebody who has been away for long by then: no mail was made in its place', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.pass(14 * hourMs);
    inbox.bring({ type: 'price_alert' });
    // The night in which the fourteen days end.
    inbox.pass(13 * 24 * hourMs + 22 * hourMs);
    const id = inbox.bring({ type: 'price_alert' });
    expect(inbox.deliveries(id, 'email')).toEqual([]);
    inbox.pass(24 * hourMs);
    expect(inbox.deliveries(id, 'push')).toEqual([['sent', 'handed-over']]);
  });
});

describe('[K7] a push that does not arrive', () => {
  it('is shown in the app, where it was silent, once no push is left', () => {
    const inbox = withDevices('web_push');
    inbox.register('web_push', 'web_push-2');
    const preferences = value(inbox.calls.preferences());
    value(inbox.calls.putPreferences({ ...preferences, channels: { ...preferences.channels, in_app: false } }));
    inbox.outcome = null;
    const id = inbox.bring();
    inbox.pass(0);
    const [first, second] = inbox.sent.map(({ deliveryId }) => deliveryId) as [string, string];
    inbox.notifications.sent(first, { kind: 'failed', reason: 'no', address: null });
    expect(inbox.eventTypes()).toEqual(['notification:new']);
    inbox.notifications.sent(second, { kind: 'failed', reason: 'no', address: null });
    expect(inbox.events().at(-1)).toMatchObject({ type: 'notification:new', data: { notification: { id }, silent: false } });
    expect(inbox.plan(id, 'in_app')).toEqual(['send', 'push-failed']);
  });

  it('of what the app has shown anyway is nothing to tell', () => {
    const inbox = withDevices('web_push');
    inbox.outcome = { kind: 'failed', reason: 'no', address: null };
    inbox.bring();
    inbox.pass(0);
    expect(inbox.eventTypes()).toEqual(['notification:new']);
  });
});

describe('devices', () => {
  it('[M8] show their address with its middle left out', () => {
    const inbox = withDevices('web_push', 'email', 'sms');
    expect(value(inbox.calls.devices()).map(({ kind, address }) => [kind, address])).toEqual([
      ['web_push', 'push.example/…sh-1'],
      ['email', 'e…@example.org'],
      ['sms', '+81…78'],
    ]);
  });

  it('[M8] are as many as there may be; the same address again is the same device', () => {
    const inbox = new Inbox();
    for (let index = 0; index < 20; index++) inbox.register('email', `mail-${index}`);
    const address = { kind: 'email', email: 'MAIL-3@example.org' } as const;
    expect(codeOf(inbox.calls.putDevice('more', { label: 'x', address: { kind: 'email', email: 'x@example.org' } }))).toBe(
      'too-many-devices',
    );
    value(inbox.calls.putDevice('more', { label: 'renamed', address }));
    const devices = value(inbox.calls.devices());
    expect(devices).toHaveLength(20);
    expect(devices.filter(({ id }) => id === 'more' || id === 'mail-3')).toMatchObject([{ id: 'more', label: 'renamed' }]);
  });

  it('that are removed get nothing any more', () => {
    const inbox = withDevices('email');
    inbox.outcome = later;
    const id = inbox.bring();
    inbox.pass(0);
    value(inbox.calls.removeDevice('email-1'));
    expect(codeOf(inbox.calls.removeDevice('email-1'))).toBe('not-found');
    inbox.pass(hourMs);
    expect(inbox.sent).toHaveLength(1);
    expect(inbox.deliveries(id, 'email')).toEqual([['expired', 'no-address']]);
  });
});

describe('a test over one channel', () => {
  it('goes whatever the preferences and the hour say', () => {
    const inbox = withDevices('web_push', 'email');
    const preferences = value(inbox.calls.preferences());
    value(inbox.calls.putPreferences({ ...preferences, channels: { ...preferences.channels, push: false } }));
    inbox.pass(elevenPmMs - noonMs);
    const id = value(inbox.calls.test('push'));
    inbox.pass(0);
    expect(inbox.sent.map(({ to }) => to.kind)).toEqual(['web_push']);
    expect(inbox.plan(id, 'push')).toEqual(['send', 'test']);
  });

  it('without an address says so, in its trace alone', () => {
    const inbox = new Inbox();
    const id = value(inbox.calls.test('sms'));
    expect(inbox.plan(id, 'sms')).toEqual(['skip', 'no-address']);
    expect([inbox.ids(), inbox.unread(), inbox.events()]).toEqual([[], 0, []]);
  });

  it('in the app is in the list, and told of', () => {
    const inbox = new Inbox();
    const id = value(inbox.calls.test('in_app'));
    expect([inbox.ids(), inbox.unread()]).toEqual([[id], 1]);
    expect(inbox.events()).toMatchObject([{ type: 'notification:new', data: { silent: false } }]);
  });

  it('[K10] is in the list once it went, and not when nothing of it could go', () => {
    const inbox = withDevices('email');
    const id = value(inbox.calls.test('email'));
    inbox.pass(0);
    expect([inbox.deliveries(id, 'email'), inbox.ids()]).toEqual([[['sent', 'handed-over']], [id]]);
    inbox.outcome = { kind: 'unconfigured', inOutbox: true };
    const lost = value(inbox.calls.test('email'));
    inbox.pass(0);
    expect([inbox.deliveries(lost, 'email'), inbox.ids(), inbox.unread()]).toEqual([[['failed', 'unconfigured']], [id], 1]);
    expect(inbox.events().at(-1)).toMatchObject({
      type: 'notification:updated',
      data: { notification: { id: lost, expires_at: new Date(inbox.nowMs).toISOString() }, unread_count: 1 },
    });
  });

  it('[K10] stays in the list as long as one of several devices may have got it', () => {
    const inbox = withDevices('web_push');
    inbox.register('web_push', 'other');
    inbox.outcome = null;
    const id = value(inbox.calls.test('push'));
    inbox.pass(0);
    const [first, second] = inbox.sent.splice(0).map(({ deliveryId }) => deliveryId);
    inbox.notifications.sent(first ?? '', { kind: 'failed', reason: '400', address: null });
    expect(inbox.ids()).toEqual([id]);
    inbox.notifications.sent(second ?? '', { kind: 'failed', reason: '400', address: null });
    expect(inbox.ids()).toEqual([]);
    // It is about the push: the app does not show it in its place.
    expect(inbox.eventTypes()).toEqual(['notification:new', 'notification:updated']);
  });
});
