import { describe, expect, it } from 'vitest';
import { deliveryLimits as limits } from '../../../../src/protocol/limits';
import { hourMs, Inbox, later, minuteMs, value, withDevices } from './notifications-harness';

describe('[K8] what is read anywhere', () => {
  it('is not sent any more, and goes away where it is shown', () => {
    const inbox = withDevices('web_push', 'email');
    const id = inbox.bring();
    inbox.pass(0);
    inbox.calls.read(id);
    inbox.pass(0);
    expect(inbox.refreshes()).toMatchObject([{ to: { kind: 'web_push' }, content: { closed: [id], unreadCount: 0 } }]);
    expect(inbox.deliveries(id, 'push')).toEqual([['read', 'read']]);
    inbox.pass(24 * hourMs);
    expect(inbox.refreshes()).toHaveLength(1);
  });

  it('is closed within a day, whatever the provider of the silent push says', () => {
    const inbox = withDevices('web_push');
    const id = inbox.bring();
    inbox.pass(0);
    inbox.outcome = { kind: 'retry', reason: '429', retryAfterMs: 999_999_999_000 };
    inbox.calls.read(id);
    inbox.pass(0);
    inbox.outcome = { kind: 'sent', providerId: null };
    inbox.pass(24 * hourMs);
    expect(inbox.refreshes()).toHaveLength(2);
  });

  it('at once by many is one silent push', () => {
    const inbox = withDevices('web_push');
    const ids = [inbox.bring(), inbox.bring()];
    inbox.pass(0);
    inbox.calls.readAll();
    inbox.pass(0);
    expect(inbox.refreshes()).toMatchObject([{ content: { closed: ids } }]);
  });

  it('at once by more than a push can name is several, each of which fits', () => {
    const inbox = withDevices('web_push');
    const ids = Array.from({ length: 2 * limits.maxClosedPerPush + 10 }, () => inbox.bring());
    inbox.pass(0);
    inbox.calls.readAll();
    inbox.pass(0);
    const closed = inbox.refreshes().map(({ content }) => (content.kind === 'refresh' ? content.closed : []));
    expect(closed.map(({ length }) => length)).toEqual([limits.maxClosedPerPush, limits.maxClosedPerPush, 10]);
    expect(closed.flat().toSorted()).toEqual(ids.toSorted());
  });

  it('[K5] at an address that has died meanwhile: its person is asked to register it again', () => {
    const inbox = withDevices('web_push');
    const id = inbox.bring();
    inbox.pass(0);
    inbox.outcome = { kind: 'failed', reason: 'answered 410', address: 'invalid' };
    inbox.calls.read(id);
    inbox.pass(0);
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'invalid' }]);
    expect(inbox.list().notifications.filter(({ type }) => type === 'device_invalid')).toHaveLength(1);
    expect(inbox.deliveries(id, 'push')).toEqual([['read', 'read']]);
  });

  it('[K5] at an address that has died and was registered anew meanwhile: nobody is asked for anything', () => {
    const inbox = withDevices('web_push');
    const id = inbox.bring();
    inbox.pass(0);
    inbox.calls.read(id);
    inbox.outcome = null;
    inbox.pass(minuteMs / 4);
    const address = { kind: 'web_push', endpoint: 'https://push.example/renewed', p256dh: 'p', auth: 'a' } as const;
    value(inbox.calls.putDevice('web_push-1', { label: 'Phone', address }));
    inbox.answerAll({ kind: 'failed', reason: '410', address: 'invalid' });
    expect(inbox.refreshes()).toHaveLength(1);
    expect(value(inbox.calls.devices())).toMatchObject([{ state: 'active' }]);
    expect(inbox.ids()).toEqual([id]);
  });

  it('while its push is under way goes away when that has arrived', () => {
    const inbox = withDevices('web_push');
    inbox.outcome = null;
    const id = inbox.bring();
    inbox.pass(0);
    inbox.calls.read(id);
    inbox.answerAll({ kind: 'sent', providerId: null });
    inbox.pass(0);
    expect(inbox.refreshes()).toMatchObject([{ content: { closed: [id] } }]);
  });

  it('while its mail is under way is closed nowhere: a mail cannot be', () => {
    const inbox = withDevices('email');
    inbox.outcome = null;
    const id = inbox.bring();
    inbox.pass(0);
    inbox.calls.read(id);
    inbox.answerAll({ kind: 'sent', providerId: null });
    inbox.pass(hourMs);
    expect(inbox.refreshes()).toEqual([]);
  });

  it('in a mail that a program may have opened stays where it is shown, also when that was under way', () => {
    const inbox = withDevices('email', 'web_push');
    inbox.outcome = null;
    inbox.bring();
    inbox.pass(0);
    const [mail] = inbox.alertsTo('email').map(({ deliveryId }) => deliveryId) as [string];
    inbox.notifications.sent(mail, { kind: 'sent', providerId: null });
    value(inbox.notifications.providerReported({ deliveryId: mail, outcome: 'opened', detail: null, atMs: inbox.nowMs }));
    inbox.answerAll({ kind: 'sent', providerId: null });
    inbox.pass(hourMs);
    expect([inbox.unread(), inbox.refreshes()]).toEqual([1, []]);
  });

  it('between two tries is not tried again', () => {
    const inbox = withDevices('email');
    inbox.outcome = later;
    const id = inbox.bring();
    inbox.pass(0);
    inbox.calls.dismiss(id);
    inbox.pass(48 * hourMs);
    expect(inbox.sent).toHaveLength(1);
    expect(inbox.deliveries(id, 'email')).toEqual([['read', 'read']]);
  });
});

