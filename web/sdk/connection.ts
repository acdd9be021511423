import { closes } from '../../src/protocol/codes';
import { type ClientFrame, encodeClientFrame, type ServerFrame, type SessionMessage } from '../../src/protocol/frames';
import {
  firstState,
  type LossCause,
  type MachineEvent,
  type MachineState,
  pollEveryMs,
  retryAtMs,
  socketAttempt,
  transition,
} from './connection-machine';
import { type Credentials, closeCodeOf } from './credentials';
import { Emitter } from './emitter';
import type { Network, Page } from './network';
import { ProblemError } from './problem';
import { abnormalClose, reconnectTimes } from './reconnect-policy';
import { Socket, type WebSocketConstructor } from './socket';
import { renewalDelayMs } from './tokens';

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

/**
 * Keeps one document connected: does what the state machine (connection-machine.ts) says, and tells it what happened.
 * Holds no decision of its own about when to try again.
 */
export class Connection {
  readonly events = new Emitter<ConnectionEvents>();
  readonly #options: ConnectionOptions;
  readonly #stopWatching: (() => void)[];
  #state: MachineState = firstState;
  #socket: Socket | null = null;
  #introduced = false;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#stopWatching = [
      options.network.onChange(() => this.#networkChanged()),
      options.page.onChange(() => this.#pageChanged()),
    ];
    this.#pageChanged();
    this.#begin(firstState.attempt, false);
  }

  get state(): MachineState {
    return this.#state;
  }

