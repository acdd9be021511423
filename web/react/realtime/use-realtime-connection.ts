import { useCallback, useEffect, useMemo, useState } from 'react';
import type { HubRequests, HubRequestType, Inbox, NotificationView, RoomPerson } from '../../sdk';
import { useClient } from '../client-context';
import { type ConnectionStatus, connectionStatusOf } from './connection-status';
import { JoinedRooms } from './joined-rooms';
import { Subscriptions } from './subscriptions';
import { useInbox } from './use-inbox';

/** Notifications that {@link useRealtimeConnection} has; `useInbox` has all that are loaded, in the order in which they rank. */
const newestNotifications = 50;

/** A person's realtime connection as a component sees it. */
export interface RealtimeConnection {
  /** Null until it is opened. */
  readonly connection: Inbox | null;
  readonly connectionStatus: ConnectionStatus;
  /** The newest 50 of those that are loaded, whatever they are about. */
  readonly notifications: readonly NotificationView[];
  /** Who is in the rooms that were joined by this hook, oneself included. */
  readonly collaborators: readonly RoomPerson[];
  /** Sends a message, once however often it has to be repeated. Rejects with a `ProblemError`. */
  readonly sendMessage: <Type extends HubRequestType>(type: Type, data: HubRequests[Type]) => Promise<void>;
  /** Listens to messages of a type, e.g. `entity-updated`. Answers how to stop. */
  readonly subscribe: Subscriptions['add'];
  readonly unsubscribe: Subscriptions['remove'];
  /** Goes into a room until `leaveRoom`, or until the component is gone. Rejects with a `ProblemError`. */
  readonly joinRoom: (name: string) => Promise<void>;
  readonly leaveRoom: (name: string) => void;
}

/** The realtime connection of the surrounding `RealtimeProvider`. */
export function useRealtimeConnection(): RealtimeConnection {
  const client = useClient();
  const open = useInbox();
  const connection = open?.inbox ?? null;
  const [subscriptions] = useState(() => new Subscriptions());
  useEffect(() => {
    subscriptions.attach(connection);
    return () => subscriptions.attach(null);
  }, [subscriptions, connection]);
  const sendMessage: RealtimeConnection['sendMessage'] = useCallback(
    async (type, data) => (await client.inbox()).send(type, data),
    [client],
  );
  const loaded = open?.state.notifications;
  return {
    connection,
    connectionStatus: connectionStatusOf(open?.state ?? null),
    notifications: useMemo(() => newestOf(loaded ?? []), [loaded]),
    sendMessage,
    subscribe: useCallback((type, listener) => subscriptions.add(type, listener), [subscriptions]),
    unsubscribe: useCallback((type, listener) => subscriptions.remove(type, listener), [subscriptions]),
    ...useJoinedRooms(),
  };
}

function newestOf(notifications: readonly NotificationView[]): readonly NotificationView[] {
  return notifications.toSorted((a, b) => Date.parse(b.shown_at) - Date.parse(a.shown_at)).slice(0, newestNotifications);
}

function useJoinedRooms(): Pick<RealtimeConnection, 'collaborators' | 'joinRoom' | 'leaveRoom'> {
  const client = useClient();
  const [collaborators, setCollaborators] = useState<readonly RoomPerson[]>([]);
  const rooms = useMemo(() => new JoinedRooms((name) => client.rooms.join(name), setCollaborators), [client]);
  useEffect(() => () => rooms.leaveAll(), [rooms]);
  return {
    collaborators,
    joinRoom: useCallback((name) => rooms.join(name), [rooms]),
    leaveRoom: useCallback((name) => rooms.leave(name), [rooms]),
  };
}
