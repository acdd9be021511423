import type { NewEvent, RoomPart } from '../../../../src/inbox/api';
import { RelayEngine } from '../../../../src/inbox/rooms/relay-engine';
import type { RelayBatch, RoomMessage, RoomState } from '../../../../src/inbox/rooms/room-api';
import { RoomEngine } from '../../../../src/inbox/rooms/room-engine';
import type {
  Flight,
  Landing,
  RoomDurableTimer,
  RoomLimits,
  RoomPorts,
  RoomSoonTimer,
  RoomTimer,
} from '../../../../src/inbox/rooms/room-ports';
import type { Outcome } from '../../../../src/protocol/codes';
import { roomLimits } from '../../../../src/protocol/limits';
import { MemorySql } from '../../../support/memory-sql';

/** A delivery under way: it arrives, or its answer is lost, or it is lost itself. */
interface Carried {
  readonly to: string;
  readonly arrive: () => Landing;
  readonly answer: (landing: Landing) => void;
}

/** One object, which can be killed: memory goes, storage and its alarms stay. */
class Node<Engine extends RoomEngine | RelayEngine> {
  sql = new MemorySql();
  readonly soon = new Map<RoomSoonTimer, number>();
  readonly durable = new Map<RoomDurableTimer, number>();
  engine: Engine;
  /** Counts the lives of the object: what an earlier one sent answers to nobody. */
  life = 0;
  readonly reports: unknown[] = [];

  constructor(
    readonly network: RoomNetwork,
    private readonly build: (ports: RoomPorts) => Engine,
  ) {
    this.engine = build(this.#ports());
  }

  crash(): void {
    this.soon.clear();
    this.life += 1;
    this.engine = this.build(this.#ports());
  }

  next(untilMs: number): { readonly name: RoomTimer; readonly atMs: number } | null {
    const [first] = [...this.soon, ...this.durable].filter(([, atMs]) => atMs <= untilMs).sort((a, b) => a[1] - b[1]);
    return first === undefined ? null : { name: first[0], atMs: first[1] };
  }

  ring(name: RoomTimer): void {
    this.soon.delete(name as RoomSoonTimer);
    this.durable.delete(name as RoomDurableTimer);
    this.engine.ring(name);
  }

  #ports(): RoomPorts {
    const { network } = this;
    return {
      roomId: 'hashtag:kyoto',
      sql: {
        rows: (query, ...parameters) => this.sql.rows(query, ...parameters),
        transact: (work) => this.sql.transact(work),
      },
      timers: {
        soon: (name, delayMs) => {
          if (!this.soon.has(name)) this.soon.set(name, network.nowMs + delayMs);
        },
        at: (name, atMs) => {
          if (atMs === null) this.durable.delete(name);
          else this.durable.set(name, Math.min(atMs, this.durable.get(name) ?? Number.POSITIVE_INFINITY));
        },
      },
      nowMs: () => network.nowMs,
      newEpoch: () => `epoch${++network.epochs}`,
      limits: network.limits,
      tellPerson: (person, part, flight) => this.#carry(person, () => network.inbox(person).hear(part), flight),
      tellRelay: (batch, flight) => this.#carry(`relay ${batch.relay}`, () => this.#tellRelay(batch), flight),
      forget: () => {
        this.sql = new MemorySql();
        this.durable.clear();
      },
      report: (_, error) => void this.reports.push(error),
    };
  }

  #tellRelay(batch: RelayBatch): Landing {
    return this.network.relay(batch.relay).engine.take(batch).ok ? 'taken' : 'failed';
  }

  #carry(to: string, arrive: () => Landing, flight: Flight): void {
    const { life } = this;
    this.network.carried.push({
      to,
      arrive,
      answer: (landing) => {
        if (life === this.life) this.engine.delivered(flight, landing);
      },
    });
  }
}

/** An inbox, as far as rooms see it: it takes a part only where it is, and can lose what it has not written. */
class TestInbox {
  events: readonly NewEvent[] = [];
  /** Where it is in the room; null when that will be told by what comes. */
  at: string | null = null;
  isIn = false;
  deliveries = 0;
  #written: Pick<TestInbox, 'events' | 'at'> = { events: [], at: null };

