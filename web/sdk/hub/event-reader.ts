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
  readonly rest: HubRest;
  /** Where an earlier run was in the stream; null for nowhere. */
  readonly cursor: string | null;
  /** The next event; each exactly once, in order. */
  readonly onEvent: (event: HubEvent) => void;
  /** The stream goes on from somewhere else. */
  readonly onReset: () => void;
}

/** Takes the events of a stream, whatever brings them, and gets those that nothing has brought. */
export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #line: EventLine;
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
    if (place === 'next') this.#options.onEvent(event);
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
      for (const event of page.events) if (this.#line.takeOfPage(event)) this.#options.onEvent(event);
      this.#isBehind ||= page.has_more;
    }
  }
}
