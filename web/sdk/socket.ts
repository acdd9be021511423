import { abnormalClose } from './reconnect-policy';

/** Times of the heartbeat, in milliseconds. */
export const heartbeatTimes = {
  pingEveryMs: 25_000,
  /** A connection that has not answered a ping within this time is gone. */
  pongWithinMs: 5_000,
} as const;

/** The part of the WebSocket API that the SDK needs. */
export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** Constructs a WebSocket; the global one unless a program brings its own. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

export interface SocketHandlers {
  readonly onOpen?: () => void;
  /** What a frame holds: a text, or an `ArrayBuffer`. */
  readonly onData: (data: unknown) => void;
  /** Called once, unless this side closed the socket. */
  readonly onGone: (code: number, reason: string) => void;
}

/**
 * One WebSocket: frames in and out, and a heartbeat by text `ping`, which the server's platform answers without waking
 * the document. A socket that does not answer is given up at once; its close handshake could take minutes. It pings
 * however much comes in: the server has to hear of who only listens (PROTOCOL.md C6).
 */
export class Socket {
  readonly #socket: WebSocketLike;
  readonly #handlers: SocketHandlers;
  #pingTimer: ReturnType<typeof setTimeout> | undefined;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  #open = false;

  constructor(socket: WebSocketLike, handlers: SocketHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#open = true;
      this.#schedulePing();
      handlers.onOpen?.();
    };
    socket.onmessage = (event: { data: unknown }) => this.#receive(event.data);
    socket.onclose = (event: { code: number; reason: string }) => this.#gone(event.code, event.reason);
    // An error is always followed by a close, which says more.
    socket.onerror = null;
  }

  send(frame: string | Uint8Array): void {
    if (this.#open) this.#socket.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  /** Asks now whether the other side is still there, e.g. after the network changed. */
  probe(): void {
    if (!this.#open || this.#pongTimer !== undefined) return;
    clearTimeout(this.#pingTimer);
    this.#socket.send('ping');
    this.#pongTimer = setTimeout(() => this.giveUp(abnormalClose, 'no answer'), heartbeatTimes.pongWithinMs);
  }

  /** Ends the connection from this side; `onGone` is not called any more. */
  close(code = 1000): void {
    this.#detach();
    this.#socket.close(code);
  }

  /** Takes the connection for gone, and says so. */
  giveUp(code: number, reason: string): void {
    this.#gone(code, reason);
    this.#socket.close();
  }

  #receive(data: unknown): void {
    if (this.#pongTimer !== undefined) {
      clearTimeout(this.#pongTimer);
      this.#pongTimer = undefined;
      this.#schedulePing();
    }
    this.#handlers.onData(data);
  }

  #schedulePing(): void {
    clearTimeout(this.#pingTimer);
    this.#pingTimer = setTimeout(() => this.probe(), heartbeatTimes.pingEveryMs);
  }

  #gone(code: number, reason: string): void {
    this.#detach();
    this.#handlers.onGone(code, reason);
  }

  #detach(): void {
    this.#open = false;
    clearTimeout(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
  }
}
