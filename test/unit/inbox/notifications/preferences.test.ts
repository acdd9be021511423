import { describe, expect, it } from 'vitest';
import { Device } from './marks-device';
import { Inbox, value } from './notifications-harness';

describe('[M6] preferences', () => {
  it('begin with defaults', () => {
    expect(value(new Inbox().calls.preferences())).toEqual({
      language: 'en',
      time_zone: 'UTC',
      quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
      channels: { in_app: true, push: true, email: true, sms: true },
      types: {},
    });
  });

  it('of REST and of a device merge key by key', () => {
    const inbox = new Inbox();
    const device = new Device(1);
    device.sync(inbox);
    device.prefer('time_zone', 'Asia/Tokyo');
    device.prefer('type:price_alert', []);
    inbox.prefer({ language: 'ja', types: { trip_update: ['email'] } });
    device.sync(inbox);
    const merged = { language: 'ja', time_zone: 'Asia/Tokyo', types: { price_alert: [], trip_update: ['email'] } };
    expect(value(inbox.calls.preferences())).toMatchObject(merged);
    inbox.prefer({ types: {} });
    device.sync(inbox);
    expect(device.json().preferences).toEqual({ language: 'ja', time_zone: 'Asia/Tokyo' });
  });

  it('that are as before change nothing', () => {
    const inbox = new Inbox();
    inbox.prefer({});
    expect([inbox.told, inbox.sql.rows('SELECT * FROM marks')]).toEqual([[], []]);
  });

  it('are kept over many changes and restarts', () => {
    const inbox = new Inbox();
    for (let index = 0; index < 250; index++) {
      inbox.prefer({ language: index % 2 === 0 ? 'ja' : 'en' });
      if (index % 50 === 0) inbox.restart();
    }
    expect(value(inbox.calls.preferences()).language).toBe('en');
    expect(inbox.sql.rows('SELECT * FROM marks').length).toBeLessThanOrEqual(101);
  });
});
