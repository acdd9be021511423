import { describe, expect, it } from 'vitest';
import { elevenPmMs, hourMs, later, minuteMs, noonMs, sevenAmMs, value, withDevices } from './notifications-harness';

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
    inbox.prefer({ quiet_hours: { ...value(inbox.calls.preferences()).quiet_hours, enabled: false } });
    inbox.pass(0);
    expect(inbox.alertsTo('web_push')).toHaveLength(1);
  });

  it('what the person does not want any more when they end does not go', () => {
    const inbox = withDevices('web_push');
    inbox.pass(elevenPmMs - noonMs);
    const id = inbox.bring();
    inbox.switchOff('push');
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
    muted.inbox.prefer({ types: { price_alert: [] } });
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
    inbox.switchOff('in_app');
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

describe('[Z3] a push to somebody who has no device', () => {
  it('is told in the app where nothing else would tell of it, and the trace says why', () => {
    const inbox = withDevices();
    const id = inbox.bring({ channels: ['push'] });
    inbox.pass(0);
    expect(inbox.events()).toMatchObject([{ type: 'notification:new', data: { silent: false } }]);
    expect([inbox.plan(id, 'in_app'), inbox.plan(id, 'push')]).toEqual([
      ['send', 'only-way'],
      ['skip', 'no-address'],
    ]);
  });
});
