import type { HubEvent } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { EventPage, EventQuery } from '../api';
import type { EventLog } from './event-log';

/** What a caller has missed of a stream (PROTOCOL.md E2, E3, E4): every transport answers from this. */
export class EventPages {
  constructor(
    private readonly log: Pick<
      EventLog,
      'head' | 'cursor' | 'offsetOf' | 'events' | 'firstSince' | 'firstOfNewest' | 'firstAfter' | 'forgotten'
    >,
    private readonly nowMs: () => number,
  ) {}

  page({ cursor, sinceMs, limit }: EventQuery): EventPage {
    if (cursor !== null) return this.#pageAfterCursor(cursor, limit);
    if (sinceMs !== null) return this.#pageSince(sinceMs, limit);
    return this.#recent(limit);
  }

  #pageAfterCursor(cursor: string, limit: number): EventPage {
    const offset = this.log.offsetOf(cursor);
    if (offset === null) return this.#reset('other-epoch');
    if (offset < this.log.head() && offset < this.log.forgotten()) return this.#reset('too-old');
    return this.#pageOf(this.log.events(offset, limit), limit);
  }

  #pageSince(sinceMs: number, limit: number): EventPage {
    const forgotten = this.log.forgotten();
    const oldest = this.log.firstAfter(forgotten);
    const first = Math.max(oldest, this.log.firstSince(sinceMs + 1));
    const isFull = oldest === this.log.firstOfNewest(limits.maxEvents);
    // What went because it was too old came before that time; what went because there was no room may have come after it.
    const isGap = first === oldest && forgotten > 0 && (isFull || sinceMs < this.nowMs() - limits.keepEventsMs);
    return isGap ? this.#reset('too-old') : this.#pageOf(this.log.events(first - 1, limit), limit);
  }

  #recent(limit: number): EventPage {
    const most = Math.min(limit, limits.maxRecentEvents);
    const first = Math.max(this.log.firstSince(this.nowMs() - limits.recentMs), this.log.firstOfNewest(most));
    return this.#pageOf(this.log.events(first - 1, most), most);
  }

  #pageOf(events: readonly HubEvent[], limit: number): EventPage {
    const last = events.length < limit ? undefined : events.at(-1);
    // The numbers behind the last event may have been left out.
    const cursor = last?.cursor ?? this.log.cursor();
    return { events, cursor, hasMore: cursor !== this.log.cursor(), reset: null };
  }

  #reset(reset: 'too-old' | 'other-epoch'): EventPage {
    return { events: [], cursor: this.log.cursor(), hasMore: false, reset };
  }
}
