import { exports } from 'cloudflare:workers';
import { encodeAwareness } from '../../src/protocol/awareness';
import { type ClientFrame, decodeServerFrame, encodeClientFrame, type ServerFrame } from '../../src/protocol/frames';
import { base, type Caller } from './workers-caller';

/** One end of a document socket, on which nothing that arrives is missed. */
export class TestSocket {
  /** The code and the reason of the close, once the server has closed. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  readonly #frames: ServerFrame[] = [];
  #wake: () => void = () => undefined;
  #isClosed = false;

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      const frame = decodeServerFrame(new Uint8Array(data as ArrayBuffer));
      if (frame) this.#frames.push(frame);
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

  /** Opens the socket of a trip (`/v1/trips/{id}`), as our SDK does when the query says so. */
  static async open(
    trip: string,
    query: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestSocket> {
    const url = `${base}${trip}?${new URLSearchParams(query)}`;
    const { status, webSocket } = await exports.default.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
    if (!webSocket) throw new Error(`the upgrade answered ${status}`);
    return new TestSocket(webSocket);
  }

  /** Opens a session of our SDK, and waits until it is in. */
  static async enter(caller: Caller, trip: string, query: Readonly<Record<string, string>> = {}): Promise<TestSocket> {
    const socket = await TestSocket.open(trip, { sdk: '1', token: caller.token, ...query });
    await socket.next('session');
    return socket;
  }

  /** The first frame of a type that has not been taken yet. Rejects when the socket closes before one comes. */
  async next<T extends ServerFrame['type']>(type: T): Promise<ServerFrame & { readonly type: T }> {
    for (;;) {
      const index = this.#frames.findIndex((frame) => frame.type === type);
      const [frame] = index < 0 ? [] : this.#frames.splice(index, 1);
      if (frame) return frame as ServerFrame & { readonly type: T };
      if (this.#isClosed) throw new Error(`closed with ${await this.closed} before a frame of type ${type} came`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(frame: ClientFrame): void {
    this.socket.send(encodeClientFrame(frame));
  }

  /** Announces a state of the client's own. */
  announce(client: number, clock: number, state: object): void {
    const entry = { client, clock, state: JSON.stringify(state) };
    this.send({ type: 'awareness', payload: encodeAwareness([entry]) });
  }

  close(): void {
    this.socket.close(1000);
  }
}
