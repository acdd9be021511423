import { vi } from 'vitest';
import type { InboxPreferences, NotificationView } from '../../../../src/protocol/notifications';
import { credentialSource } from '../../../../web/sdk/credentials';
import type { Inbox } from '../../../../web/sdk/inbox/inbox';
import { openInbox } from '../../../../web/sdk/inbox/open-inbox';
import type { DeviceStore } from '../../../../web/sdk/offline/device-store';
import { FakeNetwork, FakePage, FakeSocket } from '../fake-socket';
import { FakeEventSource, FakeRest, send, welcome } from '../hub/fake-hub';

/** What somebody has who has chosen nothing. */
export const preferences: InboxPreferences = {
  language: 'en',
  time_zone: 'UTC',
  quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
  channels: { in_app: true, push: true, email: true, sms: true },
  types: {},
};

/** Inboxes of one person, with their time, their server and their page in the test's hands. It is noon. */
export class InboxHarness {
  readonly rest = new FakeRest();
  readonly page = new FakePage();
  readonly #opened: Inbox[] = [];

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2027, 3, 1, 12) });
    FakeSocket.all = [];
    this.rest.answers = {
      'POST /v1/tickets': () => ({ ticket: 'tkt_1' }),
      'GET /v1/inbox/preferences': () => preferences,
      'GET /v1/inbox/travels': () => ({ trips: [] }),
    };
    this.list([]);
  }

  /** What the server answers when it is asked for notifications, from now on. */
  list(notifications: readonly NotificationView[], change: object = {}): void {
    const unread_count = notifications.filter(({ read_at }) => read_at === null).length;
    const answer = { notifications, next_cursor: null, unread_count, ...change };
    this.rest.answers['GET /v1/inbox/notifications'] = () => answer;
  }

  /** @param store of the device that keeps the inbox */
  async open(store: DeviceStore | null = null): Promise<Inbox> {
    const inbox = await openInbox({
      url: 'https://trips.example',
      credentials: credentialSource({ token: 'token' }),
      WebSocket: FakeSocket,
      EventSource: FakeEventSource,
      network: new FakeNetwork(),
      random: () => 0,
      ...{ page: this.page, store },
    });
    this.#opened.push(inbox);
    return inbox;
  }

  /** Connects the socket, and lets the list arrive. */
  async connect(change: Parameters<typeof welcome>[0] = {}): Promise<FakeSocket> {
    await settle();
    const socket = FakeSocket.last;
    socket.open();
    send(socket, welcome(change));
    await settle();
    return socket;
  }

  /** To be called after each test. */
  async close(): Promise<void> {
    for (const inbox of this.#opened) await inbox.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
}

/** Timers that are due, and everything that was awaited for them; the database answers in real time. */
export async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

export function titles(inbox: Inbox): string[] {
  return inbox.state.notifications.map(({ title }) => title);
}
