import { isPermanentClose } from '../../../src/protocol/closes';
import type { HubMessage } from '../../../src/protocol/hub-messages';
import { ClosedError } from '../closed-error';
import type { Credentials } from '../credentials';
import { type HubRest, withQuery } from './hub-rest';
import type { HubTransport } from './hub-transport';
import { type PollAnswer, PollTransport } from './poll-transport';
import { type EventSourceConstructor, SseTransport } from './sse-transport';

export interface FallbackOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly rest: HubRest;
  /** Null where there is none, as in Node: then there are only polls. */
  readonly EventSource: EventSourceConstructor | null;
  /** What tells the server which client this is. */
  readonly query: Readonly<Record<string, string | null>>;
  /** Where the client is in its stream. */
  readonly cursor: () => string | null;
  readonly onMessage: (message: HubMessage) => void;
  readonly onPolled: (answer: PollAnswer) => void;
  /** What carries requests now; null for nothing. */
  readonly onTransport: (transport: HubTransport | null) => void;
}

/**
 * What brings the events while sockets do not get through: server-sent events, and where these do not come through
 * either, polls. Its turns are those of the state machine's polls.
 */
export class Fallback {
  readonly #options: FallbackOptions;
  #current: HubTransport | null = null;
  /** Whether a stream did not open: the network lets no longer answer through. */
  #isBlocked = false;
  /** Rises when what is under way is not wanted any more. */
  #life = 0;
  /** How the last stream ended; null after that was told. */
  #ended: ClosedError | null = null;
  #settleOpening: ((opened: boolean) => void) | null = null;

  constructor(options: FallbackOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that events come: nothing to do for an open stream, else opens one or polls.
   * @throws what the credentials throw, `ProblemError`, or `ClosedError` after the server has ended a stream for good
   */
  async turn(renew: boolean, mayStream: boolean): Promise<void> {
    if (this.#current?.kind === 'sse') return;
    const ended = this.#ended;
    this.#ended = null;
    if (ended !== null && isPermanentClose(ended.code)) throw ended;
    const life = this.#life;
    const { cursor, EventSource } = this.#options;
    // A stream begins at a cursor; the first poll finds it.
    if (mayStream && !this.#isBlocked && EventSource !== null && cursor() !== null) {
      if (await this.#openStream(EventSource, renew)) return;
      if (life !== this.#life) return;
      this.#isBlocked = true;
    }
    await this.#poll(renew);
  }

  /** Ends what is open or under way: sockets get through again, or nobody looks. */
  stop(): void {
    this.#life++;
    this.#isBlocked = false;
    this.#ended = null;
    this.#current?.close();
    this.#current = null;
    this.#settleOpening?.(false);
  }

  /** @returns whether it opened */
  async #openStream(EventSource: EventSourceConstructor, renew: boolean): Promise<boolean> {
    const { url, credentials, rest, query, cursor, onMessage } = this.#options;
    const life = this.#life;
    const ticket = await credentials.ticket({ renew });
    if (life !== this.#life) return false;
    return new Promise((settle) => {
      const address = `${url}${withQuery('/v1/realtime/stream', { ...query, cursor: cursor(), ticket })}`;
      const stream = new SseTransport(address, EventSource, rest, {
        onOpen: () => {
          this.#use(stream);
          settle(true);
        },
        onMessage,
        onClose: (code, reason) => {
          this.#ended = new ClosedError(code, reason);
          if (this.#current === stream) this.#use(null);
          settle(false);
        },
      });
      this.#settleOpening = (opened) => {
        if (!opened) stream.close();
        settle(opened);
      };
    });
  }

  async #poll(renew: boolean): Promise<void> {
    const { rest, query, cursor, onMessage, onPolled } = this.#options;
    const life = this.#life;
    const poller = this.#current instanceof PollTransport ? this.#current : new PollTransport(rest, query, onMessage);
    const answer = await poller.poll(cursor(), renew);
    if (life !== this.#life) return;
    onPolled(answer);
    this.#use(poller);
  }

  #use(transport: HubTransport | null): void {
    if (transport === this.#current) return;
    this.#current?.close();
    this.#current = transport;
    this.#options.onTransport(transport);
  }
}
