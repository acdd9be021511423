import { type HubMessage, type HubRequest, type HubRequestType, isHubMessage } from '../../../src/protocol/hub-messages';
import { type HubRest, withQuery } from './hub-rest';
import type { HubTransport } from './hub-transport';
import { hasRestEquivalent, RestRequests } from './rest-requests';

/** The answer of `GET /v1/realtime/poll`. */
export interface PollAnswer {
  readonly events: readonly unknown[];
  /** ISO 8601: the server's time. */
  readonly timestamp: string;
  readonly cursor: string;
  /** The stream does not reach back to where this client was. */
  readonly reset: 'too-old' | 'other-epoch' | null;
}

/** The hub over single requests, for networks that hold every longer one back. */
export class PollTransport implements HubTransport {
  readonly kind = 'poll';
  readonly #rest: HubRest;
  readonly #requests: RestRequests;
  readonly #onMessage: (message: HubMessage) => void;
  readonly #query: Readonly<Record<string, string | null>>;
  #isClosed = false;

  /** @param query what tells the server who polls */
  constructor(rest: HubRest, query: Readonly<Record<string, string | null>>, onMessage: (message: HubMessage) => void) {
    this.#rest = rest;
    this.#query = query;
    this.#onMessage = (message) => {
      if (!this.#isClosed) onMessage(message);
    };
    this.#requests = new RestRequests(rest, this.#onMessage);
  }

  /**
   * Gets what came after a cursor, and answers the cursor after that.
   * @throws ProblemError
   */
  async poll(cursor: string | null, renew: boolean): Promise<PollAnswer> {
    const path = withQuery('/v1/realtime/poll', { ...this.#query, cursor, wait: '0' });
    const answer = await this.#rest.get<PollAnswer>(path, renew);
    for (const event of answer.events) if (isHubMessage(event)) this.#onMessage(event);
    return answer;
  }

  takes(type: HubRequestType): boolean {
    return hasRestEquivalent(type);
  }

  send(message: HubRequest): void {
    this.#requests.send(message);
  }

  close(): void {
    this.#isClosed = true;
  }
}
