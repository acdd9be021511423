import type { Outcome, Refusal } from '../../protocol/codes';
import { TokenBucket } from '../../protocol/token-bucket';
import { FanOut, nameOfPerson, nameOfRelay } from './fan-out';
import type { LoggedMessage } from './logged-event';
import { People, type PersonRow } from './people';
import type { KeptMessage, RoomMessage, RoomPage, RoomPerson, RoomState } from './room-api';
import { RoomLog } from './room-log';
import type { Flight, Landing, RoomPorts, RoomTimer } from './room-ports';
import { Subscribers } from './subscribers';

/**
 * A room: who is in it, what was said, and how everybody comes to know it. Synchronous; whatever changes is stored in
 * one transaction, then told (PROTOCOL.md, Rooms).
 */
export class RoomEngine {
  readonly #log: RoomLog;
  readonly #people: People;
  readonly #subscribers: Subscribers;
  readonly #fanOut: FanOut;
  readonly #rate: TokenBucket;

  constructor(private readonly ports: RoomPorts) {
    this.#log = new RoomLog(ports);
    this.#people = new People(ports);
    this.#subscribers = new Subscribers(ports);
    this.#fanOut = new FanOut(
      ports,
      this.#log,
      this.#subscribers,
      (relay) => this.#people.ofRelay(relay),
      (relay) => this.#retire(relay),
    );
    this.#rate = new TokenBucket(ports.limits.messagesPerSecond, ports.limits.messageBurst, ports.nowMs());
  }

  /** Puts a person into the room (G2). */
  join(person: RoomPerson, cursor: string | null): Outcome<RoomState> {
    const isThere = this.#exists() && this.#people.find(person.id) !== null;
    if (!isThere && this.#exists() && this.#people.count() >= this.ports.limits.maxPeople) return refuse({ code: 'room-full' });
    return this.#change(isThere ? null : 'normal', () => {
      if (isThere) this.#people.seen(person, this.ports.nowMs());
      else this.#enter(person, cursor);
      this.ports.timers.at('tidy', this.ports.nowMs() + this.ports.limits.stalePersonMs);
      return this.state();
    });
  }

  /** Takes a person out of the room (G2). */
  leave(personId: string): Outcome<null> {
    const person = this.#exists() ? this.#people.find(personId) : null;
    if (person === null) return { ok: true, value: null };
    return this.#change('normal', () => {
      this.#exit(person);
      return { ok: true, value: null };
    });
  }

  /** Tells a person anew what came after a cursor (G5). */
  resume(personId: string, cursor: string): Outcome<null> {
    const person = this.#exists() ? this.#people.find(personId) : null;
    if (person === null) return { ok: true, value: null };
    return this.#change('normal', () => {
      const { id, name, relay } = person;
      const from = this.#log.offsetOf(cursor);
      if (relay === null) this.#subscribers.replace(nameOfPerson(id), from);
      else this.#log.append({ kind: 'joined', person: { id, name }, relay, from, isTold: false });
      return { ok: true, value: null };
    });
  }

  /** Takes a message (G3). */
  message(message: RoomMessage): Outcome<{ readonly cursor: string }> {
    const taken = this.#log.taken(message.id);
    if (taken !== null) return { ok: true, value: { cursor: this.#log.cursorAt(taken) } };
    const problem = this.#problemOf(message);
    if (problem !== null) return refuse(problem);
    return this.#change(message.priority, () => {
      this.#log.begin();
      const { id, event, data, sentBy } = message;
      const { offset } = this.#log.append({ kind: 'message', id, event, data, sentBy });
      if (message.retain) this.#log.retain(data);
      if (this.#people.count() === 0) this.#tidyWhenEmpty();
      return { ok: true, value: { cursor: this.#log.cursorAt(offset) } };
    });
  }

  state(): Outcome<RoomState> {
    const { roomId, limits } = this.ports;
    const facts = this.#log.facts();
    // Nothing is made for who only asks: a cursor of a room that is not there is of no epoch.
    if (facts === null) return { ok: true, value: { roomId, cursor: '0:0', retained: null, users: [], userCount: 0 } };
    const value = {
      roomId,
      cursor: this.#log.cursorAt(facts.head),
      retained: this.#log.retained(),
      users: this.#people.first(limits.maxPeopleTold),
      userCount: this.#people.count(),
    };
    return { ok: true, value };
  }

  /** Messages after a cursor (G6). */
  history(cursor: string | null, limit: number): Outcome<RoomPage> {
    const facts = this.#log.facts();
    if (facts === null) return { ok: true, value: { messages: [], cursor: '0:0', hasMore: false, reset: false } };
    const offset = cursor === null ? facts.base : this.#log.offsetOf(cursor);
    const found = this.#log.messages(offset ?? facts.base, limit + 1);
    const hasMore = found.length > limit;
    const messages = found.slice(0, limit).map((message) => this.#kept(message));
    const last = hasMore ? messages.at(-1)?.cursor : undefined;
    return { ok: true, value: { messages, cursor: last ?? this.#log.cursorAt(facts.head), hasMore, reset: offset === null } };
  }

  /** The answer to `tellPerson` and `tellRelay`. */
  delivered(flight: Flight, landing: Landing): void {
    this.#fanOut.delivered(flight, landing);
  }

  /** A timer rang. */
  ring(timer: RoomTimer): void {
    if (!this.#exists()) return;
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
    this.#people.reset();
    this.#subscribers.reset();
    this.#fanOut.reset();
  }

  #exists(): boolean {
    return this.#log.facts() !== null;
  }

  #problemOf({ event, data, priority }: RoomMessage): Refusal | null {
    const { maxMessageBytes, maxEventChars, messageReserve } = this.ports.limits;
    if (event === '' || event.length > maxEventChars) {
      return { code: 'invalid', detail: `event must have 1 to ${maxEventChars} characters`, extensions: { pointer: '/event' } };
    }
    const bytes = new TextEncoder().encode(JSON.stringify(data) ?? '').length;
    if (bytes > maxMessageBytes) return { code: 'too-large', extensions: { maxBytes: maxMessageBytes } };
    const nowMs = this.ports.nowMs();
    const reserve = priority === 'low' ? messageReserve : 0;
    if (this.#rate.take(nowMs, reserve)) return null;
    return { code: 'rate-limited', extensions: { retryAfterMs: this.#rate.msUntil(1 + reserve, nowMs) } };
  }

  /** Changes the room in one transaction; what was appended is told after it. Null: nothing is appended. */
  #change<T>(priority: RoomMessage['priority'] | null, work: () => Outcome<T>): Outcome<T> {
    let outcome: Outcome<T> = refuse({ code: 'unavailable' });
    try {
      this.ports.sql.transact(() => {
        outcome = work();
        if (priority !== null) this.#fanOut.promise();
        this.#log.trimSometimes(this.#relayed());
      });
    } catch (error) {
      this.ports.report('room change failed', error);
      this.recover();
      return refuse({ code: 'unavailable' });
    }
    if (priority !== null) this.#fanOut.appended(priority === 'high');
    return outcome;
  }

  #enter(person: RoomPerson, cursor: string | null): void {
    const { base, head } = this.#log.begin();
    const relay = this.#people.placeForOneMore();
    this.#people.add(person, relay, this.ports.nowMs());
    // Who was not here before is told what comes after their own arrival, which is the next event.
    const from = cursor === null ? head + 1 : this.#log.offsetOf(cursor);
    this.#log.append({ kind: 'joined', person: { id: person.id, name: person.name }, relay, from, isTold: this.#isTold() });
    if (relay === null) this.#subscribers.add(nameOfPerson(person.id), from);
    else if (this.#subscribers.get(nameOfRelay(relay)) === null) this.#subscribers.add(nameOfRelay(relay), base);
  }

  #exit({ id, name, relay }: PersonRow): void {
    const isTold = this.#isTold();
    this.#people.remove({ id, name, relay });
    this.#log.append({ kind: 'left', person: { id, name }, relay, isTold });
    if (relay === null) this.#subscribers.remove(nameOfPerson(id));
    if (this.#people.count() === 0) this.#tidyWhenEmpty();
  }

  #isTold(): boolean {
    return this.#people.count() <= this.ports.limits.maxPeopleTold;
  }

  /** A relay has everything: one that serves nobody is not told any more. */
  #retire(relay: number): void {
    if (this.#people.countOf(relay) > 0) return;
    this.ports.sql.transact(() => this.#subscribers.remove(nameOfRelay(relay)));
  }

  /** Up to where all relays have the log. */
  #relayed(): number {
    const { head } = this.#log.existing();
    let relayed = head;
    for (const { name, offset } of this.#subscribers.all()) {
      if (name.startsWith('r:')) relayed = Math.min(relayed, offset ?? head);
    }
    return relayed;
  }

  #tidyWhenEmpty(): void {
    this.ports.timers.at('tidy', this.ports.nowMs() + this.ports.limits.emptyRoomMs);
  }

  /** Lets go of people who are gone, of old messages, and of a room that nobody uses (G7). */
  #tidy(): void {
    const { limits, nowMs } = this.ports;
    for (const id of this.#people.notSeenSince(nowMs() - limits.stalePersonMs)) this.leave(id);
    const { activeAtMs } = this.#log.existing();
    if (this.#people.count() === 0 && activeAtMs + limits.emptyRoomMs <= nowMs()) return this.#end();
    this.ports.sql.transact(() => this.#log.trim(this.#relayed()));
    const due = [
      this.#people.count() === 0 ? activeAtMs + limits.emptyRoomMs : null,
      plus(this.#people.longestUnseenAtMs(), limits.stalePersonMs),
      plus(this.#log.oldestAtMs(), limits.keepEventsMs),
    ].filter((atMs) => atMs !== null);
    if (due.length > 0) this.ports.timers.at('tidy', Math.min(...due));
  }

  #end(): void {
    this.ports.forget();
    this.recover();
  }

  #kept({ id, event, data, sentBy, offset, atMs }: LoggedMessage): KeptMessage {
    return { id, event, data, sentBy, cursor: this.#log.cursorAt(offset), at: new Date(atMs).toISOString() };
  }
}

function plus(atMs: number | null, ms: number): number | null {
  return atMs === null ? null : atMs + ms;
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
