import type { Hearing, NewEvent, RoomPart } from '../../../../src/inbox/api';
import { type HubSessionFacts, newHubSessionFacts } from '../../../../src/inbox/hub/hub-session';
import { InboxEngine } from '../../../../src/inbox/inbox-engine';
import type { InboxPorts, InboxTimer } from '../../../../src/inbox/ports';
import type { RoomRequest } from '../../../../src/inbox/rooms/room-api';
import type { Close } from '../../../../src/protocol/closes';
import type {
  HubEvent,
  HubMessage,
  HubReplies,
  HubReplyType,
  HubRequests,
  HubRequestType,
} from '../../../../src/protocol/hub-messages';
import type { HubSessionView } from '../../../../src/protocol/notifications';
import type { Identity } from '../../../../src/protocol/roles';
import { person } from '../../../support/engine-harness';
import { MemorySql } from '../../../support/memory-sql';

/** What one connection was sent. */
export class Line {
  readonly sent: { readonly message: HubMessage; readonly cursor: string | null }[] = [];
  close: Close | null = null;

  /** The events, also those inside of a batch, in order. */
  get events(): HubEvent[] {
    return this.sent.flatMap(({ message }) => eventsIn(message));
  }

  of<T extends HubReplyType>(type: T): HubMessage<T, HubReplies[T]>[] {
    return this.sent
      .map(({ message }) => message)
      .filter((message): message is HubMessage<T, HubReplies[T]> => message.type === type);
  }

  get acks(): HubReplies['ack'][] {
    return this.of('ack').map(({ data }) => data);
  }
}

function eventsIn(message: HubMessage): HubEvent[] {
  if (message.type !== 'batch') return message.cursor === undefined ? [] : [message as HubEvent];
  return (message.data as HubReplies['batch']).messages.flatMap(eventsIn);
}

/** An inbox over memory, virtual time and recorded connections. */
export class HubHarness {
  nowMs = Date.UTC(2027, 0, 1);
  readonly sql = new MemorySql();
  readonly timers = new Map<InboxTimer, number>();
  readonly lines = new Map<string, Line>();
  readonly attachments = new Map<string, HubSessionFacts>();
  readonly rooms: RoomRequest[] = [];
  readonly verifying: { session: string; messageId: string; token: string }[] = [];
  readonly pings = new Map<string, number>();
  wakes = 0;
  /** Devices whose long polls were woken alone. */
  readonly wokenDevices: (string | null)[] = [];
  engine: InboxEngine;
  readonly ports: InboxPorts;
  #ids = 0;

