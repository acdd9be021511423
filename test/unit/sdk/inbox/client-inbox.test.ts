import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiClient, createClient, type Inbox } from '../../../../web/sdk';
import { LazyInbox } from '../../../../web/sdk/inbox/lazy-inbox';
import type { DeviceStore } from '../../../../web/sdk/offline/device-store';
import { FakeNetwork, FakePage, FakeSocket } from '../fake-socket';
import { FakeRest } from '../hub/fake-hub';
import { FakePush } from './fake-push';

const surroundings = { url: 'https://trips.example', WebSocket: FakeSocket, network: new FakeNetwork(), page: new FakePage() };

beforeEach(() => {
  FakeSocket.all = [];
  new FakeRest().answers = { 'POST /v1/tickets': () => ({ ticket: 'tkt_1' }) };
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('a client opens its inbox once, when it is asked for, and closes it when its person signs out', async () => {
  const client = createClient({ ...surroundings, token: 'token' });
  expect(FakeSocket.all).toHaveLength(0);
  const inbox = await client.inbox();
  expect(await client.inbox()).toBe(inbox);
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1));
  await client.signOut();
  expect(inbox.state.status.name).toBe('closed');
});

it('[U3] a client that only gets tickets has its inbox too: each call shows one of its own; it has no REST API', async () => {
  const rest = new FakeRest();
  rest.answers = { 'GET /v1/me/sessions': () => ({ sessions: [] }) };
  let issued = 0;
  const asked: string[] = [];
  const ticket = (document: string) => {
    asked.push(document);
    return `tkt_${++issued}`;
  };
  const client = createClient({ ...surroundings, ticket });
  expect(client).not.toHaveProperty('api');
  const inbox = await client.inbox();
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1));
  expect(FakeSocket.all[0]?.url).toContain('ticket=tkt_');
  await expect(inbox.calls.listSessions()).resolves.toEqual([]);
  expect(new Set(asked)).toEqual(new Set(['inbox']));
  await client.signOut();
});

it('nobody who signs out waits for an inbox that is still on its way; it is closed when it comes', async () => {
  const kept = Promise.withResolvers<null>();
  const store = { record: () => ({ read: () => kept.promise }) } as unknown as DeviceStore;
  const credentials = { ticket: () => 'tkt' };
  const inbox = new LazyInbox({ ...surroundings, credentials, store, EventSource: null, random: () => 0 });
  const opening = inbox.open();
  let isClosed = false;
  void inbox.close().then(() => {
    isClosed = true;
  });
  await vi.waitFor(() => expect(isClosed).toBe(true));
  kept.resolve(null);
  const opened = await opening;
  await vi.waitFor(() => expect(opened.state.status.name).toBe('closed'));
});

describe('web push', () => {
  let rest: FakeRest;
  let browser: FakePush;
  let client: ApiClient;
  let inbox: Inbox;

  beforeEach(async () => {
    rest = new FakeRest();
    rest.answers = {
      'POST /v1/tickets': () => ({ ticket: 'tkt_1' }),
      'GET /v1/inbox/push-key': () => ({ public_key: 'KEY' }),
    };
    browser = new FakePush();
    const serviceWorker = { getRegistration: async () => browser.registration };
    vi.stubGlobal('navigator', { userAgent: '', serviceWorker });
    client = createClient({ ...surroundings, token: 'token' });
    inbox = await client.inbox();
    rest.answers[`PUT /v1/inbox/devices/${inbox.deviceId}`] = ({ body }) => body;
    await inbox.enablePush(browser.registration);
  });

  const deletion = () => `DELETE /v1/inbox/devices/${inbox.deviceId}`;

  it('ends with signing out, here and on the server', async () => {
    await client.signOut();
    expect(browser.endpoint).toBeNull();
    expect(rest.paths).toContain(deletion());
  });

  it('ends here when the server cannot be reached', async () => {
    rest.answers[deletion()] = () => {
      throw new TypeError('no network');
    };
    await client.signOut();
    expect(browser.endpoint).toBeNull();
    expect(inbox.state.status.name).toBe('closed');
  });

  it('does not keep anybody from signing out whose server does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    rest.answers[deletion()] = () => new Promise(() => undefined);
    let isOut = false;
    const leaving = client.signOut().then(() => {
      isOut = true;
    });
    await vi.waitFor(() => expect(rest.paths).toContain(deletion()));
    await vi.advanceTimersByTimeAsync(3_000);
    await leaving;
    expect([isOut, browser.endpoint]).toEqual([true, null]);
  });

  it('is not asked for where there was none', async () => {
    browser.endpoint = null;
    await client.signOut();
    expect(rest.paths).not.toContain(deletion());
  });

  it('rests while nobody is signed in, and the server is told nothing', async () => {
    await client.suspendPush();
    expect(browser.endpoint).toBeNull();
    expect(rest.paths).not.toContain(deletion());
    await client.signOut();
  });
});
