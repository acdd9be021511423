import {
  type ClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  MalformedFrame,
  type ServerFrame,
  type SessionMessage,
} from '../../src/protocol/frames';
import type { MachineState } from './connection-machine';
import type { Credentials } from './credentials';
import { Emitter } from './emitter';
import { IncomingFrames } from './incoming-frames';
import { type Link, type LinkHandlers, LinkKeeper } from './link-keeper';
import type { Network, Page } from './network';
import { abnormalClose } from './reconnect-policy';
import { Socket, type WebSocketConstructor } from './socket';

export interface ConnectionEvents {
  state: MachineState;
  /** The server knows who this is. Comes first on each connection, and again whenever the role or the expiry changes. */
  session: SessionMessage;
  frame: ServerFrame;
}

export interface ConnectionOptions {
  /** Address of the document's socket, without credentials. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly WebSocket: WebSocketConstructor;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** One exchange over HTTP. `renew`: the last credential was refused. */
  readonly poll: (renew: boolean) => Promise<void>;
}

/** Keeps one document connected: frames over a link that a `LinkKeeper` keeps. */
export class Connection {
  readonly events = new Emitter<ConnectionEvents>();
  readonly #options: ConnectionOptions;
  readonly #keeper: LinkKeeper;
  readonly #incoming: IncomingFrames;
  #socket: Socket | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#incoming = new IncomingFrames(options.page, (frame) => this.#handle(frame));
    this.#keeper = new LinkKeeper({
      ...options,
      open: (ticket, handlers) => this.#open(ticket, handlers),
      changed: (state) => {
        this.#incoming.flush();
        this.events.emit('state', state);
      },
    });
  }

  get state(): MachineState {
    return this.#keeper.state;
  }

  /** Sends a frame; while the connection is not live nothing is sent. */
  send(frame: ClientFrame): void {
    if (this.state.name === 'live') this.#socket?.send(encodeClientFrame(frame));
  }

  /** Drops what there is and connects anew, also after a refusal. */
  reconnect(): void {
    this.#keeper.reconnect();
  }

  /** Ends the connection for good. */
  close(): void {
    this.#incoming.stop();
    this.#keeper.close();
  }

  #open(ticket: string, handlers: LinkHandlers): Link {
    const { url, WebSocket } = this.#options;
    const separator = url.includes('?') ? '&' : '?';
    const socket = new Socket(new WebSocket(`${url}${separator}ticket=${encodeURIComponent(ticket)}`), {
      onData: (data) => this.#receive(data, socket, handlers),
      onGone: handlers.onGone,
    });
    this.#socket = socket;
    return {
      probe: () => socket.probe(),
      renew: (token) => socket.send(encodeClientFrame({ type: 'token', token })),
      close: () => socket.close(),
    };
  }

  #receive(data: unknown, socket: Socket, handlers: LinkHandlers): void {
    if (!(data instanceof ArrayBuffer)) return;
    let frame: ServerFrame | null;
    try {
      frame = decodeServerFrame(new Uint8Array(data));
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      return socket.giveUp(abnormalClose, error.message);
    }
    if (frame === null) return;
    if (frame.type === 'session') handlers.onSession(frame.message);
    this.#incoming.receive(frame);
  }

  #handle(frame: ServerFrame): void {
    if (frame.type === 'session') this.events.emit('session', frame.message);
    else this.events.emit('frame', frame);
  }
}
