import { hubLimits as limits } from '../../protocol/limits';
import type { NewEvent, RoomPart } from '../api';
import type { InboxPorts } from '../ports';
import type { EventLog } from './event-log';
import type { HubRooms } from './hub-rooms';

/**
 * What happens in rooms, on its way into the stream (PROTOCOL.md E10, G4). It is sent at once and written a moment later,
 * with much else: the log of the room has it. What a crash loses, the room tells again.
 */
export class RoomParts {
  constructor(
    private readonly ports: Pick<InboxPorts, 'sql' | 'timers' | 'random'>,
    private readonly log: EventLog,
    private readonly rooms: HubRooms,
  ) {}

  /** The inbox is awake. If it did not fall asleep but crashed, events may have been sent that were not written. */
  wake(): void {
    if (!this.log.isOpen()) return;
    this.log.skipLost();
    this.rooms.resume();
    this.#watch();
  }

  /** Takes a part of a room's stream. Answers where it would have to begin; null when it was taken, or is of no interest. */
  hear({ roomId, after, upTo, events }: RoomPart): string | null {
    const place = this.rooms.placeIn(roomId);
    if (place === null || place.at === upTo) return null;
    if (place.at !== null && after !== null && place.at !== after) return place.at;
    this.rooms.moveTo(roomId, upTo);
    // Of what may be lost it has to be written that it may be, and where its room was.
    if (place.at !== null && this.log.canWait(events)) this.log.appendToTail(events);
    else this.#write(events);
    return null;
  }

  /** Appends events that have to be written, and writes what waits with them. To be called in a transaction. */
  append(events: readonly NewEvent[]): void {
    this.log.append(events);
    this.rooms.keepPlaces();
  }

  /** The timer 'tail' rang: writes what waits. When nothing does, nothing can be lost any more. */
  ring(): void {
    const isAwaited = this.rooms.askLost() || this.log.hasTail;
    this.ports.sql.transact(() => {
      if (isAwaited) this.append([]);
      else this.log.setOpen(false);
    });
    if (isAwaited) this.#watch();
  }

  #write(events: readonly NewEvent[]): void {
    this.ports.sql.transact(() => {
      this.append(events);
      this.log.setOpen(true);
    });
    this.#watch();
  }

  /** Many inboxes hear the same at once; they do not all write at once. */
  #watch(): void {
    this.ports.timers.soon('tail', limits.tailMs * (0.5 + this.ports.random()));
  }
}
