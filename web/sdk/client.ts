import { Api } from './api';
import { browserNetwork, type Network } from './network';
import type { WebSocketConstructor } from './socket';
import type { TokenSource } from './tokens';
import { TripSession } from './trip-session';

export interface ClientOptions {
  /** Origin of the server, e.g. `https://trips.example`. */
  readonly url: string;
  /** A token, or a function that brings one; only a function can renew it before it expires. */
  readonly token: TokenSource;
  /** The WebSocket class; needed only where there is no global one. */
  readonly WebSocket?: WebSocketConstructor;
  /** How the device's network is watched; the browser's own events unless given. */
  readonly network?: Network;
}

/** A signed-in person's way to a TripTrip server. */
export interface Client {
  readonly api: Api;
  /** Opens a trip for live editing. Each call is a connection of its own: call `close` when done. */
  openTrip(id: string): TripSession;
}

/** Creates a client. Nothing is connected before `openTrip`. */
export function createClient(options: ClientOptions): Client {
  const { url, token } = options;
  return {
    api: new Api(url, token),
    openTrip: (id) =>
      new TripSession(id, {
        url: `${url.replace(/^http/, 'ws')}/v1/trips/${encodeURIComponent(id)}?sdk=1`,
        token,
        WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor),
        network: options.network ?? browserNetwork,
        random: Math.random,
      }),
  };
}
