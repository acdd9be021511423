import type { HubEvent } from '../../../src/protocol/hub-messages';
import { formatCursor, parseCursor, type StreamCursor } from '../../../src/protocol/stream-cursor';

/** What an event means to who is at a cursor: the next one, one that was seen, or one before which some are missing. */
export type EventPlace = 'next' | 'known' | 'ahead';

/**
 * Where this client is in its stream. Whatever brings an event, and however often, each is taken exactly once and in
 * order.
 */
export class EventLine {
  #at: StreamCursor | null;

  /** @param cursor where an earlier run was; null for nowhere */
  constructor(cursor: string | null) {
    this.#at = cursor === null ? null : parseCursor(cursor);
  }

  /** The position after the last event that was taken; null before the stream was found. */
  get cursor(): string | null {
    return this.#at && formatCursor(this.#at);
  }

  /** Goes on from somewhere else. */
  moveTo(cursor: string): void {
    this.#at = parseCursor(cursor);
  }

  /** Takes an event if it is the next one. */
  take({ cursor }: HubEvent): EventPlace {
    const place = parseCursor(cursor);
    // Before the stream was found, everything is about to be read as a whole.
    if (place === null || this.#at === null) return 'known';
    if (place.epoch !== this.#at.epoch || place.offset > this.#at.offset + 1) return 'ahead';
    if (place.offset <= this.#at.offset) return 'known';
    this.#at = place;
    return 'next';
  }

  /**
   * Takes an event of a page that was asked for with this cursor: what it does not have is not there.
   * @returns whether the event is new
   */
  takeOfPage({ cursor }: HubEvent): boolean {
    const place = parseCursor(cursor);
    if (place === null || place.epoch !== this.#at?.epoch || place.offset <= this.#at.offset) return false;
    this.#at = place;
    return true;
  }
}
