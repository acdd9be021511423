import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Caller } from './rest-client';

/** An unmodified y-websocket client, with a memory of what its connection went through. */
export interface StockClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Every permanent close it was given. */
  readonly closes: readonly { readonly code: number; readonly reason: string }[];
  /** How often it lost its connection. */
  disconnects(): number;
  destroy(): void;
}

const clients = new Set<StockClient>();

/** Opens a trip as a program would that knows y-websocket and nothing of TripTrip. */
export function openStock({ url, token }: Pick<Caller, 'url' | 'token'>, tripId: string): StockClient {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/v1/trips`, tripId, doc, {
    params: { token },
    // Without this the clients of one process find each other without any server, and a test proves nothing.
    disableBc: true,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  const closes: { code: number; reason: string }[] = [];
  let disconnects = 0;
  provider.on('closed', (close: { code: number; reason: string }) => closes.push(close));
  provider.on('status', ({ status }) => {
    if (status === 'disconnected') disconnects++;
  });
  const client: StockClient = {
    doc,
    provider,
    closes,
    disconnects: () => disconnects,
    destroy: () => {
      clients.delete(client);
      provider.destroy();
      doc.destroy();
    },
  };
  clients.add(client);
  return client;
}

/** Ends all clients; for `afterEach`. */
export function destroyStockClients(): void {
  for (const client of clients) client.destroy();
}

const timeoutMs = 20_000;

/** Waits until a condition holds, looked at after each event that could bring it about. */
function until(what: string, condition: () => boolean, listen: (look: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (condition()) return resolve();
    const timeout = setTimeout(() => finish(() => reject(new Error(`not within ${timeoutMs} ms: ${what}`))), timeoutMs);
    const stopListening = listen(() => {
      if (condition()) finish(resolve);
    });
    function finish(settle: () => void) {
      clearTimeout(timeout);
      stopListening();
      settle();
    }
  });
}

/** Waits until a client's document fulfils a condition. */
export function untilDoc({ doc }: StockClient, what: string, condition: (doc: Y.Doc) => boolean): Promise<void> {
  return until(
    what,
    () => condition(doc),
    (look) => {
      doc.on('update', look);
      return () => doc.off('update', look);
    },
  );
}

/** Waits until a client knows that it has all that the server has. */
export function untilSynced({ provider }: StockClient): Promise<void> {
  return until(
    'synced',
    () => provider.synced,
    (look) => {
      provider.on('sync', look);
      return () => provider.off('sync', look);
    },
  );
}

/** Waits until a client sees presence states that fulfil a condition. */
export function untilPresence(
  { provider }: StockClient,
  what: string,
  condition: (states: ReadonlyMap<number, Readonly<Record<string, unknown>>>) => boolean,
): Promise<void> {
  return until(
    what,
    () => condition(provider.awareness.getStates()),
    (look) => {
      provider.awareness.on('change', look);
      return () => provider.awareness.off('change', look);
    },
  );
}

/** Waits until a client was closed for good. */
export function untilClosed({ provider, closes }: StockClient): Promise<void> {
  return until(
    'a permanent close',
    () => closes.length > 0,
    (look) => {
      provider.on('closed', look);
      return () => provider.off('closed', look);
    },
  );
}
