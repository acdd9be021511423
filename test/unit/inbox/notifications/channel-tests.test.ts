import { describe, expect, it } from 'vitest';
import { elevenPmMs, Inbox, noonMs, value, withDevices } from './notifications-harness';

describe('a test over one channel', () => {
  it('goes whatever the preferences and the hour say', () => {
    const inbox = withDevices('web_push', 'email');
    inbox.switchOff('push');
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
