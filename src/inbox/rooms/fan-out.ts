import type { NewEvent } from '../api';
import type { LoggedEvent } from './logged-event';
import { resetEvent, type Telling, tellingOf, toldTo } from './room-events';
import type { RoomLog } from './room-log';
import type { Flight, Landing, RoomPorts } from './room-ports';
import type { Subscriber, Subscribers } from './subscribers';

/** Where everybody is reaches the storage within this time. */
const keepDelayMs = 1_000;
/** What nobody has answered for, over a crash, is told again after this time. */
const lostMs = 10_000;

interface Part {
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
  readonly telling: Telling;
}

/** Names of subscribers. */
export const nameOfPerson = (id: string): string => `p:${id}`;
export const nameOfRelay = (relay: number): string => `r:${relay}`;

/**
 * Brings the log to its subscribers: to each in order, one delivery at a time, all that gathered meanwhile together; to
 * `maxParallel` of them at once.
 * Where a subscriber is moves on when the delivery was answered; what is in doubt is told again, and who is somewhere else
 * says where (PROTOCOL.md G4).
 */
export class FanOut {
  #roundAtMs = Number.NEGATIVE_INFINITY;
  /** Head of the log at the last round. */
  #roundHead = 0;
  /** Whose turn comes in this round; whoever is told last is told the most. */
  #queue: Subscriber[] = [];
  readonly #flights = new Set<Flight>();
  /** Parts of the log up to a head. Most subscribers are at the same offset. */
  #parts: { readonly head: number; readonly byOffset: Map<number, Part> } = { head: 0, byOffset: new Map() };

  constructor(
    private readonly ports: RoomPorts,
    private readonly log: RoomLog,
    private readonly subscribers: Subscribers,
    /** Whom a relay serves; null when this object has no relays. */
    private readonly peopleOf: ((relay: number) => readonly string[]) | null,
    /** Called when a relay has everything. */
    private readonly relayIsLevel: (relay: number) => void,
  ) {}

  /** Throws away what is in memory. */
  reset(): void {
    this.#roundAtMs = Number.NEGATIVE_INFINITY;
    this.#roundHead = 0;
    this.#queue = [];
    this.#flights.clear();
    this.#parts = { head: 0, byOffset: new Map() };
  }

  /** Makes sure that what is being appended is told after a crash, too. To be called in the transaction. */
  promise(): void {
    this.ports.timers.at('deliver', this.ports.nowMs() + lostMs);
  }

  /** Something was appended. To be called after the transaction. */
  appended(isUrgent: boolean): void {
    const waiting = this.log.existing().head - this.#roundHead;
    if (isUrgent || waiting >= this.ports.limits.maxBatchEvents) this.#round();
    else this.#soon();
  }

  /** The time of the next round, or of a retry, has come. */
  ring(): void {
    if (this.log.facts() !== null) this.#round();
  }

  /** As {@link ring}, and looks for what a crash interrupted. */
  recover(): void {
    this.ring();
    if (this.#laggards().length > 0) this.promise();
  }

  /** The next deliveries go out with a timer: what has come in meanwhile, a message to this room perhaps, has its turn before them. */
  delivered(flight: Flight, landing: Landing): void {
    this.#flights.delete(flight);
    this.#landed(flight, landing);
    if (this.#queue.length > 0) this.ports.timers.soon('send', 0);
  }

  /** Tells those whose turn it is, as many at once as may be. */
  send(): void {
    while (this.#flights.size < this.ports.limits.maxParallel) {
      const subscriber = this.#queue.pop();
      if (subscriber === undefined) return;
      if (this.subscribers.get(subscriber.name) === subscriber && !subscriber.isBusy) this.#tell(subscriber);
    }
  }

  #landed(flight: Flight, landing: Landing): void {
    const subscriber = flight.subscriber as Subscriber;
    // Who has left meanwhile, or come anew, is somebody else.
    if (this.log.facts() === null || this.subscribers.get(subscriber.name) !== subscriber) return;
    subscriber.isBusy = false;
    if (landing === 'failed') return this.#failed(subscriber);
    subscriber.failures = 0;
    subscriber.offset = landing === 'taken' ? flight.upTo : this.log.offsetOf(landing.at);
    subscriber.told = subscriber.offset;
    // Who was told something else than was next is told at once what is.
    if (landing !== 'taken') this.#queue.push(subscriber);
    this.ports.timers.soon('keep', keepDelayMs);
    if (flight.upTo < this.log.existing().head) return this.#soon();
    const relay = relayOf(subscriber);
    if (relay !== null) this.relayIsLevel(relay);
  }

  #failed(subscriber: Subscriber): void {
    const { retryMs, maxRetryMs } = this.ports.limits;
    subscriber.retryAtMs = this.ports.nowMs() + Math.min(maxRetryMs, retryMs * 2 ** subscriber.failures);
    subscriber.failures += 1;
    this.ports.timers.at('deliver', subscriber.retryAtMs);
  }

