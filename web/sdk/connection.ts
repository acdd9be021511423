import { closes } from '../../src/protocol/codes';
import { type ClientFrame, encodeClientFrame, type ServerFrame, type SessionMessage } from '../../src/protocol/frames';
import { Emitter } from './emitter';
import type { Network } from './network';
import { type NextStep, nextStep } from './reconnect-policy';
import { Socket, type WebSocketConstructor } from './socket';
import { canRenew, readToken, renewalDelayMs, type TokenSource } from './tokens';

/** From the start of a connection to its session message, in milliseconds; then it is tried again. */
export const handshakeMs = 15_000;

/** Where a connection stands. */
export type ConnectionState =
  /** On the way: fetching a token, opening the socket, authenticating. `failures`: tries in a row that led to nothing. */
  | { readonly name: 'connecting'; readonly failures: number }
  | { readonly name: 'open' }
  /** Lost, will be tried again by itself. */
  | { readonly name: 'waiting'; readonly retryAtMs: number }
  /** Ended for good, with the server's code and reason, until somebody calls `reconnect`. */
  | { readonly name: 'closed'; readonly code: number; readonly reason: string };

export interface ConnectionEvents {
  state: ConnectionState;
  /** The server knows who this is. Comes first on each connection, and again whenever the role or the expiry changes. */
  session: SessionMessage;
  frame: ServerFrame;
}

export interface ConnectionOptions {
  /** Address of the document's socket. */
  readonly url: string;
  readonly token: TokenSource;
  readonly WebSocket: WebSocketConstructor;
  readonly network: Network;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** A socket to one document that authenticates, reconnects and renews its token by itself. */
export class Connection {
  readonly events = new Emitter<ConnectionEvents>();
  readonly #options: ConnectionOptions;
  readonly #stopWatching: () => void;
  #state: ConnectionState = { name: 'connecting', failures: 0 };
  #socket: Socket | null = null;
  /** Grows with each try, so that a late answer to an abandoned one is recognised. */
  #try = 0;
  #failures = 0;
  #openedAtMs: number | null = null;
  #tokenIsRenewed = false;
  #renewNext = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#stopWatching = options.network.onChange(() => this.#networkChanged());
    void this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Sends a frame; while the connection is not open nothing is sent. */
  send(frame: ClientFrame): void {
    if (this.#state.name === 'open') this.#socket?.send(encodeClientFrame(frame));
  }

  /** Drops what there is and connects anew, also after a permanent close. */
  reconnect(): void {
    this.#abandon();
    this.#failures = 0;
    void this.#connect();
  }

  /** Ends the connection for good. */
  close(): void {
    this.#stopWatching();
    this.#abandon();
    this.#setState({ name: 'closed', code: 1000, reason: 'closed by the client' });
  }

  async #connect(): Promise<void> {
    this.#try += 1;
    const current = this.#try;
    this.#setState({ name: 'connecting', failures: this.#failures });
    this.#timer = setTimeout(() => this.#lost(1006, 'no answer'), handshakeMs);
    const renew = this.#renewNext;
    this.#renewNext = false;
    this.#tokenIsRenewed = renew;
    const token = await this.#readToken(renew, current);
    if (token === null || current !== this.#try) return;
    this.#socket = new Socket(new this.#options.WebSocket(this.#options.url), {
      onOpen: () => this.#socket?.send(encodeClientFrame({ type: 'token', token })),
      onFrame: (frame) => this.#receive(frame),
      onGone: (code, reason) => this.#lost(code, reason),
    });
  }

  /** A token for this try; null after the try was ended because there is none. */
  async #readToken(renew: boolean, current: number): Promise<string | null> {
    try {
      return await readToken(this.#options.token, { renew });
    } catch (error) {
      if (current !== this.#try) return null;
      const reason = error instanceof Error ? error.message : String(error);
      // Without a network a token cannot be fetched; that is no refusal.
      if (renew && this.#options.network.isOnline()) this.#stop({ code: closes.unauthenticated.code, reason });
      else this.#lost(1006, reason);
      return null;
    }
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'session') this.#authenticated(frame.message);
    else this.events.emit('frame', frame);
  }

  #authenticated(session: SessionMessage): void {
    this.#scheduleRenewal(session.expiresAtMs);
    if (this.#openedAtMs === null) {
      clearTimeout(this.#timer);
      this.#openedAtMs = Date.now();
      this.#setState({ name: 'open' });
    }
    this.events.emit('session', session);
  }

  #scheduleRenewal(expiresAtMs: number | null): void {
    clearTimeout(this.#renewTimer);
    if (expiresAtMs === null || !canRenew(this.#options.token)) return;
    this.#renewTimer = setTimeout(() => void this.#renew(), renewalDelayMs(expiresAtMs - Date.now()));
  }

  async #renew(): Promise<void> {
    const socket = this.#socket;
    try {
      const token = await readToken(this.#options.token, { renew: true });
      if (socket === this.#socket) socket?.send(encodeClientFrame({ type: 'token', token }));
    } catch {
      // The open connection is good until the old token expires. The server closes it then, and the next one asks again.
    }
  }

  #lost(code: number, reason: string): void {
    const livedMs = this.#openedAtMs === null ? 0 : Date.now() - this.#openedAtMs;
    const canRenewToken = canRenew(this.#options.token) && !this.#tokenIsRenewed;
    this.#abandon();
    const history = { failures: this.#failures, canRenewToken };
    this.#take(nextStep({ code, reason, livedMs }, history, this.#options.random));
  }

  #take(step: NextStep): void {
    if (step.kind === 'stop') {
      this.#stop(step);
    } else if (step.kind === 'renew') {
      this.#renewNext = true;
      void this.#connect();
    } else {
      this.#failures = step.failures;
      this.#setState({ name: 'waiting', retryAtMs: Date.now() + step.delayMs });
      this.#timer = setTimeout(() => void this.#connect(), step.delayMs);
    }
  }

  #stop({ code, reason }: { code: number; reason: string }): void {
    this.#abandon();
    this.#setState({ name: 'closed', code, reason });
  }

  #networkChanged(): void {
    if (this.#state.name === 'open') this.#socket?.probe();
    else if (this.#state.name === 'waiting' && this.#options.network.isOnline()) this.reconnect();
  }

  /** Forgets the current socket and every timer; what they still say is not heard. */
  #abandon(): void {
    this.#try += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#renewTimer);
    this.#openedAtMs = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.events.emit('state', state);
  }
}
