import { exports } from 'cloudflare:workers';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { base, type Caller } from './workers-caller';

/** The part of a browser's WebSocket that y-websocket uses, on the tests' Worker. */
class StockSocket {
  readonly OPEN = WebSocket.OPEN;
  binaryType = 'blob';
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  #socket: WebSocket | null = null;

  constructor(url: string) {
    void this.#open(url);
  }

  send(data: Uint8Array): void {
    this.#socket?.send(data);
  }

  close(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.#socket?.close(1000);
    // The platform tells nobody who closed by themselves.
    this.#closed(1000, '');
  }

  async #open(url: string): Promise<void> {
    const { webSocket } = await exports.default.fetch(url, { headers: { upgrade: 'websocket' } });
    if (!webSocket || this.readyState === WebSocket.CLOSED) return this.#closed(1006, '');
    this.#socket = webSocket;
    webSocket.binaryType = 'arraybuffer';
    webSocket.addEventListener('message', ({ data }) => this.onmessage?.({ data }));
    webSocket.addEventListener('close', ({ code, reason }) => this.#closed(code, reason));
    webSocket.accept();
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  #closed(code: number, reason: string): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code, reason });
  }
}

/** An unmodified y-websocket client. */
export class StockPerson {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  /** Every change of its connection. */
  readonly statuses: string[] = [];

  constructor({ token }: Caller, trip: string) {
    const [, version, trips, id] = trip.split('/') as [string, string, string, string];
    this.provider = new WebsocketProvider(`${base}/${version}/${trips}`, id, this.doc, {
      params: { token },
      // Without this the clients of one process find each other without any server.
      disableBc: true,
      WebSocketPolyfill: StockSocket as unknown as NonNullable<
        ConstructorParameters<typeof WebsocketProvider>[3]
      >['WebSocketPolyfill'],
    });
    this.provider.on('status', ({ status }) => this.statuses.push(status));
  }

  get title(): Y.Text {
    return this.doc.getText('title');
  }

  /** What it knows of others, by person. */
  others(): Map<string, Readonly<Record<string, unknown>>> {
    const states = [...this.provider.awareness.getStates()].filter(([client]) => client !== this.doc.clientID);
    return new Map(states.map(([, state]) => [(state.user as { id: string } | undefined)?.id ?? '', state]));
  }

  destroy(): void {
    this.provider.destroy();
    this.doc.destroy();
  }
}
