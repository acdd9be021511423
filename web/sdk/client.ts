import { Api } from './api';
import type { TicketSource } from './credentials';
import { browserNetwork, browserPage, type Network, type Page } from './network';
import { DeviceStore } from './offline/device-store';
import type { WebSocketConstructor } from './socket';
import type { TokenSource } from './tokens';
import { TripSession } from './trip-session';

interface CommonOptions {
  /** Origin of the server, e.g. `https://trips.example`. */
  readonly url: string;
  /** Id of who is signed in: whose documents are kept on this device. Without it nothing is kept. */
  readonly person?: string;
  /** The WebSocket class; needed only where there is no global one. */
  readonly WebSocket?: WebSocketConstructor;
  /** How the device's network is watched; the browser's own events unless given. */
  readonly network?: Network;
  /** How the page is watched; the browser's own events unless given. */
  readonly page?: Page;
}

/** For programs that hold a token of the person: the SDK gets its tickets with it. */
export interface TokenOptions extends CommonOptions {
  /** A token, or a function that brings one; only a function can renew it before it expires. */
  readonly token: TokenSource;
}

/** For programs whose own back end gets tickets: no token ever reaches the page. */
export interface TicketOptions extends CommonOptions {
  readonly ticket: TicketSource;
}

export interface OpenOptions {
  /** Nobody else sees that this person is here. */
  readonly invisible?: boolean;
}

/** A signed-in person's way to a TripTrip server. */
export interface Client {
  /** Opens a trip for live editing. Each call is a connection of its own: call `close` when done. */
  openTrip(id: string, options?: OpenOptions): TripSession;
  /** The documents kept on this device; null without a `person`. */
  readonly offline: DeviceStore | null;
  /** Closes every open trip and removes from this device what it keeps of this person, unsaved edits included. */
  signOut(): Promise<void>;
}

/** A client that can use the REST API too. */
export interface ApiClient extends Client {
  readonly api: Api;
}

/** Creates a client. Nothing is connected before `openTrip`. */
export function createClient(options: TokenOptions): ApiClient;
export function createClient(options: TicketOptions): Client;
export function createClient(options: TokenOptions | TicketOptions): Client {
  const { url, person } = options;
  const credentials = 'token' in options ? { token: options.token } : { ticket: options.ticket };
  const store = person === undefined ? null : new DeviceStore({ origin: url, person });
  const open = new Set<TripSession>();
  const client: Client = {
    openTrip: (id, { invisible = false } = {}) => {
      const session = new TripSession(id, {
        url,
        credentials,
        store,
        invisible,
        WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor),
        network: options.network ?? browserNetwork,
        page: options.page ?? browserPage,
        random: Math.random,
      });
      open.add(session);
      session.on('state', ({ status }) => status.name === 'closed' && open.delete(session));
      return session;
    },
    offline: store,
    signOut: async () => {
      for (const session of [...open]) session.close();
      await store?.clear();
    },
  };
  return credentials.token === undefined ? client : Object.assign(client, { api: new Api(url, credentials.token) });
}