describe('[K8] what is read anywhere, and is shown by a browser that takes no silent pushes', () => {
  /** A phone whose pushes Apple brings, and notifications that it shows. */
  function withSafari(count: number, host = 'web.push.apple.com'): { inbox: Inbox; ids: string[] } {
    const inbox = new Inbox();
    inbox.register('web_push', 'iphone', host);
    const ids = Array.from({ length: count }, () => inbox.bring());
    inbox.pass(0);
    return { inbox, ids };
  }

  /** What each alert since the first ones took along. */
  const takenAlong = (inbox: Inbox, since: number) =>
    inbox
      .alertsTo('web_push')
      .slice(since)
      .map(({ content }) => (content.kind === 'alert' ? content.closed : null));

  it('goes away with the next alert, once', () => {
    const { inbox, ids } = withSafari(3);
    for (const id of ids.slice(0, 2)) inbox.calls.read(id);
    inbox.pass(minuteMs);
    expect(inbox.refreshes()).toEqual([]);
    inbox.bring();
    inbox.bring();
    inbox.pass(0);
    expect(takenAlong(inbox, 3)).toEqual([ids.slice(0, 2), []]);
    inbox.pass(30 * 24 * hourMs);
    expect(inbox.refreshes()).toEqual([]);
  });

  it('of many is taken along as far as one push can name them, and forgotten after a while', () => {
    const { inbox, ids } = withSafari(limits.maxClosedPerPush + 1);
    inbox.calls.readAll();
    inbox.pass(0);
    inbox.bring();
    inbox.bring();
    inbox.pass(0);
    const taken = takenAlong(inbox, ids.length).map((closed) => closed?.length ?? 0);
    expect(taken.toSorted((a, b) => a - b)).toEqual([1, limits.maxClosedPerPush]);
    inbox.calls.readAll();
    inbox.pass(limits.waitForAlertMs);
    inbox.bring();
    inbox.pass(0);
    expect(takenAlong(inbox, ids.length + 2)).toEqual([[]]);
    expect([inbox.refreshes(), inbox.sql.rows('SELECT id FROM closings')]).toEqual([[], []]);
  });

  it.each(['notpush.apple.com', 'push.apple.com.example', 'updates.push.services.mozilla.com'])(
    'at %s, which is not Apple’s, goes away by a silent push',
    (host) => {
      const { inbox, ids } = withSafari(1, host);
      inbox.calls.readAll();
      inbox.pass(0);
      expect(inbox.refreshes()).toMatchObject([{ content: { closed: ids } }]);
    },
  );
});
