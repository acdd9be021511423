import type { Outcome } from '../../protocol/codes';
import { FanOut, nameOfPerson } from './fan-out';
import { isTold, type LoggedEvent } from './logged-event';
import type { RelayBatch } from './room-api';
import { RoomLog } from './room-log';
import type { Flight, Landing, RoomPorts, RoomTimer } from './room-ports';
import { Subscribers } from './subscribers';

/**
 * A relay tells some of the people of a large room what happens there (PROTOCOL.md G8). It has a copy of the room's log,
 * under the same numbers; whom it serves it learns from the log, in the order in which it happened.
 */
export class RelayEngine {
  readonly #log: RoomLog;
  readonly #subscribers: Subscribers;
  readonly #fanOut: FanOut;

  constructor(
    private readonly ports: RoomPorts,
    /** Which of the room's relays this is. */
    private readonly relay: number,
  ) {
    this.#log = new RoomLog(ports);
    this.#subscribers = new Subscribers(ports);
    this.#fanOut = new FanOut(ports, this.#log, this.#subscribers, null, () => undefined);
  }

  /** Takes a part of the room's log. Parts that were taken before have no effect. */
  take(batch: RelayBatch): Outcome<null> {
    try {
      this.ports.sql.transact(() => this.#store(batch));
    } catch (error) {
      this.ports.report('relay batch failed', error);
      this.recover();
      return { ok: false, refusal: { code: 'unavailable' } };
    }
    // The room has gathered what belongs together.
    this.#fanOut.appended(true);
    return { ok: true, value: null };
  }

  /** The answer to `tellPerson`. */
  delivered(flight: Flight, landing: Landing): void {
    this.#fanOut.delivered(flight, landing);
  }

  /** A timer rang. */
  ring(timer: RoomTimer): void {
    if (this.#log.facts() === null) return;
    switch (timer) {
      case 'flush':
        return this.#fanOut.ring();
      case 'send':
        return this.#fanOut.send();
      case 'keep':
        return this.#subscribers.keep();
      case 'deliver':
        return this.#fanOut.recover();
      case 'tidy':
        return this.#tidy();
    }
  }

  /** Something failed that nobody foresaw: what is stored counts. */
  recover(): void {
    this.#log.reset();
    this.#subscribers.reset();
    this.#fanOut.reset();
  }

  #store({ epoch, after, upTo, events, people }: RelayBatch): void {
    const stored = this.#log.facts();
    // The room has gone and come again: its people are others.
    if (stored !== null && stored.epoch !== epoch) this.#clear();
    const { head } = this.#log.begin(epoch, after);
    if (people !== null) this.#serve(people, upTo);
    else if (upTo > head) this.#copy(events, after, upTo);
    this.#fanOut.promise();
    this.#log.trimSometimes(upTo);
    this.ports.timers.at('tidy', this.ports.nowMs() + this.ports.limits.emptyRoomMs);
  }

  #clear(): void {
    this.#log.clear();
    this.#subscribers.reset();
  }

  #copy(events: readonly LoggedEvent[], after: number, upTo: number): void {
    if (after > this.#log.existing().head) this.#log.jump(after);
    const { head } = this.#log.existing();
    const fresh = events.filter(({ offset }) => offset > head);
    this.#log.copy(fresh.filter(isTold), upTo);
    for (const event of fresh) {
      if (event.kind === 'message' || event.relay !== this.relay) continue;
      const name = nameOfPerson(event.person.id);
      this.#subscribers.remove(name);
      if (event.kind === 'joined') this.#subscribers.add(name, event.from);
    }
  }

  /** The room's log does not reach back to what this relay has: everybody whom it serves has a gap. */
  #serve(people: readonly string[], upTo: number): void {
    this.#log.jump(upTo);
    for (const { name } of [...this.#subscribers.all()]) this.#subscribers.remove(name);
    for (const id of people) this.#subscribers.add(nameOfPerson(id), null);
  }

  /** A relay that serves nobody goes. The room begins it anew when it needs it. */
  #tidy(): void {
    const { nowMs, limits, timers } = this.ports;
    const isUnused = this.#subscribers.count === 0 && this.#log.existing().activeAtMs + limits.emptyRoomMs <= nowMs();
    if (isUnused) {
      this.ports.forget();
      return this.recover();
    }
    const { head } = this.#log.existing();
    this.ports.sql.transact(() => this.#log.trim(head));
    timers.at('tidy', nowMs() + limits.emptyRoomMs);
  }
}
