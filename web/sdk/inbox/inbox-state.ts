import type { HubEvent, HubEvents, HubIncoming } from '../../../src/protocol/hub-messages';
import type { InboxPreferences, NotificationView } from '../../../src/protocol/notifications';
import type { TransportKind } from '../hub/hub-transport';
import type { StorageState } from '../offline/storage-state';
import type { ProblemError } from '../problem';
import type { DocumentStatus } from '../status';

/** Everything about an inbox. A new object at each change. */
export interface InboxState {
  /** How the connection stands; as with a trip, `polling` when sockets do not get through, or nobody looks. */
  readonly status: DocumentStatus;
  /** What brings events now; null while nothing does. */
  readonly transport: TransportKind | null;
  /** A socket is open, and the server has not said yet whom it sees. */
  readonly isGreeting: boolean;
  /** Whether there is something to show: from the device, or from the server. */
  readonly loaded: boolean;
  /** Latest first; those of the trip that the person is on before all others. Dismissed and snoozed ones are not in it. */
  readonly notifications: readonly NotificationView[];
  /** How many are unread, loaded or not. */
  readonly unreadCount: number;
  /** Whether `loadMore` would bring more. */
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** Null until they are known. */
  readonly preferences: InboxPreferences | null;
  /** Whether the server has all marks that were made here. */
  readonly saved: boolean;
  /** Whether this device keeps the inbox. */
  readonly storage: StorageState;
}

export interface InboxEvents {
  state: InboxState;
  /**
   * A notification came in. `silent`: it is in the list, and is not to interrupt anybody. One that came silently comes once
   * more, not silently, when no push could tell of it.
   */
  notification: { readonly notification: NotificationView; readonly silent: boolean };
  /** A trip was changed by somebody else: lists that show it are stale. */
  entity: HubEvents['entity-updated'];
  /** Any event of the stream, in order, each once. */
  event: HubEvent;
  /** Marks, or preferences, that the server does not take. */
  problem: ProblemError;
}

type DataByType = { readonly [Message in HubIncoming as Message['type']]: Message['data'] };

/** The types of message that can come over the connection. */
export type MessageType = keyof DataByType;

/** What a message of a type holds. */
export type MessageData<Type extends MessageType> = DataByType[Type];
