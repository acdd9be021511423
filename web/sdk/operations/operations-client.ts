import type { CalendarView } from '../../../src/documents/calendar';
import type { EventView } from '../../../src/documents/event';
import type { TripView } from '../../../src/documents/trip';
import { type CredentialOptions, credentialSource } from '../credentials';
import type { DocumentKind } from '../document-kind';
import { browserNetwork, browserPage, type Network, type Page } from '../network';
import { DevicePlace } from '../offline/device-place';
import { SealedRecord } from '../offline/sealed-record';
import type { WebSocketConstructor } from '../socket';
import { OperationSession } from './operation-session';

/** How a JSON client is made. One of `token` and `ticket` has to be there. */
export type OperationsClientOptions = CredentialOptions & {
  /** Origin of the server, e.g. `https://trips.example`. */
  readonly url: string;
  /** Id of who is signed in: what is pending is kept on this device for them. Without it nothing is kept. */
  readonly person?: string;
  /** The WebSocket class; needed only where there is no global one. */
  readonly WebSocket?: WebSocketConstructor;
  /** How the device's network is watched; the browser's own events unless given. */
  readonly network?: Network;
  /** How the page is watched; the browser's own events unless given. */
  readonly page?: Page;
};

export interface OpenOperationsOptions {
  /** Nobody else sees that this person is here. */
  readonly invisible?: boolean;
}

/** What a document of each kind is as plain JSON. Its version is in the state of the session. */
export interface OperationViews {
  readonly trip: Omit<TripView, 'metadata'>;
  readonly event: Omit<EventView, 'metadata'>;
  readonly calendar: Omit<CalendarView, 'metadata'>;
}

/** A signed-in person's way to documents as plain JSON. */
export interface OperationsClient {
  /** Opens a document. Each call is a connection of its own: call `close` when done. */
  openOperations<Kind extends DocumentKind>(
    kind: Kind,
    id: string,
    options?: OpenOperationsOptions,
  ): OperationSession<OperationViews[Kind]>;
  /** Closes every open document, and removes from this device what it keeps of this person. */
  signOut(): Promise<void>;
}

/** Creates a client that speaks JSON operations, and needs no Yjs. Nothing is connected before `openOperations`. */
export function createOperationsClient(options: OperationsClientOptions): OperationsClient {
  const { url, person } = options;
  const credentials = credentialSource(options);
  const open = new Set<Pick<OperationSession, 'close'>>();
  const closeAll = () => {
    for (const session of [...open]) session.close();
  };
  const place = person === undefined ? null : new DevicePlace({ origin: url, person }, closeAll);
  return {
    openOperations: <Kind extends DocumentKind>(kind: Kind, id: string, { invisible = false }: OpenOperationsOptions = {}) => {
      const session = new OperationSession<OperationViews[Kind]>(kind, id, {
        url,
        credentials,
        WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as WebSocketConstructor),
        network: options.network ?? browserNetwork,
        page: options.page ?? browserPage,
        random: Math.random,
        invisible,
        record: place === null ? null : (name) => new SealedRecord(name, () => place.open()),
      });
      open.add(session);
      session.on('state', ({ status }) => status.name === 'closed' && open.delete(session));
      return session;
    },
    signOut: async () => {
      closeAll();
      await place?.clear();
    },
  };
}
