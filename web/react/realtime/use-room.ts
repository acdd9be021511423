import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ProblemError, Room, RoomState } from '../../sdk';
import { useClient } from '../client-context';

/** A room as a component sees it. */
export interface JoinedRoom extends RoomState {
  /** Null until it was joined. */
  readonly room: Room | null;
  /** Why it could not be joined; null when it could, or may still be. */
  readonly problem: ProblemError | null;
}

const outside: RoomState = { joined: false, users: [], messages: [], retained: null };

/** Is in a room while the component is mounted. Null is in none. */
export function useRoom(name: string | null): JoinedRoom {
  const client = useClient();
  const [entry, setEntry] = useState<{ readonly room: Room | null; readonly problem: ProblemError | null }>(nowhere);
  useEffect(() => {
    if (name === null) return;
    let isCurrent = true;
    let joined: Room | null = null;
    client.rooms.join(name).then(
      (room) => {
        if (!isCurrent) return room.leave();
        joined = room;
        setEntry({ room, problem: null });
      },
      (problem: ProblemError) => {
        if (isCurrent) setEntry({ room: null, problem });
      },
    );
    return () => {
      isCurrent = false;
      joined?.leave();
      setEntry(nowhere);
    };
  }, [client, name]);
  const { room, problem } = entry;
  const read = () => room?.state ?? outside;
  const state = useSyncExternalStore((changed) => room?.on('state', changed) ?? (() => undefined), read, read);
  return { ...state, room, problem };
}

const nowhere = { room: null, problem: null };
