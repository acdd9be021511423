import { describe, expect, it } from 'vitest';
import { codeOf, hourMs, Inbox, later, value, withDevices } from './notifications-harness';

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