  #soon(): void {
    const delayMs = this.#roundAtMs + this.ports.limits.batchMs - this.ports.nowMs();
    if (delayMs <= 0) this.#round();
    else this.ports.timers.soon('flush', delayMs);
  }

  #round(): void {
    const nowMs = this.ports.nowMs();
    this.#roundAtMs = nowMs;
    this.#roundHead = this.log.existing().head;
    this.#queue = [];
    for (const subscriber of this.#laggards()) {
      if (subscriber.isBusy) continue;
      if (subscriber.retryAtMs <= nowMs) this.#queue.push(subscriber);
      else this.ports.timers.at('deliver', subscriber.retryAtMs);
    }
    // Taken from the end: who is furthest behind comes first.
    this.#queue.sort((a, b) => (b.offset ?? -1) - (a.offset ?? -1));
    this.send();
  }

  #laggards(): Subscriber[] {
    const facts = this.log.facts();
    if (facts === null) return [];
    return [...this.subscribers.all()].filter(({ offset }) => offset === null || offset < facts.head);
  }

  #tell(subscriber: Subscriber): void {
    const relay = relayOf(subscriber);
    const { base, head } = this.log.existing();
    if (subscriber.offset === null || subscriber.offset < base) return this.#tellOfGap(subscriber, relay);
    if (subscriber.offset === head) return;
    const part = this.#partAfter(subscriber.offset, head);
    if (relay !== null) return this.#tellRelay(subscriber, relay, subscriber.offset, part);
    const person = subscriber.name.slice(2);
    const events = toldTo(person, part.telling);
    if (events.length > 0) return this.#tellPerson(subscriber, subscriber.told, part.upTo, events);
    subscriber.offset = part.upTo;
    this.#tell(subscriber);
  }

  #tellPerson(subscriber: Subscriber, told: number | null, upTo: number, events: readonly NewEvent[]): void {
    const after = told === null ? null : this.log.cursorAt(told);
    const part = { roomId: this.ports.roomId, after, upTo: this.log.cursorAt(upTo), events };
    this.ports.tellPerson(subscriber.name.slice(2), part, this.#flight(subscriber, upTo));
  }

  #tellRelay(subscriber: Subscriber, relay: number, after: number, { events, upTo }: Part): void {
    const { epoch } = this.log.existing();
    const { roomId } = this.ports;
    this.ports.tellRelay({ roomId, relay, epoch, after, upTo, events, people: null }, this.#flight(subscriber, upTo));
  }

  /** The log does not reach back far enough: the subscriber goes on from now, and is told that there is a gap (G5). */
  #tellOfGap(subscriber: Subscriber, relay: number | null): void {
    const { epoch, head } = this.log.existing();
    const { roomId } = this.ports;
    if (relay === null) return this.#tellPerson(subscriber, null, head, [resetEvent(roomId, this.log.cursorAt(head))]);
    const people = this.peopleOf?.(relay) ?? [];
    const batch = { roomId, relay, epoch, after: head, upTo: head, events: [], people };
    this.ports.tellRelay(batch, this.#flight(subscriber, head));
  }

  #flight(subscriber: Subscriber, upTo: number): Flight {
    subscriber.isBusy = true;
    const flight = { subscriber, upTo };
    this.#flights.add(flight);
    return flight;
  }

  #partAfter(offset: number, head: number): Part {
    if (this.#parts.head !== head) this.#parts = { head, byOffset: new Map() };
    let part = this.#parts.byOffset.get(offset);
    if (part === undefined) {
      const { events, upTo } = this.log.after(offset);
      part = { events, upTo, telling: tellingOf(this.ports.roomId, events, (at) => this.log.cursorAt(at)) };
      this.#parts.byOffset.set(offset, part);
    }
    return part;
  }
}

function relayOf({ name }: Subscriber): number | null {
  return name.startsWith('r:') ? Number(name.slice(2)) : null;
}
