import { currentTrip, type TripSpan } from '../../../src/protocol/travels';
import { ProblemError } from '../problem';
import type { InboxCalls } from './inbox-calls';

/** Wherever somebody is, midnight is at a quarter of an hour. */
const quarterMs = 15 * 60 * 1000;
/** Trips change in bursts: while somebody plans one. */
const settleMs = 10_000;

export interface TravelsOptions {
  readonly calls: Pick<InboxCalls, 'listTravels'>;
  /** What the device has kept. */
  readonly trips: readonly TripSpan[];
  /** The time zone that the person has chosen. */
  readonly timeZone: () => string;
  /** What the clock of the server says, ms since the epoch. */
  readonly nowMs: () => number;
  /** The person is on another trip, or the trips are other ones. */
  readonly changed: () => void;
}

/** On which trip a person is: as the server says, and between two answers, or without a network, by the calendar. */
export class Travels {
  readonly #options: TravelsOptions;
  #trips: readonly TripSpan[];
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #dayTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(options: TravelsOptions) {
    this.#options = options;
    this.#trips = options.trips;
    this.#awaitDay();
  }

  /** What is to be kept on the device. */
  get trips(): readonly TripSpan[] {
    return this.#trips;
  }

  /** Id of the trip; null for none. */
  get current(): string | null {
    const { timeZone, nowMs } = this.#options;
    return currentTrip(this.#trips, timeZone(), nowMs());
  }

  /** Asks the server. When it does not answer, what is known holds: each connection asks anew. */
  async refresh(): Promise<void> {
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    try {
      const trips = await this.#options.calls.listTravels();
      if (this.#isStopped || JSON.stringify(trips) === JSON.stringify(this.#trips)) return;
      this.#trips = trips;
    } catch (error) {
      if (error instanceof ProblemError) return;
      throw error;
    }
    this.#awaitDay();
    this.#options.changed();
  }

  /** A trip was changed: asks the server in a moment. */
  tripChanged(): void {
    this.#settleTimer ??= setTimeout(() => void this.refresh(), settleMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#settleTimer);
    clearTimeout(this.#dayTimer);
  }

  /** Looks again when another day may have begun. */
  #awaitDay(): void {
    clearTimeout(this.#dayTimer);
    if (this.#trips.length === 0) return;
    const before = this.current;
    const nowMs = this.#options.nowMs();
    const passed = () => {
      this.#awaitDay();
      if (this.current !== before) this.#options.changed();
    };
    this.#dayTimer = setTimeout(passed, quarterMs - (nowMs % quarterMs));
  }
}
