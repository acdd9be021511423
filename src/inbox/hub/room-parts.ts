import { hubLimits as limits } from '../../protocol/limits';
import type { NewEvent, RoomPart } from '../api';
import type { InboxPorts } from '../ports';
import type { EventLog } from './event-log';
import type { HubRooms } from './hub-rooms';
import type { HubSessionFacts } from './hub-session';
import type { HubSessions } from './hub-sessions';

/**
 * What happens in rooms, on its way into the stream (PROTOCOL.md E10, G4). It is sent at once and written a moment later,
 * with much else: the log of the room has it. What a crash loses, the room tells again.
 *
 * That events may be sent before they are written is stored when a room is entered, and as long as there is a socket: to
 * store it with the first event would keep all that are in a large room waiting at the same time. So it is the sockets
 * that tell a crash from sleep. A crash leaves none, and those that outlast sleep know whether everything was written.
 */
export class RoomParts {
  /** Whether events have been sent that may not be written, as the sockets know it. */
  #isAhead = false;

  constructor(
    private readonly ports: Pick<InboxPorts, 'sql' | 'timers' | 'random'>,
    private readonly log: EventLog,
    private readonly rooms: HubRooms,
    private readonly sessions: HubSessions,
  ) {}

  /**
   * The inbox is awake. If it did not fall asleep but crashed, events may have been sent that were not written.
   * @param slept what its sockets know of their connections, also of those that were closed while it slept.
   */
  wake(slept: readonly HubSessionFacts[]): void {
    const hasSlept = slept.length > 0 && slept.every(({ isAhead }) => !isAhead);
    if (hasSlept || !this.log.isOpen()) return;
    this.#isAhead = slept.some(({ isAhead }) => isAhead);
    this.log.skipLost();
    this.rooms.resume();
    this.#watch();
  }

  /** A connection begins. */
  welcome({ facts }: { readonly facts: HubSessionFacts }): void {
    facts.isAhead = this.#isAhead;
  }

  /** The person was let into a room. */
  entered(roomId: string, cursor: string): void {
    this.ports.sql.transact(() => {
      this.rooms.entered(roomId, cursor);
      if (this.sessions.hasSocket()) this.log.setOpen(true);
    });
  }

  /** Takes a part of a room's stream. Answers where it would have to begin; null when it was taken, or is of no interest. */
  hear({ roomId, after, upTo, events }: RoomPart): string | null {
    const place = this.rooms.placeIn(roomId);
    if (place === null || place.at === upTo) return null;
    if (place.at !== null && after !== null && place.at !== after) return place.at;
    this.rooms.moveTo(roomId, upTo);
    // Of what may be lost it has to be written that it may be, and where its room was.
    if (place.at === null || !this.log.canWait(events)) this.#write(events);
    else {
      this.log.appendToTail(events);
      this.#tellSockets(true);
      this.#watch();
    }
    return null;
  }

  /** Appends events that have to be written, and writes what waits with them. To be called in a transaction. */
  append(events: readonly NewEvent[]): void {
    this.log.append(events);
    this.rooms.keepPlaces();
  }

  /** The timer 'tail' rang: writes what waits. When nothing does, and no socket is there, nothing can be lost any more. */
  ring(): void {
    const isLost = this.rooms.askLost();
    const isOver = !isLost && !this.log.hasTail && !this.sessions.hasSocket();
    this.ports.sql.transact(() => {
      if (isOver) this.log.setOpen(false);
      else this.append([]);
    });
    this.#tellSockets(false);
    if (isLost) this.#watch();
  }

  /** The end of a step. Without a socket a crash could not be told from sleep. */
  settle(): void {
    if (this.log.isOpen() && !this.sessions.hasSocket()) this.#watch();
  }

  #write(events: readonly NewEvent[]): void {
    this.ports.sql.transact(() => {
      this.append(events);
      this.log.setOpen(true);
    });
  }

  #tellSockets(isAhead: boolean): void {
    if (this.#isAhead === isAhead) return;
    this.#isAhead = isAhead;
    for (const session of this.sessions.all()) {
      this.welcome(session);
      this.sessions.keep(session);
    }
  }

  /** Many inboxes hear the same at once; they do not all write at once. */
  #watch(): void {
    this.ports.timers.soon('tail', limits.tailMs * (0.5 + this.ports.random()));
  }
}
