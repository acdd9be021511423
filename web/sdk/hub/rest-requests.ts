import { errorCodes } from '../../../src/protocol/codes';
import type { HubError, HubMessage, HubReplies, HubRequest, HubRequestType } from '../../../src/protocol/hub-messages';
import { ProblemError } from '../problem';
import type { HubRest } from './hub-rest';
import { newMessageId } from './message-id';

/** What a request is over REST, and how its answer looks as messages of the hub. */
interface Equivalent {
  readonly path: string;
  readonly body?: object;
  /** The type of message the answer is, beside the acknowledgement; `messages`: it has them all. */
  readonly answer?: 'inbox:state' | 'messages';
}

const byNotification = {
  'notification:read': 'read',
  'notification:unread': 'unread',
  'notification:dismiss': 'dismiss',
  'notification:snooze': 'snooze',
} as const;

/** Types that go as they are: a message for the connection that cannot bring it. */
const carriedTypes: ReadonlySet<HubRequestType> = new Set<HubRequestType>([
  ...(['sync:ack', 'presence:update', 'room:join', 'room:leave', 'room:message'] as const),
]);

/** Types of request that have an equivalent over REST. */
const types: ReadonlySet<HubRequestType> = new Set<HubRequestType>([
  'inbox:sync',
  'notification:read_all',
  'notification:action',
  ...carriedTypes,
  ...(Object.keys(byNotification) as (keyof typeof byNotification)[]),
]);

export function hasRestEquivalent(type: HubRequestType): boolean {
  return types.has(type);
}

/** Carries requests over REST, one after the other, and answers them as the socket would. */
export class RestRequests {
  readonly #rest: HubRest;
  readonly #clientId: () => string;
  readonly #onMessage: (message: HubMessage) => void;
  #last: Promise<void> = Promise.resolve();
  /** The acknowledgement of events that waits for its turn: a later one says all that it does. */
  #ack: HubRequest | null = null;

  /** @param clientId what the server calls the connection that these requests are of */
  constructor(rest: HubRest, clientId: () => string, onMessage: (message: HubMessage) => void) {
    this.#rest = rest;
    this.#clientId = clientId;
    this.#onMessage = onMessage;
  }

  send(message: HubRequest): void {
    if (message.type !== 'sync:ack') return this.#inTurn(() => message);
    const isWaiting = this.#ack !== null;
    this.#ack = message;
    if (!isWaiting) this.#inTurn(() => this.#takeAck());
  }

  #inTurn(next: () => HubRequest | null): void {
    this.#last = this.#last.then(async () => {
      const message = next();
      const equivalent = message && equivalentOf(message, this.#clientId());
      if (message !== null && equivalent !== null) await this.#carry(message, equivalent);
    });
  }

  #takeAck(): HubRequest | null {
    const message = this.#ack;
    this.#ack = null;
    return message;
  }

  async #carry(message: HubRequest, { path, body, answer }: Equivalent): Promise<void> {
    try {
      const data = await this.#rest.call<object>('POST', path, body);
      if (answer === 'messages') {
        for (const each of (data as { readonly messages: readonly HubMessage[] }).messages) this.#onMessage(each);
        return;
      }
      if (answer !== undefined) this.#onMessage(replyTo(message, answer, data));
      this.#acknowledge(message, { original_id: message.id, status: 'success' });
    } catch (error) {
      const refusal = refusalIn(error);
      // Nobody has answered: the message is lost, and sent again by whoever waits for its acknowledgement.
      if (refusal !== null) this.#acknowledge(message, { original_id: message.id, status: 'error', error: refusal });
    }
  }

  #acknowledge(message: HubRequest, data: HubReplies['ack']): void {
    this.#onMessage(replyTo(message, 'ack', data));
  }
}

function equivalentOf(message: HubRequest, clientId: string): Equivalent | null {
  if (carriedTypes.has(message.type)) {
    const metadata = { ...message.metadata, client_id: clientId };
    return { path: '/v1/realtime/messages', body: { ...message, metadata }, answer: 'messages' };
  }
  switch (message.type) {
    case 'inbox:sync':
      return { path: '/v1/inbox/sync', body: message.data, answer: 'inbox:state' };
    case 'notification:read_all':
      return { path: '/v1/inbox/notifications/read-all' };
    case 'notification:action': {
      const { notification_id, action_id } = message.data;
      return { path: `${notificationPath(notification_id)}/actions/${encodeURIComponent(action_id)}` };
    }
    case 'notification:read':
    case 'notification:unread':
    case 'notification:dismiss':
      return { path: `${notificationPath(message.data.notification_id)}/${byNotification[message.type]}` };
    case 'notification:snooze': {
      const { notification_id, until } = message.data;
      return { path: `${notificationPath(notification_id)}/snooze`, body: { until } };
    }
    default:
      return null;
  }
}

export function notificationPath(id: string): string {
  return `/v1/inbox/notifications/${encodeURIComponent(id)}`;
}

function replyTo(message: HubRequest, type: string, data: object): HubMessage {
  return {
    type,
    id: newMessageId(),
    timestamp: new Date().toISOString(),
    data,
    metadata: { client_id: null, correlation_id: message.id },
  };
}

/** What the server has refused; null for anything that may pass. */
function refusalIn(error: unknown): HubError | null {
  if (!(error instanceof ProblemError)) return null;
  const { code, message, status, retryAfterMs } = error;
  // The server has lost the connection: the next one carries it.
  if (code === 'network' || code === 'unexpected' || code === 'session-ended' || status >= 500) return null;
  const { title } = errorCodes[code];
  return { code, title, detail: message, ...(retryAfterMs === null ? {} : { retry_after: retryAfterMs / 1000 }) };
}
