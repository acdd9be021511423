import { type HubRequest, type HubRequestType, parseHubMessage } from '../../../src/protocol/hub-messages';
import { Socket, type WebSocketConstructor } from '../socket';
import type { HubTransport, TransportHandlers } from './hub-transport';

/** The hub over a WebSocket: carries everything, in both directions. */
export class WebSocketTransport implements HubTransport {
  readonly kind = 'websocket';
  readonly #socket: Socket;

  /** @param url with its ticket */
  constructor(url: string, WebSocket: WebSocketConstructor, { onOpen, onMessage, onClose }: TransportHandlers) {
    this.#socket = new Socket(new WebSocket(url), {
      onOpen,
      onData: (data) => {
        const message = typeof data === 'string' ? parseHubMessage(data) : null;
        if (message !== null) onMessage(message);
      },
      onGone: onClose,
    });
  }

  takes(_type: HubRequestType): boolean {
    return true;
  }

  send(message: HubRequest): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Asks now whether the other side is still there. */
  probe(): void {
    this.#socket.probe();
  }

  close(): void {
    this.#socket.close();
  }
}
