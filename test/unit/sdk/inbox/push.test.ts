import { afterEach, describe, expect, it, vi } from 'vitest';
import { HubRest } from '../../../../web/sdk/hub/hub-rest';
import { InboxCalls } from '../../../../web/sdk/inbox/inbox-calls';
import { browserLabel, disablePush, enablePush, type PushRegistration } from '../../../../web/sdk/inbox/push';
import { FakeCredentials } from '../fake-socket';
import { FakeRest } from '../hub/fake-hub';

afterEach(() => {
  vi.unstubAllGlobals();
});

const calls = () => new InboxCalls(new HubRest('https://trips.example', new FakeCredentials()));

/** A browser's push manager. `staleKey`: a subscription with another key stands in the way. */
function fakeRegistration({ staleKey = false } = {}) {
  let isSubscribed = staleKey;
  let isStale = staleKey;
  const subscription = {
    toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: async () => {
      isSubscribed = isStale = false;
      return true;
    },
  };
  const asked: unknown[] = [];
  const pushManager = {
    subscribe: async (options: unknown) => {
      asked.push(options);
      if (isStale) throw new DOMException('another key', 'InvalidStateError');
      isSubscribed = true;
      return subscription;
    },
    getSubscription: async () => (isSubscribed ? subscription : null),
  };
  return { registration: { pushManager } as unknown as PushRegistration, asked, isSubscribed: () => isSubscribed };
}

describe('web push', () => {
  it.each([false, true])('registers the browser as a device; a subscription with an old key in the way: %s', async (staleKey) => {
    const rest = new FakeRest();
    rest.answers = { 'GET /v1/inbox/push-key': () => ({ public_key: 'KEY' }), 'PUT /v1/inbox/devices/d1': ({ body }) => body };
    const { registration, asked } = fakeRegistration({ staleKey });
    await enablePush(calls(), 'd1', 'Firefox', registration);
    expect(asked.at(-1)).toEqual({ userVisibleOnly: true, applicationServerKey: 'KEY' });
    expect(rest.calls.at(-1)?.body).toEqual({
      kind: 'web_push',
      label: 'Firefox',
      endpoint: 'https://push.example/1',
      p256dh: 'p',
      auth: 'a',
    });
  });

  it('is refused where the server has no key', async () => {
    new FakeRest().answers = { 'GET /v1/inbox/push-key': () => ({ public_key: null }) };
    const { registration, asked } = fakeRegistration();
    await expect(enablePush(calls(), 'd1', 'Firefox', registration)).rejects.toMatchObject({ code: 'not-found' });
    expect(asked).toEqual([]);
  });

  it('ends on both sides, also when the server has forgotten it already', async () => {
    const rest = new FakeRest();
    const { registration, isSubscribed } = fakeRegistration({ staleKey: true });
    await disablePush(calls(), 'd1', registration);
    expect(isSubscribed()).toBe(false);
    expect(rest.paths).toEqual(['DELETE /v1/inbox/devices/d1']);
  });
});

describe('what a browser is called', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
      'Chrome · Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1',
      'Safari · iPhone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'Firefox · Linux'],
    ['Node.js/24', 'Browser'],
  ])('%s', (userAgent, label) => {
    expect(browserLabel(userAgent)).toBe(label);
  });
});
