import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSocket } from '../fake-socket';
import { news, notification, send } from '../hub/fake-hub';
import { Device } from '../offline/device';
import { InboxHarness, settle, titles } from './inbox-harness';

let harness: InboxHarness;

beforeEach(() => {
  harness = new InboxHarness();
});

afterEach(() => harness.close());

describe('a device that keeps the inbox', () => {
  it('shows it without a network, marks included, and goes on from its cursor', async () => {
    const device = new Device();
    harness.list([notification(1)]);
    const first = await harness.open(device.tab().store);
    const socket = await harness.connect();
    send(socket, news(1), news(2));
    first.markRead(notification(2).id);
    await settle(300);
    expect(first.state.storage).toEqual({ kind: 'persistent' });
    await first.close();

    const again = await harness.open(device.tab().store);
    expect(again.state.loaded).toBe(true);
    expect(titles(again)).toEqual(['News 2', 'News 1']);
    expect(again.state.unreadCount).toBe(1);
    expect(again.deviceId).toBe(first.deviceId);
    await settle();
    expect(FakeSocket.last.url).toContain('cursor=e%3A2');
  });

  it('keeps nothing of it readable', async () => {
    const device = new Device();
    harness.list([notification(1, { title: 'Surprise party' })]);
    const inbox = await harness.open(device.tab().store);
    await harness.connect();
    await inbox.close();
    const records = JSON.stringify(await device.records(), (_key, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    expect(records).not.toContain('Surprise');
    expect((await device.records()).map(({ store }) => store)).toContain('facts');
  });

  it('keeps the marks of two tabs', async () => {
    const device = new Device();
    harness.list([notification(2), notification(1)]);
    const one = await harness.open(device.tab().store);
    await harness.connect();
    await settle(300);
    const other = await harness.open(device.tab().store);
    await harness.connect();
    one.markRead(notification(1).id);
    other.markRead(notification(2).id);
    await settle(300);
    await one.close();
    await other.close();
    const third = await harness.open(device.tab().store);
    expect(third.state.notifications.map(({ read_at }) => read_at !== null)).toEqual([true, true]);
  });

  it('forgets it with its person', async () => {
    const device = new Device();
    const tab = device.tab();
    harness.list([notification(1)]);
    const inbox = await harness.open(tab.store);
    await harness.connect();
    await settle(300);
    await inbox.close();
    await tab.store.clear();
    const again = await harness.open(device.tab().store);
    expect(again.state).toMatchObject({ loaded: false, notifications: [] });
  });
});
