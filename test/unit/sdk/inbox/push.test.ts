import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubRest } from '../../../../web/sdk/hub/hub-rest';
import { InboxCalls } from '../../../../web/sdk/inbox/inbox-calls';
import { BrowserPush } from '../../../../web/sdk/inbox/push';
import { FakeCredentials } from '../fake-socket';
import { FakeRest } from '../hub/fake-hub';
import { Device } from '../offline/device';
import { FakePush } from './fake-push';

let rest: FakeRest;
let browser: FakePush;

beforeEach(() => {
  rest = new FakeRest();
  browser = new FakePush();
  rest.answers = {
    'GET /v1/inbox/push-key': () => ({ public_key: 'KEY' }),
    'PUT /v1/inbox/devices/d1': ({ body }) => body,
    'GET /v1/inbox/devices': () => ({ devices: [{ id: 'd1' }] }),
  };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Web push as a page of somebody has it, who keeps it on a device. */
function pushOf(device: Device | null): BrowserPush {
  const calls = new InboxCalls(new HubRest('https://trips.example', new FakeCredentials()));
  return new BrowserPush({ calls, deviceId: 'd1', record: device?.tab().store.record('push') ?? null });
}

describe('web push', () => {
  it.each([0, 1])('registers the browser as a device; subscriptions with an old key in the way: %s', async (staleKeys) => {
    browser.staleKeys = staleKeys;
    await pushOf(null).enable(browser.registration, 'Firefox');
    expect(browser.asked.at(-1)).toEqual({ userVisibleOnly: true, applicationServerKey: 'KEY' });
    expect(rest.calls.at(-1)?.body).toEqual({
      kind: 'web_push',
      label: 'Firefox',
      endpoint: 'https://push.example/1',
      p256dh: 'p',
      auth: 'a',
    });
  });

  it('asks the person before anything takes time', async () => {
    const requestPermission = vi.fn(async () => {
      expect(rest.calls).toEqual([]);
      return 'granted';
    });
    vi.stubGlobal('Notification', { requestPermission });
    await pushOf(null).enable(browser.registration, 'Safari');
    expect(requestPermission).toHaveBeenCalledOnce();
    expect(browser.endpoint).not.toBeNull();
  });

  it.each(['denied', 'default'])('does nothing when the answer is %s', async (permission) => {
    vi.stubGlobal('Notification', { requestPermission: async () => permission });
    await expect(pushOf(null).enable(browser.registration, 'Safari')).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect([rest.calls, browser.asked]).toEqual([[], []]);
  });

  it('is refused where the server has no key', async () => {
    rest.answers['GET /v1/inbox/push-key'] = () => ({ public_key: null });
    await expect(pushOf(null).enable(browser.registration, 'Firefox')).rejects.toMatchObject({ code: 'not-found' });
    expect(browser.asked).toEqual([]);
  });

  it('ends on both sides, also when the server has forgotten it already', async () => {
    browser.endpoint = 'https://push.example/0';
    await pushOf(null).disable(browser.registration);
    expect(browser.endpoint).toBeNull();
    expect(rest.paths).toEqual(['DELETE /v1/inbox/devices/d1']);
  });
});

describe('a browser that several people use', () => {
  const [aoi, ben] = [new Device(), new Device()];

  it('has another address for each of them', async () => {
    await pushOf(aoi).enable(browser.registration, 'Firefox');
    await pushOf(ben).enable(browser.registration, 'Firefox');
    expect(browser.endpoint).toBe('https://push.example/2');
    expect(rest.calls.at(-1)?.body).toMatchObject({ endpoint: 'https://push.example/2' });
  });

  it('keeps the address of who has it already', async () => {
    await pushOf(aoi).enable(browser.registration, 'Firefox');
    const { endpoint } = browser;
    await pushOf(aoi).resume(browser.registration, 'Firefox');
    await pushOf(aoi).enable(browser.registration, 'Firefox');
    expect(browser.endpoint).toBe(endpoint);
  });

  it('has one address for all tabs of a person', async () => {
    const device = new Device();
    const [one, other] = [pushOf(device), pushOf(device)];
    await other.resume(browser.registration, 'Firefox');
    await one.enable(browser.registration, 'Firefox');
    const { endpoint } = browser;
    await other.resume(browser.registration, 'Firefox');
    await other.enable(browser.registration, 'Firefox');
    expect(browser.endpoint).toBe(endpoint);
  });

  it('shows nobody what is sent to who used it before', async () => {
    await pushOf(new Device()).enable(browser.registration, 'Firefox');
    rest.calls.length = 0;
    await pushOf(new Device()).resume(browser.registration, 'Firefox');
    expect(browser.endpoint).toBeNull();
    expect(rest.paths).toEqual([]);
  });
});

describe('somebody whose session had ended', () => {
  let device: Device;

  beforeEach(async () => {
    device = new Device();
    await pushOf(device).enable(browser.registration, 'Firefox');
    browser.endpoint = null;
  });

  it('has web push again when they are back', async () => {
    vi.stubGlobal('Notification', { requestPermission: () => expect.unreachable('asks nobody') });
    await pushOf(device).resume(browser.registration, 'Firefox');
    expect(rest.calls.at(-1)).toMatchObject({ method: 'PUT', body: { endpoint: 'https://push.example/2' } });
  });

  it.each([
    ['does not allow it any more', () => Object.assign(browser, { permission: 'prompt' })],
    ['has removed the device', () => Object.assign(rest.answers, { 'GET /v1/inbox/devices': () => ({ devices: [] }) })],
    [
      'has switched it off',
      async () => {
        await pushOf(device).enable(browser.registration, 'Firefox');
        await pushOf(device).disable(browser.registration);
      },
    ],
  ])('does not who %s', async (_case, change) => {
    await change();
    await pushOf(device).resume(browser.registration, 'Firefox');
    expect(browser.endpoint).toBeNull();
  });
});
