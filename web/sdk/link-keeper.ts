import { closes } from '../../src/protocol/closes';
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
import type { Network, Page } from './network';
import { ProblemError } from './problem';
import { abnormalClose, reconnectTimes } from './reconnect-policy';
import { renewalDelayMs } from './tokens';

/** One open, or opening, way to the server. */
export interface Link {
  /** Asks now whether the other side is still there. */
  probe(): void;
  /** Shows a new credential before the old one ends. */
  renew(ticket: string): void;
  /** Ends it from this side: its handlers are not called any more. */
  close(): void;
}

/** How long a credential is good, by the clock of the server. */
export interface CredentialTimes {
  /** Ms since the epoch; null for one without an end. */
  readonly expiresAtMs: number | null;
  readonly nowMs: number;
}

export interface LinkHandlers {
  /** The server knows who this is. Also when a new credential has another end. */
  readonly onSession: (times: CredentialTimes) => void;
  /** Called once, unless this side closed the link. */
  readonly onGone: (code: number, reason: string) => void;
}

export interface LinkKeeperOptions {
  readonly credentials: Credentials;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly open: (ticket: string, handlers: LinkHandlers) => Link;
  /** One exchange over HTTP. `renew`: the last credential was refused. */
  readonly poll: (renew: boolean) => Promise<void>;
  readonly changed: (state: MachineState) => void;
}

const unanswered: MachineEvent = { name: 'polled', answered: false };

/**
 * Keeps one link to the server: does what the state machine (connection-machine.ts) says, and tells it what happened.
 * Holds no decision of its own about when to try again, but for what the server asks of who polls (`Retry-After`), and knows
 * nothing of what the link carries.
 */
export class LinkKeeper {
  readonly #options: LinkKeeperOptions;
  readonly #stopWatching: (() => void)[];
  #state: MachineState = firstState;
  #link: Link | null = null;
  #introduced = false;
  /** The server asks not to be polled before, ms since the epoch. It asks whoever polls, so a change of state forgets nothing. */
  #pollFromMs = 0;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LinkKeeperOptions) {
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

  /** Drops what there is and connects anew, also after a refusal. */
  reconnect(): void {
    this.#dispatch({ name: 'reconnect' });
  }

  /** Ends the link for good. */
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
    this.#options.changed(this.#state);
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
    this.#link = this.#options.open(ticket, {
      onSession: (times) => this.#sessionTold(times),
      onGone: (code, reason) => this.#lost(attempt, code, reason, this.#networkCause()),
    });
  }

  #credentialFailed(attempt: number, error: unknown, renew: boolean): void {
    const reason = reasonOf(error);
    const code = closeCodeOf(error);
    if (code !== null) return this.#lost(attempt, code, reason, 'authentication');
    // A source that answers a refused credential with an error of its own has no better one; `fetch` without a network throws a TypeError.
    const isRefusal = renew && !saysNothing(error) && this.#options.network.isOnline();
    if (isRefusal) return this.#lost(attempt, closes.unauthenticated.code, reason, 'authentication');
    this.#lost(attempt, abnormalClose, reason, saysNothing(error) ? this.#networkCause() : 'authentication');
  }

  #lost(attempt: number, code: number, reason: string, cause: LossCause): void {
    if (attempt === socketAttempt(this.#state)) this.#dispatch({ name: 'lost', code, reason, cause });
  }

  #networkCause(): 'network' | 'server' {
    return this.#options.network.isOnline() ? 'server' : 'network';
  }

  #sessionTold({ expiresAtMs, nowMs }: CredentialTimes): void {
    clearTimeout(this.#renewTimer);
    // By the server's clock on both sides: the one of this device may be wrong by hours.
    if (expiresAtMs !== null && this.#options.credentials.canRenew) {
      this.#renewTimer = setTimeout(() => void this.#renew(), renewalDelayMs(expiresAtMs - nowMs));
    }
    if (this.#introduced) return;
    this.#introduced = true;
    clearTimeout(this.#connectTimer);
    this.#dispatch({ name: 'established' });
  }

  async #renew(): Promise<void> {
    const link = this.#link;
    try {
      const ticket = await this.#options.credentials.ticket({ renew: true });
      if (link === this.#link) link?.renew(ticket);
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
      const waitMs = this.#pollFromMs - Date.now();
      // No longer at once than a usual pause: the clock of the device may be set back meanwhile.
      this.#pollTimer = waitMs > 0 ? setTimeout(turn, Math.min(waitMs, everyMs), renew) : undefined;
      if (waitMs > 0) return;
      void this.#poll(renew).then((event) => {
        if (pollEveryMs(this.#state) !== everyMs || this.#pollTimer !== undefined) return;
        this.#dispatch(event ?? unanswered);
        if (pollEveryMs(this.#state) === everyMs) this.#pollTimer = setTimeout(turn, everyMs, event === null);
      });
    };
    turn(false);
  }

  /** @returns what came of it; null: the credential was refused, and the next poll is to bring another one */
  async #poll(renewed: boolean): Promise<MachineEvent | null> {
    try {
      await this.#options.poll(renewed);
      return { name: 'polled', answered: true };
    } catch (error) {
      if (error instanceof ProblemError) this.#pollFromMs = Date.now() + (error.retryAfterMs ?? 0);
      const code = closeCodeOf(error);
      if (code === closes.unauthenticated.code && !renewed) return null;
      return code === null ? unanswered : { name: 'pollDenied', code, reason: reasonOf(error) };
    }
  }

  #networkChanged(): void {
    this.#link?.probe();
    if (this.#options.network.isOnline()) this.#dispatch({ name: 'online' });
  }

  #pageChanged(): void {
    clearTimeout(this.#hiddenTimer);
    if (!this.#options.page.isHidden()) {
      this.#link?.probe();
      return this.#dispatch({ name: 'shown' });
    }
    this.#hiddenTimer = setTimeout(() => this.#dispatch({ name: 'hidden' }), reconnectTimes.hiddenCloseMs);
  }

  /** Forgets the current link and its timers; what it still says is not heard. */
  #abandon(): void {
    clearTimeout(this.#connectTimer);
    clearTimeout(this.#renewTimer);
    this.#introduced = false;
    const link = this.#link;
    this.#link = null;
    link?.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether no server has answered, or one in trouble, or a page of the network in between: nothing is known of the credential. */
function saysNothing(error: unknown): boolean {
  return error instanceof TypeError || error instanceof SyntaxError || error instanceof ProblemError;
}
