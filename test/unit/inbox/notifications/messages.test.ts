import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { NotificationRequest } from '../../../../src/inbox/hub/hub-requests';
import { base64ToBytes, bytesToBase64 } from '../../../../src/protocol/base64';
import type { HubRequests } from '../../../../src/protocol/hub-messages';
import { Device } from './marks-device';
import { codeOf, hourMs, Inbox, minuteMs, noonMs } from './notifications-harness';

const identity = { id: 'aoi', name: 'Aoi', avatar: null, role: 'user', scopes: null, expiresAtMs: null } as const;

function send<T extends NotificationRequest['type']>(inbox: Inbox, type: T, data: HubRequests[T]) {
  const request = { type, data, id: inbox.newId(), timestamp: '', metadata: { client_id: null, correlation_id: null } };
  return inbox.notifications.handle(request as unknown as NotificationRequest, { id: 's1', identity });
}

describe('[M12] a message of the hub', () => {
  it('does what the call over REST does', () => {
    const inbox = new Inbox();
    const action = { id: 'ok', label: 'OK', style: 'primary', url: '/x' } as const;
    const id = inbox.bring({ actions: [action] });
    const notification_id = id;
    expect(codeOf(send(inbox, 'notification:read', { notification_id }))).toBe('ok');
    expect(codeOf(send(inbox, 'notification:unread', { notification_id }))).toBe('ok');
    expect(codeOf(send(inbox, 'notification:read_all', {}))).toBe('ok');
    expect(codeOf(send(inbox, 'notification:action', { notification_id, action_id: 'ok' }))).toBe('ok');
    expect(codeOf(send(inbox, 'notification:snooze', { notification_id, until: new Date(noonMs + hourMs).toISOString() }))).toBe(
      'ok',
    );
    expect(codeOf(send(inbox, 'notification:dismiss', { notification_id }))).toBe('ok');
    expect(inbox.eventTypes()).toEqual([
      'notification:new',
      'notification:read',
      'notification:updated',
      'notification:read_all',
      'notification:updated',
      'notification:updated',
      'notification:dismiss',
    ]);
    expect(codeOf(send(inbox, 'notification:read', { notification_id: inbox.newId() }))).toBe('not-found');
  });

  it('with marks is answered with what its device lacks, and the others are told', () => {
    const inbox = new Inbox();
    const id = inbox.bring();
    inbox.pass(minuteMs);
    inbox.calls.dismiss(id);
    const device = new Device(1);
    device.read(id, inbox.nowMs);
    const sync = { state_vector: bytesToBase64(Y.encodeStateVector(device.doc)), update: bytesToBase64(device.state()) };
    expect(codeOf(send(inbox, 'inbox:sync', sync))).toBe('ok');
    expect(inbox.answered).toMatchObject([{ session: 's1', correlationId: expect.any(String) }]);
    Y.applyUpdate(device.doc, base64ToBytes(inbox.answered[0]?.data.update ?? ''));
    expect(device.json()).toMatchObject({ read: { [id]: inbox.nowMs }, dismissed: { [id]: inbox.nowMs } });
    expect(inbox.told.at(-1)?.except).toBe('s1');
    expect(codeOf(send(inbox, 'inbox:sync', { ...sync, update: bytesToBase64(Uint8Array.of(1, 2, 3)) }))).toBe('malformed');
  });
});

describe('somebody who was not here for long', () => {
  it('gets a mail in place of a push, until they come', () => {
    const inbox = new Inbox();
    inbox.register('web_push');
    inbox.register('email');
    inbox.bring({ type: 'price_alert' });
    inbox.pass(14 * 24 * hourMs);
    const away = inbox.bring({ type: 'price_alert' });
    expect([inbox.plan(away, 'push')?.[0], inbox.plan(away, 'email')?.[0]]).toEqual(['skip', 'send']);
    inbox.notifications.presenceChanged();
    const back = inbox.bring({ type: 'price_alert' });
    expect([inbox.plan(back, 'push')?.[0], inbox.plan(back, 'email')?.[0]]).toEqual(['send', 'skip']);
  });
});
