import type { NewEvent } from '../../../../src/inbox/api';
import { RelayEngine } from '../../../../src/inbox/rooms/relay-engine';
import type { RoomMessage, RoomState } from '../../../../src/inbox/rooms/room-api';
import { RoomEngine } from '../../../../src/inbox/rooms/room-engine';
import type {
  Flight,
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
  readonly arrive: () => boolean;
  readonly answer: (isDone: boolean) => void;
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
      tellPerson: (person, events, flight) => this.#carry(person, () => network.inbox(person).take(events), flight),
      tellRelay: (batch, flight) =>
        this.#carry(`relay ${batch.relay}`, () => network.relay(batch.relay).engine.take(batch).ok, flight),
      forget: () => {
        this.sql = new MemorySql();
        this.durable.clear();
      },
      report: (_, error) => void this.reports.push(error),
    };
  }

  #carry(to: string, arrive: () => boolean, flight: Flight): void {
    const { life } = this;
    this.network.carried.push({
      to,
      arrive,
      answer: (isDone) => {
        if (life === this.life) this.engine.delivered(flight, isDone);
      },
    });
  }
}

/** An inbox, as far as rooms see it: what it took stays, and an event with a key that it has is not taken again. */
export class TestInbox {
  readonly events: NewEvent[] = [];
  readonly #keys = new Set<string>();
  deliveries = 0;

  take(events: readonly NewEvent[]): true {
    this.deliveries += 1;
    for (const event of events) {
      if (event.key === undefined) throw new Error('an event of a room has no key');
      if (!this.#keys.has(event.key)) this.events.push(event);
      this.#keys.add(event.key);
    }
    return true;
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
    return granted(this.room.engine.join({ id: person, name: person.toUpperCase() }, cursor));
  }

  leave(person: string): void {
    granted(this.room.engine.leave(person));
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
