import type { HubEvent } from '../../../src/protocol/hub-messages';
import { hubLimits } from '../../../src/protocol/limits';
import { ProblemError } from '../problem';
import { reconnectTimes } from '../reconnect-policy';
import { EventLine } from './event-line';
import { type HubRest, withQuery } from './hub-rest';

/** One page of `GET /v1/realtime/events`. */
interface EventsAnswer {
  readonly events: readonly HubEvent[];
  readonly cursor: string;
  readonly has_more: boolean;
  readonly reset: 'too-old' | 'other-epoch' | null;
}

export interface EventReaderOptions {
  readonly rest: Pick<HubRest, 'call'>;
  /** Where an earlier run was in the stream; null for nowhere. */
  readonly cursor: string | null;
  /** The next event; each exactly once, in order. */
  readonly onEvent: (event: HubEvent) => void;
  /** The stream goes on from somewhere else. */
  readonly onReset: () => void;
}

/** More events of rooms than a crash can make the server tell again. */
const rememberedEvents = 5 * hubLimits.maxTailEvents;

/** Takes the events of a stream, whatever brings them, and gets those that nothing has brought. */
export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #line: EventLine;
  /** Ids of the last events of rooms, the oldest first. */
  readonly #ofRooms = new Set<string>();
  #catchingUp: Promise<void> | null = null;
  #isBehind = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(options: EventReaderOptions) {
    this.#options = options;
    this.#line = new EventLine(options.cursor);
  }

  /** The position after the last event that was taken; null before the stream was found. */
  get cursor(): string | null {
    return this.#line.cursor;
  }

  take(event: HubEvent): void {
    const place = this.#line.take(event);
    if (place === 'ahead') this.#catchUp();
    if (place === 'next') this.#tell(event);
  }

  /** Goes on from somewhere else; what was built from events has to be read anew. */
  moveTo(cursor: string): void {
    this.#line.moveTo(cursor);
    this.#options.onReset();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** What happened in a room may come a second time, under another cursor, after the server crashed (E10). */
  #tell(event: HubEvent): void {
    if ('room_id' in event.data) {
      if (this.#ofRooms.has(event.id)) return;
      this.#ofRooms.add(event.id);
      const [oldest] = this.#ofRooms;
      if (this.#ofRooms.size > rememberedEvents && oldest !== undefined) this.#ofRooms.delete(oldest);
    }
    this.#options.onEvent(event);
  }

  /** Events are missing: asks for what comes after the last one that was taken. */
  #catchUp(): void {
    this.#isBehind = true;
    if (this.#catchingUp !== null || this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#catchingUp = this.#readMissed()
      .catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error;
        // Events that come by themselves in the meantime show again that some are missing; without one, time does.
        this.#timer = setTimeout(() => this.#catchUp(), reconnectTimes.pollEveryMs);
      })
      .finally(() => {
        this.#catchingUp = null;
      });
  }

  async #readMissed(): Promise<void> {
    while (this.#isBehind && !this.#isStopped) {
      this.#isBehind = false;
      const query = { cursor: this.#line.cursor, limit: String(hubLimits.maxEventsPerPage) };
      const page = await this.#options.rest.call<EventsAnswer>('GET', withQuery('/v1/realtime/events', query));
      if (page.reset !== null) return this.moveTo(page.cursor);
      for (const event of page.events) if (this.#line.takeOfPage(event)) this.#tell(event);
      this.#isBehind ||= page.has_more;
    }
  }
}
