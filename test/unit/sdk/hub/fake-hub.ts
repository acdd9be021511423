import { afterEach, beforeEach, vi } from 'vitest';
import type {
  HubEvent,
  HubEvents,
  HubEventType,
  HubMessage,
  HubReplies,
  HubReplyType,
} from '../../../../src/protocol/hub-messages';
import type { NotificationView } from '../../../../src/protocol/notifications';
import { HubConnection } from '../../../../web/sdk/hub/hub-connection';
import { HubRest } from '../../../../web/sdk/hub/hub-rest';
import { newMessageId } from '../../../../web/sdk/hub/message-id';
import type { EventSourceLike } from '../../../../web/sdk/hub/sse-transport';
import { FakeCredentials, FakeNetwork, FakePage, FakeSocket } from '../fake-socket';

/** A notification of which a test says what it is about. */
export function notification(n: number, change: Partial<NotificationView> = {}): NotificationView {
  const at = new Date(Date.UTC(2027, 3, 1, 9, 0, n)).toISOString();
  return {
    id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    type: 'trip_update',
    category: 'trip',
    priority: 'normal',
    title: `News ${n}`,
    body: '',
    data: {},
    image: null,
    actions: [],
    count: 1,
    created_at: at,
    shown_at: at,
    expires_at: null,
    read_at: null,
    dismissed_at: null,
    snoozed_until: null,
    ...change,
  };
}

/** An event of the stream `e`. */
export function event<T extends HubEventType>(offset: number, type: T, data: HubEvents[T], epoch = 'e'): HubEvent {
  return { ...envelope(type, data), cursor: `${epoch}:${offset}` } as HubEvent;
}

/** That a notification came, as event `offset`. */
export function news(offset: number, unread_count = offset): HubEvent {
  return event(offset, 'notification:new', { notification: notification(offset), unread_count, silent: false });
}

export function reply<T extends HubReplyType>(type: T, data: HubReplies[T], correlationId: string | null = null): HubMessage {
  return envelope(type, data, correlationId);
}

export function welcome(change: Partial<HubReplies['auth:ok']> = {}): HubMessage {
  return reply('auth:ok', {
    user: { id: 'aoi', username: '葵', role: 'user' },
    client_id: 's1',
    session_id: 's1',
    cursor: 'e:0',
    unread_count: 0,
    rooms: [],
    expires_at: null,
    ...change,
  });
}

function envelope(type: string, data: unknown, correlationId: string | null = null): HubMessage {
  return {
    type,
    id: newMessageId(),
    timestamp: new Date().toISOString(),
    data,
    metadata: { client_id: null, correlation_id: correlationId },
  };
}

/** An EventSource whose other end is the test. */
export class FakeEventSource implements EventSourceLike {
  static all: FakeEventSource[] = [];
  static get last(): FakeEventSource {
    const source = FakeEventSource.all.at(-1);
    if (source === undefined) throw new Error('no stream was opened');
    return source;
  }

  onmessage: EventSourceLike['onmessage'] = null;
  onerror: EventSourceLike['onerror'] = null;
  isClosed = false;
  readonly #named = new Map<string, (event: never) => void>();

  constructor(readonly url: string) {
    FakeEventSource.all.push(this);
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#named.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server says whom it sees. */
  open(): void {
    this.receive(welcome({ client_id: 'stream' }));
  }

  receive(message: HubMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) } as never);
  }

  /** The server ends the stream, and says why. */
  end(code: number, reason: string): void {
    this.#named.get('close')?.({ data: JSON.stringify({ code, reason }) } as never);
  }

  fail(): void {
    this.onerror?.({} as never);
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The REST face of a server. What no test answers is 404. */
export class FakeRest {
  readonly calls: Call[] = [];
  /** Answers by method and path without query; throws, or answers a `Response`, to fail. */
  answers: Record<string, (call: Call) => unknown> = {};

  constructor() {
    vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit) => {
      const { pathname, search } = new URL(url);
      const call = { method, path: pathname + search, body: body == null ? null : JSON.parse(String(body)) };
      this.calls.push(call);
      const answer = await this.answers[`${method} ${pathname}`]?.(call);
      if (answer instanceof Response) return answer;
      return answer === undefined ? Response.json({ code: 'not-found', title: 'no' }, { status: 404 }) : Response.json(answer);
    });
  }

  /** The paths that were called, in order. */
  get paths(): string[] {
    return this.calls.map(({ method, path }) => `${method} ${path}`);
  }
}

