import type {
  HubEvent,
  HubIncoming,
  HubMessage,
  HubReplies,
  HubReply,
  HubRequest,
  HubRequests,
  HubRequestType,
} from '../../../src/protocol/hub-messages';
import type { MachineState } from '../connection-machine';
import type { Credentials } from '../credentials';
import { Emitter } from '../emitter';
import { type CredentialTimes, type Link, type LinkHandlers, LinkKeeper } from '../link-keeper';
import type { Network, Page } from '../network';
import type { WebSocketConstructor } from '../socket';
import { type DocumentStatus, statusOf } from '../status';
import { AckPacer } from './ack-pacer';
import { EventReader } from './event-reader';
import { Fallback } from './fallback';
import { type HubRest, withQuery } from './hub-rest';
import type { HubTransport, TransportKind } from './hub-transport';
import { newMessageId } from './message-id';
import type { PollAnswer } from './poll-transport';
import { RequestQueue } from './request-queue';
import type { EventSourceConstructor } from './sse-transport';
import { WebSocketTransport } from './websocket-transport';

/** How a hub connection stands. A new object at each change. */
export interface HubState {
  readonly status: DocumentStatus;
  /** What events come by now; null for nothing. */
  readonly transport: TransportKind | null;
  /** A socket is open, and the server has not said yet whom it sees. */
  readonly isGreeting: boolean;
}

export interface HubConnectionEvents {
  state: HubState;
  /** The server knows who this is. Comes on each connection. */
  welcome: HubReplies['auth:ok'];
  /** The rooms in which the server takes this client to be. Comes on each connection, and with each poll of a page that somebody may look at. */
  rooms: readonly string[];
  /** Something can carry requests again. */
  online: HubTransport;
  /** The next event of the stream; each exactly once, in order, whatever brought it. */
  event: HubEvent;
  /** The stream goes on from somewhere else: what was built from events has to be read anew. */
  reset: null;
  /** What the server says besides events. */
  reply: HubReply;
}

export interface HubConnectionOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly rest: HubRest;
  readonly WebSocket: WebSocketConstructor;
  /** Null where there is none. */
  readonly EventSource: EventSourceConstructor | null;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Where an earlier run was in the stream; null for nowhere. */
  readonly cursor: string | null;
  /** What tells the server which client this is. */
  readonly query: { readonly device_id: string; readonly device_name: string | null; readonly client_version: string };
}

/** A person's one realtime connection: events in, requests out, over whatever gets through. */
export class HubConnection {
  readonly events = new Emitter<HubConnectionEvents>();
  readonly #options: HubConnectionOptions;
  readonly #reader: EventReader;
  readonly #requests = new RequestQueue();
  readonly #acks = new AckPacer(() => this.tell('sync:ack', { cursor: this.#reader.cursor ?? '' }));
  readonly #fallback: Fallback;
  readonly #keeper: LinkKeeper;
  readonly #stopWatching: () => void;
  #socket: WebSocketTransport | null = null;
  #transport: HubTransport | null = null;
  #state: HubState;
  #isGreeting = false;
  /** For which state the fallback runs. */
  #fallbackFor: MachineState['name'] | null = null;
  /** How far the clock of the server is ahead of this device's, in milliseconds. */
  #aheadMs = 0;
  #clientId: string | null = null;

