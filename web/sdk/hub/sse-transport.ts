import type { Close } from '../../../src/protocol/closes';
import { type HubReplies, type HubRequest, type HubRequestType, parseHubMessage } from '../../../src/protocol/hub-messages';
import { abnormalClose } from '../reconnect-policy';
import type { HubRest } from './hub-rest';
import type { HubTransport, TransportHandlers } from './hub-transport';
import { hasRestEquivalent, RestRequests } from './rest-requests';

/** How a stream ends that nobody has ended. */
const lost: Close = { code: abnormalClose, reason: 'the stream ended' };

/** The part of the EventSource API that the SDK needs. */
export interface EventSourceLike {
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  addEventListener(type: string, listener: (event: never) => void): void;
  close(): void;
}

/** Constructs an EventSource; the global one unless a program brings its own. */
export type EventSourceConstructor = new (url: string) => EventSourceLike;

/** A stream whose server has not said by then whom it sees, in milliseconds, is none: something on the way holds it back. */
const streamOpensWithinMs = 10_000;

/** The hub over server-sent events; what has to go the other way goes over REST. */
export class SseTransport implements HubTransport {
  readonly kind = 'sse';
  readonly #source: EventSourceLike;
  readonly #requests: RestRequests;
  readonly #onClose: TransportHandlers['onClose'];
  readonly #openTimer: ReturnType<typeof setTimeout>;
  /** What the server calls this stream; null until it says so. */
  #clientId: string | null = null;
  #isClosed = false;

  /** @param url with its ticket */
  constructor(
    url: string,
    EventSource: EventSourceConstructor,
    rest: HubRest,
    { onOpen, onMessage, onClose }: TransportHandlers,
  ) {
    this.#onClose = onClose;
    this.#requests = new RestRequests(
      rest,
      () => this.#clientId ?? '',
      (message) => {
        if (!this.#isClosed) onMessage(message);
      },
    );
    this.#source = new EventSource(url);
    this.#openTimer = setTimeout(() => this.#gone(lost), streamOpensWithinMs);
    this.#source.onmessage = ({ data }: { data: string }) => {
      const message = parseHubMessage(data);
      if (message?.type === 'auth:ok' && this.#clientId === null) {
        clearTimeout(this.#openTimer);
        this.#clientId = (message.data as HubReplies['auth:ok']).client_id;
        onOpen();
      }
      if (message !== null) onMessage(message);
    };
    // By itself it would come again with a ticket that is spent.
    this.#source.onerror = () => this.#gone(lost);
    // The last event of a stream that the server ends: what a socket would be closed with.
    this.#source.addEventListener('close', ({ data }: { data: string }) => this.#gone(JSON.parse(data) as Close));
  }

  takes(type: HubRequestType): boolean {
    return hasRestEquivalent(type);
  }

  send(message: HubRequest): void {
    this.#requests.send(message);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#openTimer);
    this.#source.onmessage = this.#source.onerror = null;
    this.#source.close();
  }

  #gone({ code, reason }: Close): void {
    if (this.#isClosed) return;
    this.close();
    this.#onClose(code, reason);
  }
}
