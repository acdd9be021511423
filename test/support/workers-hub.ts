import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import type { InboxApi, NewEvent } from '../../src/inbox/api';
import type {
  HubEvent,
  HubMessage,
  HubReplies,
  HubReplyType,
  HubRequests,
  HubRequestType,
} from '../../src/protocol/hub-messages';
import { base, type Caller } from './workers-caller';

type Reply<T extends HubReplyType> = HubMessage<T, HubReplies[T]>;

/** One end of a hub socket, on which nothing that arrives is missed. */
export class HubSocket {
  /** Every event that came, also those inside of a batch, in order. */
  readonly events: HubEvent[] = [];
  /** Every other message, in order. */
  readonly replies: HubMessage[] = [];
  /** Texts that are no messages. */
  readonly texts: string[] = [];
  /** The code and the reason of the close, once the server has closed. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  #closedWith: readonly [number, string] | null = null;
  #taken = 0;
  readonly #watchers = new Set<() => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.#receive(data as string));
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => {
        this.#closedWith = [code, reason];
        resolve(this.#closedWith);
        this.#look();
      });
    });
    socket.accept();
  }

  /** Opens the hub, with a query of the test's choice. */
  static async open(query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<HubSocket> {
    const url = `${base}/v1/realtime?${new URLSearchParams(query)}`;
    const { status, webSocket } = await exports.default.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
    if (!webSocket) throw new Error(`the upgrade answered ${status}`);
    return new HubSocket(webSocket);
  }

  /** A client on a socket that the test opened by itself. */
  static over(socket: WebSocket): HubSocket {
    return new HubSocket(socket);
  }

  /** Opens the hub of somebody, and waits until they are in. */
  static async enter({ token }: Caller, query: Readonly<Record<string, string>> = {}): Promise<HubSocket> {
    const socket = await HubSocket.open({ token, ...query });
    await socket.first('auth:ok');
    return socket;
  }

  /** Sends a message, and answers its id. */
  send<T extends HubRequestType>(type: T, data: HubRequests[T], id: string = crypto.randomUUID()): string {
    const metadata = { client_id: null, correlation_id: null };
    this.socket.send(JSON.stringify({ type, id, timestamp: new Date().toISOString(), data, metadata }));
    return id;
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.socket.send(data);
  }

  /** Sends a message, and waits for its acknowledgement. */
  async ask<T extends HubRequestType>(type: T, data: HubRequests[T], id?: string): Promise<HubReplies['ack']> {
    const before = this.of('ack').length;
    const original = this.send(type, data, id);
    const isIt = ({ data: ack }: Reply<'ack'>): boolean => ack.original_id === original;
    await this.until(() => this.of('ack').slice(before).some(isIt));
    return (this.of('ack').slice(before).find(isIt) as Reply<'ack'>).data;
  }

  /** The replies of a type, oldest first. */
  of<T extends HubReplyType>(type: T): Reply<T>[] {
    return this.replies.filter((reply): reply is Reply<T> => reply.type === type);
  }

  async first<T extends HubReplyType>(type: T): Promise<HubReplies[T]> {
    await this.until(() => this.of(type).length > 0);
    return (this.of(type)[0] as Reply<T>).data;
  }

  /** The next event that was not taken yet. */
  async nextEvent(): Promise<HubEvent> {
    await this.until(() => this.events.length > this.#taken);
    return this.events[this.#taken++] as HubEvent;
  }

  /** Waits until something holds, looked at after each frame. Rejects when the server closes before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#closedWith !== null) throw new Error(`closed with ${this.#closedWith} before: ${holds}`);
      await new Promise<void>((resolve) => {
        const watcher = () => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }

  close(code = 1000): void {
    this.socket.close(code);
  }

  #receive(data: string): void {
    if (data.startsWith('{')) this.#take(JSON.parse(data) as HubMessage);
    else this.texts.push(data);
    this.#look();
  }

  #take(message: HubMessage): void {
    if (message.type === 'batch') {
      for (const one of (message as Reply<'batch'>).data.messages) this.#take(one);
    } else if (message.cursor === undefined) this.replies.push(message);
    else this.events.push(message as HubEvent);
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Reads a stream of server-sent events, message by message. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #rest = '';

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Opens the stream of somebody. */
  static async open(
    { token }: Caller,
    query: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    const url = `${base}/v1/realtime/stream?${new URLSearchParams(query)}`;
    const answer = await exports.default.fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers } });
    if (answer.status !== 200 || answer.body === null) throw new Error(`the stream answered ${answer.status}`);
    return new EventReader(answer.body as ReadableStream<Uint8Array>);
  }

  /** The fields of the next message; null at the end of the stream. */
  async next(): Promise<Readonly<Record<string, string>> | null> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        return Object.fromEntries(block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]));
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#rest += value;
    }
  }

  /** The next message with a cursor. */
  async nextEvent(): Promise<HubEvent> {
    for (;;) {
      const message = await this.next();
      if (message === null) throw new Error('the stream ended');
      if (message.id !== undefined) return JSON.parse(message.data ?? '') as HubEvent;
    }
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}

/** A message that goes over HTTP, for one of somebody's connections. */
export function hubMessage<T extends HubRequestType>(clientId: string, type: T, data: HubRequests[T]): HubMessage {
  const metadata = { client_id: clientId, correlation_id: null };
  return { type, id: crypto.randomUUID(), timestamp: new Date().toISOString(), data, metadata };
}

/** The object of a person's inbox. */
export function inboxOf({ id }: Pick<Caller, 'id'>) {
  return env.INBOXES.getByName(id);
}

/** The same, as the Worker calls it. */
export function inboxApiOf(person: Pick<Caller, 'id'>): InboxApi {
  return inboxOf(person) as unknown as InboxApi;
}

/** Brings events to a person's stream. */
export async function publish(person: Pick<Caller, 'id'>, ...events: NewEvent[]): Promise<void> {
  const outcome = await inboxApiOf(person).publish(events);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
}

/** Something that happened to a trip; tests tell events by its number. */
export function event(version: number, more: Partial<NewEvent> = {}): NewEvent {
  const data = { entity_type: 'trip', id: 'trip', version, updated_by: null } as const;
  return { type: 'entity-updated', data, ...more } as NewEvent;
}

/** The numbers of events that {@link event} made. */
export function versions(events: readonly HubMessage[]): number[] {
  return events.map(({ data }) => (data as { version: number }).version);
}

/** Puts an inbox to sleep, as the platform does with one that is idle: its sockets stay open. */
export async function sleepInbox(person: Pick<Caller, 'id'>): Promise<void> {
  await evictDurableObject(inboxOf(person), { webSockets: 'hibernate' });
}

/** Has the alarm of an inbox ring now. False when none was set. */
export function ringInbox(person: Pick<Caller, 'id'>): Promise<boolean> {
  return runDurableObjectAlarm(inboxOf(person));
}

/** Does something with the SQLite of an inbox. */
export function inInboxStorage<T>(
  person: Pick<Caller, 'id'>,
  work: (storage: DurableObjectStorage) => T | Promise<T>,
): Promise<T> {
  return runInDurableObject(inboxOf(person), (_, state) => work(state.storage));
}