/** A hub connection between fakes. */
export class HubHarness {
  readonly network = new FakeNetwork();
  readonly page = new FakePage();
  readonly credentials = new FakeCredentials();
  readonly rest = new FakeRest();
  readonly hub: HubConnection;
  readonly events: HubEvent[] = [];
  resets = 0;

  constructor({
    cursor = null,
    EventSource = FakeEventSource,
  }: { cursor?: string | null; EventSource?: typeof FakeEventSource | null } = {}) {
    FakeSocket.all = [];
    FakeEventSource.all = [];
    const { network, page, credentials } = this;
    this.hub = new HubConnection({
      url: 'https://trips.example',
      rest: new HubRest('https://trips.example', credentials),
      WebSocket: FakeSocket,
      random: () => 0,
      query: { device_id: 'd1', device_name: null, client_version: 'test' },
      ...{ network, page, credentials, cursor, EventSource },
    });
    this.hub.events.on('event', (taken) => this.events.push(taken));
    this.hub.events.on('reset', () => this.resets++);
  }

  /** Offsets of the events that were taken. */
  get offsets(): number[] {
    return this.events.map(({ cursor }) => Number(cursor.split(':')[1]));
  }

  /** Lets the ticket be fetched and the socket be opened. */
  async settle(ms = 0): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Connects the socket that is being opened. */
  async connect(change: Partial<HubReplies['auth:ok']> = {}): Promise<FakeSocket> {
    await this.settle();
    const socket = FakeSocket.last;
    socket.open();
    send(socket, welcome(change));
    await this.settle();
    return socket;
  }

  /** Lets sockets fail until polls begin; the next socket is tried 16 s later. */
  async untilFallback(): Promise<void> {
    for (let i = 0; i < 5; i++) {
      await this.settle();
      FakeSocket.last.drop();
      await this.settle(i < 4 ? 1_000 * 2 ** i : 0);
    }
  }
}

/** The server sends a message over a socket. */
export function send(socket: FakeSocket, ...messages: HubMessage[]): void {
  for (const message of messages) socket.receiveRaw(JSON.stringify(message));
}

/** The messages that were sent over a socket, but for pings. */
export function sent(socket: FakeSocket): HubMessage[] {
  return socket.sent.filter((text) => typeof text === 'string' && text !== 'ping').map((text) => JSON.parse(text as string));
}

/** The last message of a type that was sent over a socket. */
export function lastSent(socket: FakeSocket, type: string): HubMessage {
  const message = sent(socket).findLast((each) => each.type === type);
  if (message === undefined) throw new Error(`no ${type} was sent`);
  return message;
}

export function ack(message: HubMessage, error?: HubReplies['ack']['error']): HubMessage {
  const { id } = message;
  return reply('ack', { original_id: id, status: error === undefined ? 'success' : 'error', ...(error && { error }) }, id);
}

/** What a poll is answered. */
export function pollAnswer(change: object = {}): object {
  return {
    events: [],
    cursor: 'e:0',
    has_more: false,
    reset: null,
    client_id: 'c1',
    rooms: [],
    timestamp: new Date().toISOString(),
    ...change,
  };
}

/** For a file whose tests have a hub each, on fake timers; to be called once. Answers how a test opens its own, which is closed after it. */
export function hubOfEachTest(): (...options: ConstructorParameters<typeof HubHarness>) => HubHarness {
  let harness: HubHarness | null = null;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    harness?.hub.close();
    harness = null;
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return (...options) => {
    harness = new HubHarness(...options);
    return harness;
  };
}