  constructor(options: HubConnectionOptions) {
    this.#options = options;
    this.#reader = new EventReader({
      ...options,
      onEvent: (event) => this.#taken(event),
      onReset: () => this.events.emit('reset', null),
    });
    this.#fallback = new Fallback({
      ...options,
      cursor: () => this.#reader.cursor,
      onMessage: (message) => this.#receive(message),
      onPolled: (answer) => this.#polled(answer),
      onTransport: (transport) => this.#carriedBy(transport),
    });
    this.#keeper = new LinkKeeper({
      ...options,
      open: (ticket, handlers) => this.#open(ticket, handlers),
      poll: (renew) => this.#turn(renew),
      changed: (state) => this.#changed(state),
    });
    this.#state = this.#newState();
    this.#stopWatching = options.page.onChange(() => this.#pageChanged());
  }

  get state(): HubState {
    return this.#state;
  }

  /** The position after the last event that was emitted; null before the stream was found. */
  get cursor(): string | null {
    return this.#reader.cursor;
  }

  /** What the clock of the server says, ms since the epoch. */
  get serverNowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  /**
   * Sends a request, again where that is needed, and resolves when the server has acknowledged it.
   * @throws ProblemError with the code of the refusal; `network` when nothing could carry it
   */
  request<Type extends HubRequestType>(type: Type, data: HubRequests[Type]): Promise<void> {
    return this.#requests.request(this.#message(type, data));
  }

  /** Sends a message over what there is, and does not care whether it arrives. */
  tell<Type extends HubRequestType>(type: Type, data: HubRequests[Type]): void {
    if (this.#transport?.takes(type)) this.#transport.send(this.#message(type, data));
  }

  /** Drops what there is and connects anew, also after a refusal. */
  reconnect(): void {
    this.#keeper.reconnect();
  }

  /** Ends the connection for good; requests that are under way fail. */
  close(): void {
    this.#stopWatching();
    this.#keeper.close();
    this.#requests.stop();
    this.#reader.stop();
  }

  #message<Type extends HubRequestType>(type: Type, data: HubRequests[Type]): HubRequest {
    const metadata = { client_id: this.#clientId, correlation_id: null };
    const message: HubMessage = { type, id: newMessageId(), timestamp: new Date(this.serverNowMs).toISOString(), data, metadata };
    return message as HubRequest;
  }

  #open(ticket: string, handlers: LinkHandlers): Link {
    const { url, WebSocket, query } = this.#options;
    const path = withQuery('/v1/realtime', { ...query, cursor: this.#reader.cursor, ticket });
    const socket = new WebSocketTransport(`${url.replace(/^http/, 'ws')}${path}`, WebSocket, {
      onOpen: () => this.#greeting(true),
      onMessage: (message) => this.#receive(message, handlers.onSession),
      onClose: handlers.onGone,
    });
    this.#socket = socket;
    return {
      probe: () => socket.probe(),
      renew: (token) => this.tell('auth:refresh', { token }),
      close: () => socket.close(),
    };
  }

  #turn(renew: boolean): Promise<void> {
    const { name } = this.#keeper.state;
    if (this.#fallbackFor !== name) this.#stopFallback();
    this.#fallbackFor = name;
    return this.#fallback.turn(renew, name === 'polling');
  }

  #changed({ name }: MachineState): void {
    if (name !== this.#fallbackFor) this.#stopFallback();
    if (name === 'live') this.#carriedBy(this.#socket);
    else if (this.#transport?.kind === 'websocket') this.#carriedBy(null);
    this.#greeting(false);
  }

  #stopFallback(): void {
    this.#fallbackFor = null;
    this.#fallback.stop();
    if (this.#transport?.kind !== 'websocket') this.#carriedBy(null);
  }

  /** Another window has taken this one's place; whoever comes back to this one takes it back. */
  #pageChanged(): void {
    const { status } = this.#state;
    const isDisplaced = status.name === 'denied' && status.reason === 'conflict';
    if (isDisplaced && !this.#options.page.isHidden()) this.reconnect();
  }

  #carriedBy(transport: HubTransport | null): void {
    if (transport === this.#transport) return;
    this.#transport = transport;
    if (transport === null) this.#acks.stop();
    this.#requests.carriedBy(transport);
    this.#report();
    if (transport !== null) this.events.emit('online', transport);
  }

  #greeting(isGreeting: boolean): void {
    this.#isGreeting = isGreeting;
    this.#report();
  }

  #report(): void {
    const next = this.#newState();
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.events.emit('state', next);
  }

  #newState(): HubState {
    const status = statusOf(this.#keeper.state);
    return { status, transport: this.#transport?.kind ?? null, isGreeting: this.#isGreeting };
  }

  #polled({ timestamp, cursor, reset, rooms }: PollAnswer): void {
    this.#setClock(timestamp);
    if (this.#reader.cursor === null || reset !== null) this.#reader.moveTo(cursor);
    // Who polls for a page that nobody looks at comes too seldom to stay in a room: others would see them come and go.
    if (this.#fallbackFor === 'polling') this.events.emit('rooms', rooms);
  }

  #setClock(timestamp: string): void {
    const serverMs = Date.parse(timestamp);
    if (!Number.isNaN(serverMs)) this.#aheadMs = serverMs - Date.now();
  }

  #receive(message: HubMessage, onSession?: (times: CredentialTimes) => void): void {
    if (isEvent(message)) return this.#reader.take(message);
    const reply = message as Exclude<HubIncoming, HubEvent>;
    switch (reply.type) {
      case 'batch':
        for (const each of reply.data.messages) this.#receive(each, onSession);
        return;
      case 'auth:ok':
        return this.#welcomed(reply, onSession);
      case 'ack':
        return this.#requests.acknowledged(reply.data);
      case 'error':
        if (reply.metadata.correlation_id !== null) this.#requests.refused(reply.metadata.correlation_id, reply.data);
        break;
      case 'sync:response':
        for (const event of reply.data.events) this.#reader.take(event);
        return;
      case 'sync:reset':
        return this.#reader.moveTo(reply.data.cursor);
    }
    this.events.emit('reply', reply);
  }

  #welcomed({ data, timestamp }: HubReply & { type: 'auth:ok' }, onSession?: (times: CredentialTimes) => void): void {
    this.#setClock(timestamp);
    this.#clientId = data.client_id;
    if (this.#reader.cursor === null) this.#reader.moveTo(data.cursor);
    const expiresAtMs = data.expires_at === null ? null : Date.parse(data.expires_at);
    onSession?.({ expiresAtMs, nowMs: Date.parse(timestamp) });
    this.events.emit('welcome', data);
    this.events.emit('rooms', data.rooms);
  }

  #taken(event: HubEvent): void {
    this.events.emit('event', event);
    this.#acks.taken();
  }
}

function isEvent(message: HubMessage): message is HubEvent {
  return message.cursor !== undefined;
}