  /** Sends a frame; while the connection is not live nothing is sent. */
  send(frame: ClientFrame): void {
    if (this.#state.name === 'live') this.#socket?.send(encodeClientFrame(frame));
  }

  /** Drops what there is and connects anew, also after a refusal. */
  reconnect(): void {
    this.#dispatch({ name: 'reconnect' });
  }

  /** Ends the connection for good. */
  close(): void {
    for (const stop of this.#stopWatching) stop();
    clearTimeout(this.#hiddenTimer);
    this.#dispatch({ name: 'close' });
  }

  #dispatch(event: MachineEvent): void {
    const before = this.#state;
    this.#state = transition(before, event, { nowMs: Date.now(), random: this.#options.random });
    if (this.#state === before) return;
    const attempt = socketAttempt(this.#state);
    if (attempt !== socketAttempt(before)) {
      this.#abandon();
      if (attempt !== null) this.#begin(attempt, 'renew' in this.#state && this.#state.renew);
    }
    if (retryAtMs(this.#state) !== retryAtMs(before)) this.#scheduleRetry();
    if (pollEveryMs(this.#state) !== pollEveryMs(before)) this.#startPolling();
    this.events.emit('state', this.#state);
  }

  #begin(attempt: number, renew: boolean): void {
    const lost = () => this.#lost(attempt, abnormalClose, 'no answer', this.#networkCause());
    this.#connectTimer = setTimeout(lost, reconnectTimes.connectWithinMs);
    void this.#connect(attempt, renew);
  }

  async #connect(attempt: number, renew: boolean): Promise<void> {
    let ticket: string;
    try {
      ticket = await this.#options.credentials.ticket({ renew });
    } catch (error) {
      return this.#credentialFailed(attempt, error, renew);
    }
    if (attempt !== socketAttempt(this.#state)) return;
    const separator = this.#options.url.includes('?') ? '&' : '?';
    const url = `${this.#options.url}${separator}ticket=${encodeURIComponent(ticket)}`;
    this.#socket = new Socket(new this.#options.WebSocket(url), {
      onFrame: (frame) => this.#receive(frame),
      onGone: (code, reason) => this.#lost(attempt, code, reason, this.#networkCause()),
    });
  }

  #credentialFailed(attempt: number, error: unknown, renew: boolean): void {
    const reason = reasonOf(error);
    const code = closeCodeOf(error);
    if (code !== null) return this.#lost(attempt, code, reason, 'authentication');
    // A source that answers a refused credential with an error of its own has no better one; `fetch` without a network throws a TypeError.
    const isRefusal =
      renew && !(error instanceof TypeError) && !(error instanceof ProblemError) && this.#options.network.isOnline();
    if (isRefusal) return this.#lost(attempt, closes.unauthenticated.code, reason, 'authentication');
    this.#lost(attempt, abnormalClose, reason, hasNoAnswer(error) ? this.#networkCause() : 'authentication');
  }

  #lost(attempt: number, code: number, reason: string, cause: LossCause): void {
    if (attempt === socketAttempt(this.#state)) this.#dispatch({ name: 'lost', code, reason, cause });
  }

  #networkCause(): 'network' | 'server' {
    return this.#options.network.isOnline() ? 'server' : 'network';
  }

  #receive(frame: ServerFrame): void {
    if (frame.type !== 'session') return this.events.emit('frame', frame);
    this.#scheduleRenewal(frame.message);
    if (!this.#introduced) {
      this.#introduced = true;
      clearTimeout(this.#connectTimer);
      this.#dispatch({ name: 'established' });
    }
    this.events.emit('session', frame.message);
  }

  #scheduleRenewal({ expiresAtMs, nowMs }: SessionMessage): void {
    clearTimeout(this.#renewTimer);
    if (expiresAtMs === null || !this.#options.credentials.canRenew) return;
    // By the server's clock on both sides: the one of this device may be wrong by hours.
    this.#renewTimer = setTimeout(() => void this.#renew(), renewalDelayMs(expiresAtMs - nowMs));
  }

  async #renew(): Promise<void> {
    const socket = this.#socket;
    try {
      const token = await this.#options.credentials.ticket({ renew: true });
      if (socket === this.#socket) socket?.send(encodeClientFrame({ type: 'token', token }));
    } catch {
      // The open connection is good until the old credential expires. The server closes it then, and the next one asks again.
    }
  }

  #scheduleRetry(): void {
    clearTimeout(this.#retryTimer);
    const atMs = retryAtMs(this.#state);
    if (atMs === null) return;
    this.#retryTimer = setTimeout(() => this.#dispatch({ name: 'retryDue' }), Math.max(0, atMs - Date.now()));
  }

  #startPolling(): void {
    clearTimeout(this.#pollTimer);
    const everyMs = pollEveryMs(this.#state);
    if (everyMs === null) return;
    // Each turn plans the next one; a turn that outlives its timer sees that it is not the current one any more.
    const turn = (renew: boolean): void => {
      this.#pollTimer = undefined;
      void this.#poll(renew).then((outcome) => {
        if (pollEveryMs(this.#state) !== everyMs || this.#pollTimer !== undefined) return;
        this.#dispatch(outcome.event);
        if (pollEveryMs(this.#state) === everyMs) this.#pollTimer = setTimeout(() => turn(outcome.renew), everyMs);
      });
    };
    turn(false);
  }

  async #poll(renewed: boolean): Promise<{ event: MachineEvent; renew: boolean }> {
    try {
      await this.#options.poll(renewed);
      return { event: { name: 'polled', answered: true }, renew: false };
    } catch (error) {
      const code = closeCodeOf(error);
      const renew = code === closes.unauthenticated.code && !renewed;
      if (code === null || renew) return { event: { name: 'polled', answered: false }, renew };
      return { event: { name: 'pollDenied', code, reason: reasonOf(error) }, renew: false };
    }
  }

  #networkChanged(): void {
    this.#socket?.probe();
    if (this.#options.network.isOnline()) this.#dispatch({ name: 'online' });
  }

  #pageChanged(): void {
    clearTimeout(this.#hiddenTimer);
    if (!this.#options.page.isHidden()) {
      this.#socket?.probe();
      return this.#dispatch({ name: 'shown' });
    }
    this.#hiddenTimer = setTimeout(() => this.#dispatch({ name: 'hidden' }), reconnectTimes.hiddenCloseMs);
  }

  /** Forgets the current socket and its timers; what they still say is not heard. */
  #abandon(): void {
    clearTimeout(this.#connectTimer);
    clearTimeout(this.#renewTimer);
    this.#introduced = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether nobody has answered, so that nothing is known of the credential. */
function hasNoAnswer(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof ProblemError && error.code === 'network');
}
