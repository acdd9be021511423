import {
  type OperationReplies,
  type OperationReplyType,
  type OperationRequests,
  type OperationRequestType,
  parseOperationMessage,
} from '../../../src/protocol/operations';
import { newMessageId } from '../hub/message-id';
import type { Link, LinkHandlers } from '../link-keeper';
import { Socket, type WebSocketConstructor } from '../socket';

/** A message of the server, by its type. */
export type OperationReply = {
  [Type in OperationReplyType]: { readonly type: Type; readonly id: string; readonly payload: OperationReplies[Type] };
}[OperationReplyType];

export interface OperationLinkOptions {
  /** Address of the document's socket. */
  readonly url: string;
  readonly WebSocket: WebSocketConstructor;
  /** What the others know this client by, on every connection. */
  readonly clientId: string;
  readonly opened: () => void;
  readonly received: (reply: OperationReply) => void;
  /** It is over, from either side. */
  readonly ended: () => void;
}

/** One connection that speaks JSON operations: writes and reads the envelopes. */
export class OperationLink implements Link {
  readonly #options: OperationLinkOptions;
  readonly #socket: Socket;

  constructor(ticket: string, options: OperationLinkOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#socket = new Socket(new options.WebSocket(options.url), {
      onOpen: () => {
        this.renew(ticket);
        options.opened();
      },
      onData: (data) => this.#receive(data, handlers),
      onGone: (code, reason) => {
        options.ended();
        handlers.onGone(code, reason);
      },
    });
  }

  send<Type extends OperationRequestType>(type: Type, payload: OperationRequests[Type], id = newMessageId()): string {
    this.#socket.send(JSON.stringify({ type, id, timestamp: Date.now(), payload }));
    return id;
  }

  probe(): void {
    this.#socket.probe();
  }

  renew(token: string): void {
    this.send('AUTH', { token, client_id: this.#options.clientId });
  }

  /** Ends it as if the server had closed it. */
  giveUp(code: number, reason: string): void {
    this.#socket.giveUp(code, reason);
  }

  close(): void {
    this.#socket.close();
    this.#options.ended();
  }

  #receive(data: unknown, { onSession }: LinkHandlers): void {
    // `pong`, and whatever a later server may say, is none.
    const message = typeof data === 'string' ? parseOperationMessage(data) : null;
    if (message === null) return;
    const reply = message as unknown as OperationReply;
    if (reply.type === 'AUTH_ACK') onSession({ expiresAtMs: reply.payload.expires_at, nowMs: message.timestamp });
    this.#options.received(reply);
  }
}
