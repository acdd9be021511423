import { exports } from 'cloudflare:workers';
import type {
  OperationMessage,
  OperationReplies,
  OperationReplyType,
  OperationRequests,
  OperationRequestType,
  ResourceType,
} from '../../src/protocol/operations';
import { base, type Caller } from './workers-caller';

const kinds: Readonly<Record<string, ResourceType>> = { trips: 'trip', events: 'event', calendars: 'calendar' };

/** A client of JSON operations on a real document socket, with everything that arrives kept in order. */
export class JsonSocket {
  readonly received: OperationMessage[] = [];
  /** Binary frames and texts that are no messages: there should be none. */
  readonly strange: unknown[] = [];
  readonly closed: Promise<readonly [code: number, reason: string]>;
  readonly here: { readonly resource_id: string; readonly resource_type: ResourceType };
  #isClosed = false;
  #taken = 0;
  #wake: () => void = () => {};

  private constructor(
    private readonly socket: WebSocket,
    path: string,
  ) {
    const [, , collection = '', resource_id = ''] = path.split('/');
    this.here = { resource_id, resource_type: kinds[collection] as ResourceType };
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && data.startsWith('{')) this.received.push(JSON.parse(data) as OperationMessage);
      else this.strange.push(data);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => {
        resolve([code, reason]);
        this.#isClosed = true;
        this.#wake();
      });
    });
    socket.accept();
  }

  /** Opens the socket of a document (`/v1/events/{id}`). */
  static async open(path: string, query: Readonly<Record<string, string>> = { lang: 'json' }): Promise<JsonSocket> {
    const url = `${base}${path}?${new URLSearchParams(query)}`;
    const { status, webSocket } = await exports.default.fetch(url, { headers: { upgrade: 'websocket' } });
    if (!webSocket) throw new Error(`the upgrade answered ${status}`);
    return new JsonSocket(webSocket, path);
  }

  /** Opens it with the token in the query, and subscribes. */
  static async join({ token }: Caller, path: string, more: Partial<OperationRequests['SUBSCRIBE']> = {}): Promise<JsonSocket> {
    const socket = await JsonSocket.open(path, { lang: 'json', token });
    socket.say('SUBSCRIBE', { ...socket.here, ...more });
    await socket.next('PRESENCE_STATE');
    return socket;
  }

  say<T extends OperationRequestType>(type: T, payload: OperationRequests[T], id: string = crypto.randomUUID()): string {
    this.socket.send(JSON.stringify({ type, id, timestamp: Date.now(), payload }));
    return id;
  }

  /** The next message of a type; what comes before it is passed over. Rejects when the socket closes before it comes. */
  async next<T extends OperationReplyType>(type: T): Promise<OperationMessage<T, OperationReplies[T]>> {
    for (;;) {
      while (this.#taken < this.received.length) {
        const message = this.received[this.#taken++];
        if (message?.type === type) return message as OperationMessage<T, OperationReplies[T]>;
      }
      if (this.#isClosed) throw new Error(`closed with ${await this.closed} before ${type} came`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Sends an OP and answers what it was answered with. */
  async op(
    operations: OperationRequests['OP']['operations'] & object,
    version: number,
    more: Partial<OperationRequests['OP']> = {},
  ): Promise<OperationMessage<'OP_ACK', OperationReplies['OP_ACK']>> {
    this.say('OP', { ...this.here, operations, version, ...more });
    return this.next('OP_ACK');
  }

  close(code = 1000): void {
    this.socket.close(code);
  }
}
