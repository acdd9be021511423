import { type HubMessage, type HubRequest, type HubRequestType, isHubMessage } from '../../../src/protocol/hub-messages';
import { type HubRest, withQuery } from './hub-rest';
import type { HubTransport } from './hub-transport';
import { newMessageId } from './message-id';
import { hasRestEquivalent, RestRequests } from './rest-requests';

/** The answer of `GET /v1/realtime/poll`. */
export interface PollAnswer {
  readonly events: readonly unknown[];
  /** ISO 8601: the server's time. */
  readonly timestamp: string;
  readonly cursor: string;
  /** What the server calls this client. */
  readonly client_id: string;
  /** The rooms it is in. */
  readonly rooms: readonly string[];
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
  /** What the server calls this client: of several tabs of one device, each polls for itself. */
  #clientId = newMessageId();
  #isClosed = false;

  /** @param query what tells the server who polls */
  constructor(rest: HubRest, query: Readonly<Record<string, string | null>>, onMessage: (message: HubMessage) => void) {
    this.#rest = rest;
    this.#query = query;
    this.#onMessage = (message) => {
      if (!this.#isClosed) onMessage(message);
    };
    this.#requests = new RestRequests(rest, () => this.#clientId, this.#onMessage);
  }

  /**
   * Gets what came after a cursor, and answers the cursor after that.
   * @throws ProblemError
   */
  async poll(cursor: string | null, renew: boolean): Promise<PollAnswer> {
    const path = withQuery('/v1/realtime/poll', { ...this.#query, client_id: this.#clientId, cursor, wait: '0' });
    const answer = await this.#rest.get<PollAnswer>(path, renew);
    this.#clientId = answer.client_id;
    for (const event of answer.events) if (isHubMessage(event)) this.#onMessage(event);
    return answer;
  }

  takes(type: HubRequestType): boolean {
    // Each poll says itself which events have come.
    return type !== 'sync:ack' && hasRestEquivalent(type);
  }

  send(message: HubRequest): void {
    this.#requests.send(message);
  }

  close(): void {
    this.#isClosed = true;
  }
}