  hear({ after, upTo, events }: RoomPart): Landing {
    this.deliveries += 1;
    if (!this.isIn || this.at === upTo) return 'taken';
    if (this.at !== null && after !== null && this.at !== after) return { at: this.at };
    const isFirst = this.at === null;
    this.at = upTo;
    this.events = [...this.events, ...events];
    // As an inbox does it: nothing is lost of a stream whose beginning was not written.
    if (isFirst) this.write();
    return 'taken';
  }

  write(): void {
    this.#written = { events: this.events, at: this.at };
  }

  /** Goes back to what it has written. */
  crash(): void {
    this.events = this.#written.events;
    this.at = this.#written.at;
  }

  /** The messages that came, by their data. */
  get said(): unknown[] {
    return this.events.flatMap((event) => (event.type === 'room:message' ? [event.data.data] : []));
  }

  /** Who came and went: `+ben`, `-ben`. */
  get seen(): string[] {
    return this.events.flatMap((event) => {
      if (event.type === 'presence:joined') return [`+${event.data.user.id}`];
      return event.type === 'presence:left' ? [`-${event.data.user.id}`] : [];
    });
  }

  get resets(): number {
    return this.events.filter(({ type }) => type === 'room:reset').length;
  }
}

/** A room with its relays, people's inboxes, virtual time, and a network in between that the test holds in its hand. */
export class RoomNetwork {
  nowMs = Date.UTC(2027, 0, 1);
  epochs = 0;
  /** Deliveries on their way, in the order in which they were sent. */
  readonly carried: Carried[] = [];
  readonly limits: RoomLimits;
  readonly room: Node<RoomEngine>;
  readonly relays = new Map<number, Node<RelayEngine>>();
  readonly #inboxes = new Map<string, TestInbox>();
  #messages = 0;

  constructor(limits: Partial<RoomLimits> = {}) {
    this.limits = { ...roomLimits, ...limits };
    this.room = new Node(this, (ports) => new RoomEngine(ports));
  }

  relay(number: number): Node<RelayEngine> {
    let relay = this.relays.get(number);
    if (relay === undefined) {
      relay = new Node(this, (ports) => new RelayEngine(ports, number));
      this.relays.set(number, relay);
    }
    return relay;
  }

  inbox(person: string): TestInbox {
    let inbox = this.#inboxes.get(person);
    if (inbox === undefined) {
      inbox = new TestInbox();
      this.#inboxes.set(person, inbox);
    }
    return inbox;
  }

  join(person: string, cursor: string | null = null): RoomState {
    const state = granted(this.room.engine.join({ id: person, name: person.toUpperCase() }, cursor));
    const inbox = this.inbox(person);
    if (!inbox.isIn) inbox.at = cursor ?? state.cursor;
    inbox.isIn = true;
    inbox.write();
    return state;
  }

  leave(person: string): void {
    granted(this.room.engine.leave(person));
    const inbox = this.inbox(person);
    inbox.isIn = false;
    inbox.at = null;
    inbox.write();
  }

  /** An inbox crashes, and asks for what it has lost. */
  loseSome(person: string): void {
    const inbox = this.inbox(person);
    inbox.crash();
    if (inbox.at !== null) granted(this.room.engine.resume(person, inbox.at));
  }

  say(data: unknown, more: Partial<RoomMessage> = {}): Outcome<{ readonly cursor: string }> {
    const id = `message-${++this.#messages}`;
    return this.room.engine.message({ id, event: 'said', data, sentBy: null, priority: 'normal', retain: false, ...more });
  }

  state(): RoomState {
    return granted(this.room.engine.state());
  }

  /** Everything that is on its way arrives and is answered. */
  settle(): void {
    for (let next = this.carried.shift(); next !== undefined; next = this.carried.shift()) next.answer(next.arrive());
  }

  /** Lets time pass; timers ring when they are due, and what is sent arrives. */
  pass(ms: number, isSettling = true): void {
    const untilMs = this.nowMs + ms;
    if (isSettling) this.settle();
    for (let ringing = this.#next(untilMs); ringing !== null; ringing = this.#next(untilMs)) {
      this.nowMs = Math.max(this.nowMs, ringing.atMs);
      ringing.node.ring(ringing.name);
      if (isSettling) this.settle();
    }
    this.nowMs = untilMs;
  }

  #next(untilMs: number) {
    const due = [this.room, ...this.relays.values()].flatMap((node) => {
      const next = node.next(untilMs);
      return next === null ? [] : [{ node, ...next }];
    });
    return due.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
  }
}

export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}