  constructor(id = 'aoi') {
    this.ports = {
      person: id,
      sql: this.sql,
      wire: {
        send: (session, text, cursor) => void this.line(session).sent.push({ message: JSON.parse(text) as HubMessage, cursor }),
        close: (session, close) => {
          this.line(session).close = close;
          this.attachments.delete(session);
        },
        keep: (facts) => void this.attachments.set(facts.id, structuredClone(facts)),
        pingedAtMs: (session) => this.pings.get(session) ?? null,
        verify: (session, messageId, token) => void this.verifying.push({ session, messageId, token }),
        wakePolls: () => void this.wakes++,
        wakePollsOf: (device) => void this.wokenDevices.push(device),
      },
      timers: {
        soon: (name, delayMs) => {
          if (!this.timers.has(name)) this.timers.set(name, this.nowMs + delayMs);
        },
        at: (name, atMs) => {
          if (atMs === null) this.timers.delete(name);
          else this.timers.set(name, Math.min(atMs, this.timers.get(name) ?? Number.POSITIVE_INFINITY));
        },
      },
      random: () => 0.5,
      newId: () => this.newId(),
      secrets: { newSecret: () => String(++this.#ids).padStart(43, '0'), digest: (text) => `digest of ${text}` },
      nowMs: () => this.nowMs,
      allows: ({ scopes }, action) => scopes === null || scopes.includes(action === 'read-inbox' ? 'inbox:read' : 'inbox:write'),
      askRoom: (request) => void this.rooms.push(request),
      send: () => undefined,
      callAction: () => undefined,
      report: (event, error) => {
        throw new Error(event, { cause: error });
      },
    };
    this.engine = new InboxEngine(this.ports, []);
  }

  /** A UUID that no other is. */
  newId(): string {
    return `00000000-0000-7000-8000-${String(++this.#ids).padStart(12, '0')}`;
  }

  line(session: string): Line {
    const line = this.lines.get(session) ?? new Line();
    this.lines.set(session, line);
    return line;
  }

  /** Opens a connection, and answers its id. */
  connect(
    options: { cursor?: string | null; device?: string | null; transport?: 'websocket' | 'sse'; identity?: Identity } = {},
  ): string {
    const id = this.newId();
    const wishes = {
      transport: options.transport ?? 'websocket',
      deviceId: options.device ?? null,
      deviceName: null,
      clientVersion: null,
    } as const;
    const identity = options.identity ?? person('aoi');
    const upgrade = { ...wishes, identity, ticket: null, cursor: options.cursor ?? null, correlationId: null };
    const arrival = this.engine.identify(upgrade);
    if (!arrival.ok) throw new Error(arrival.close.reason);
    const facts = newHubSessionFacts(id, wishes, arrival.identity, this.nowMs);
    this.engine.connect(facts, upgrade);
    return id;
  }

  /** Loses a connection, or closes it: to the hub it is the same. */
  disconnect(session: string): void {
    this.attachments.delete(session);
    this.engine.disconnect(session);
  }

  /** A message of a client; answers its id. */
  say<T extends HubRequestType>(session: string, type: T, data: HubRequests[T], id: string = this.newId()): string {
    this.engine.receive(session, JSON.stringify(this.message(type, data, id)));
    return id;
  }

  message(type: string, data: object, id: string = this.newId()): HubMessage {
    return { type, id, timestamp: new Date(this.nowMs).toISOString(), data, metadata: { client_id: null, correlation_id: null } };
  }

  /** The inbox sleeps, and wakes with its sockets open, but for those that were closed meanwhile; or crashes, and none is. */
  restart(options: { crash?: boolean; closed?: readonly string[] } = {}): void {
    if (options.crash === true) this.attachments.clear();
    this.timers.delete('tail');
    const slept = [...this.attachments.values()]
      .filter(({ transport }) => transport === 'websocket')
      .map((facts) => structuredClone(facts));
    const open = slept.filter(({ id }) => options.closed?.includes(id) !== true);
    this.engine = new InboxEngine(this.ports, open, slept);
    for (const facts of slept.filter((one) => !open.includes(one))) {
      this.engine.adopt(facts);
      this.disconnect(facts.id);
    }
  }

  /** Lets time go on, and rings what is due, in order. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let rung = 0; ; rung++) {
      if (rung > 1_000) throw new Error('a timer sets itself for a time that has passed');
      const [next] = [...this.timers].filter(([, atMs]) => atMs <= untilMs).sort((a, b) => a[1] - b[1]);
      if (next === undefined) break;
      this.timers.delete(next[0]);
      this.nowMs = Math.max(this.nowMs, next[1]);
      this.engine.ring(next[0]);
    }
    this.nowMs = untilMs;
  }

  /** Publishes events; tests tell them by their number. */
  publish(...numbers: number[]): void {
    this.engine.publish(numbers.map((number) => numbered(number)));
  }

  /** A room tells what happened in it. Answers where the inbox is, when that is somewhere else. */
  hear(part: RoomPart): Hearing['at'] {
    const outcome = this.engine.hear(part);
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    return outcome.value.at;
  }

  /** Lets a room answer what was asked of it last. */
  answer(outcome: 'in' | 'ok' | 'forbidden' | 'unavailable', request = this.rooms.at(-1)): void {
    if (request === undefined) throw new Error('no room was asked');
    const state = { roomId: request.roomId, cursor: 'r:0', retained: null, users: [] };
    if (outcome === 'in' || outcome === 'ok') {
      this.engine.roomAnswered({ request, outcome: { ok: true, value: outcome === 'in' ? state : null } });
    } else this.engine.roomAnswered({ request, outcome: { ok: false, refusal: { code: outcome } } });
  }
}

export function numbered(number: number, key?: string): NewEvent {
  const data = { entity_type: 'trip', id: 't', version: number, updated_by: null } as const;
  return { type: 'entity-updated', data, ...(key === undefined ? {} : { key }) };
}

/** The numbers of events that {@link numbered} made. */
export function numbersOf(events: readonly HubMessage[]): number[] {
  return events.map(({ data }) => (data as { version: number }).version);
}

/** The sessions that aoi is told of. */
export function sessionsOf(hub: HubHarness): readonly HubSessionView[] {
  const outcome = hub.engine.hub(person('aoi'), 'sessions', []);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value as readonly HubSessionView[];
}

/** Messages of a room: those behind an offset, up to another one. */
export function partOf(roomId: string, after: number, upTo: number): RoomPart {
  const events = Array.from({ length: upTo - after }, (_, index) => roomEvent(roomId, after + 1 + index));
  return { roomId, after: `r:${after}`, upTo: `r:${upTo}`, events };
}

function roomEvent(roomId: string, offset: number): NewEvent {
  return {
    type: 'room:message',
    data: { room_id: roomId, event: 'tick', data: offset, room_cursor: `r:${offset}`, sent_by: null },
    id: `${roomId} ${offset}`,
  };
}
