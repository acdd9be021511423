import { Api } from './api';
import { credentialSource, type TicketSource } from './credentials';
import type { DocumentKind } from './document-kind';
import { DocumentSession } from './document-session';
import type { EventSourceConstructor } from './hub/sse-transport';
import type { Inbox } from './inbox/inbox';
import { LazyInbox } from './inbox/lazy-inbox';
import { endPush, pageSubscription } from './inbox/push-subscription';
import type { Room } from './inbox/rooms';
import { browserNetwork, browserPage, type Network, type Page } from './network';
import { DeviceStore } from './offline/device-store';
import type { KeptSessions } from './offline/send-kept';
import type { WebSocketConstructor } from './socket';
import type { TokenSource } from './tokens';

interface CommonOptions {
  /** Origin of the server, e.g. `https://trips.example`. */
  readonly url: string;
  /** Id of who is signed in: whose documents are kept on this device. Without it nothing is kept. */
  readonly person?: string;
  /** The WebSocket class; needed only where there is no global one. */
  readonly WebSocket?: WebSocketConstructor;
  /** The EventSource class, for networks that let no WebSocket through; the global one unless given. */
  readonly EventSource?: EventSourceConstructor;
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
  openTrip(id: string, options?: OpenOptions): DocumentSession;
  /** Opens an event of a calendar, the same way. What is in it is read and set by `@triptrip/sdk/events`. */
  openEvent(id: string, options?: OpenOptions): DocumentSession;
  /** Opens a calendar: its title and colour live, and by its event `event-changed` what happens to its events. */
  openCalendar(id: string, options?: OpenOptions): DocumentSession;
  /**
   * The person's notifications and their realtime connection: opened at the first call, the same one afterwards. What it
   * takes is loaded only then.
   */
  inbox(): Promise<Inbox>;
  readonly rooms: {
    /**
     * Goes into a room of the person's realtime connection (`public`, `hashtag:…`, `stock:…`, `trip:…`, `user:…`).
     * @throws ProblemError e.g. `forbidden`, `too-many-rooms`, or `network` when there is no connection within 30 s
     */
    join(name: string): Promise<Room>;
  };
  /** The documents kept on this device; null without a `person`. */
  readonly offline: DeviceStore | null;
  /**
   * Sends the edits that this device keeps of documents that are not open here, one document after the other. What is open
   * sends by itself. Resolves when the server has answered to each, or cannot be reached; never rejects.
   */
  sendKept(): Promise<void>;
  /**
   * Closes every open document and the inbox, ends web push to this browser, and removes from this device what it keeps of this
   * person, unsaved edits included. Waits for no server longer than some seconds. Rejects when something of it remains.
   */
  signOut(): Promise<void>;
  /**
   * Ends web push to this browser while nobody is signed in, e.g. because a session has ended. `inbox.resumePush` goes on with
   * it when the same person is back.
   */
  suspendPush(): Promise<void>;
}

/** A client that can use the REST API too. */
export interface ApiClient extends Client {
  readonly api: Api;
}

/** Creates a client. Nothing is connected before a document, the inbox or a room is opened. */
export function createClient(options: TokenOptions): ApiClient;
export function createClient(options: TicketOptions): Client;
export function createClient(options: TokenOptions | TicketOptions): Client {
  const { url, person } = options;
  const credentials = credentialSource(options);
  const store = person === undefined ? null : new DeviceStore({ origin: url, person });
  // Read at each opening: a global class may be another one by then.
  const surroundings = () => ({
    ...{ url, credentials, store },
    WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor),
    network: options.network ?? browserNetwork,
    page: options.page ?? browserPage,
    random: Math.random,
  });
  const open = new Set<DocumentSession>();
  const inbox = new LazyInbox({
    ...surroundings(),
    EventSource: options.EventSource ?? (globalThis.EventSource as unknown as EventSourceConstructor | undefined) ?? null,
  });
  const opening =
    (kind: DocumentKind): Client['openTrip'] =>
    (id, { invisible = false } = {}) => {
      const session = new DocumentSession(kind, id, { ...surroundings(), invisible });
      open.add(session);
      session.on('state', ({ status }) => status.name === 'closed' && open.delete(session));
      return session;
    };
  const client: Client = {
    openTrip: opening('trip'),
    openEvent: opening('event'),
    openCalendar: opening('calendar'),
    inbox: () => inbox.open(),
    rooms: { join: async (name) => (await inbox.open()).rooms.join(name) },
    offline: store,
    sendKept: async () => {
      // Without a connection its code may not be to be had, either.
      const sender = await import('./offline/send-kept').catch(() => null);
      const isOpen: KeptSessions['isOpen'] = (kind, id) => [...open].some((one) => one.kind === kind && one.id === id);
      if (store !== null) await sender?.sendKept(store, { isOpen, open: (kind, id) => opening(kind)(id, { invisible: true }) });
    },
    signOut: async () => {
      for (const session of [...open]) session.close();
      try {
        await endPush(() => inbox.removeOwnDevice());
      } finally {
        await inbox.close();
        await store?.clear();
      }
    },
    suspendPush: async () => {
      await (await pageSubscription())?.unsubscribe();
    },
  };
  return 'tokens' in credentials ? Object.assign(client, { api: new Api(url, credentials.tokens) }) : client;
}
