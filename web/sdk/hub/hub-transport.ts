import type { HubMessage, HubRequest, HubRequestType } from '../../../src/protocol/hub-messages';

/** The ways messages of the hub travel. */
export type TransportKind = 'websocket' | 'sse' | 'poll';

export interface TransportHandlers {
  /** The way is open; who this is, the server tells next. */
  readonly onOpen: () => void;
  readonly onMessage: (message: HubMessage) => void;
  /** Called once, unless this side closed it. `code`: of a WebSocket close; 1006 where there is none. */
  readonly onClose: (code: number, reason: string) => void;
}

/** One way to the hub. All of them have the shape of a socket, so that nothing above asks which one it is. */
export interface HubTransport {
  readonly kind: TransportKind;
  /** Whether it can carry a message of that type to the server; what it cannot waits for the socket. */
  takes(type: HubRequestType): boolean;
  /** Sends a message. An acknowledgement comes by `onMessage`; where none comes, the message was lost. */
  send(message: HubRequest): void;
  /** Ends it from this side: its handlers are not called any more. */
  close(): void;
}
