import { closes } from '../../protocol/closes';
import type { HubEvent, HubReplies, HubReplyType } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { InboxPorts } from '../ports';
import { replyText } from './envelope';
import type { EventLog } from './event-log';
import type { HubRooms } from './hub-rooms';
import type { HubSession, HubSessionFacts } from './hub-session';
import type { HubSessions } from './hub-sessions';

/** What goes out to the connections: who they are, what they missed, what happens (PROTOCOL.md U4, U5, U11). */
export class Delivery {
  /** Offset up to which the open connections were sent everything. */
  #sentOffset = 0;

  constructor(
    private readonly ports: Pick<InboxPorts, 'wire' | 'newId' | 'nowMs'>,
    private readonly log: EventLog,
    private readonly sessions: HubSessions,
    private readonly rooms: HubRooms,
    private readonly unreadCount: () => number,
  ) {}

  /** The inbox is awake: the connections that are open have everything. */
  begin(): void {
    this.#sentOffset = this.log.head();
  }

  reply<T extends HubReplyType>(session: HubSession, type: T, data: HubReplies[T], correlationId: string | null): void {
    this.ports.wire.send(session.id, replyText(this.ports, type, data, { client: session.id, correlationId }), null);
  }

  /** Tells a client who it is, and, unless that is said, that it has everything up to now. */
  introduce(session: HubSession, correlationId: string | null, cursor = this.log.cursorAt(this.#sentOffset)): void {
    const { id, identity } = session;
    const { expiresAtMs } = identity;
    const data: HubReplies['auth:ok'] = {
      user: { id: identity.id, username: identity.name, role: identity.role },
      client_id: id,
      session_id: id,
      cursor,
      unread_count: this.unreadCount(),
      rooms: this.rooms.of(id),
      expires_at: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
    };
    this.reply(session, 'auth:ok', data, correlationId);
  }

  /** Welcomes a connection: who it is, then what it missed after a cursor. */
  welcome(session: HubSession, at: string | null, correlationId: string | null): void {
    let page = this.log.page({ cursor: at, sinceMs: null, limit: limits.maxEventsPerPage });
    const [first] = page.events;
    this.introduce(session, correlationId, first === undefined ? page.cursor : this.log.cursorBefore(first));
    if (page.reset !== null) {
      const text = replyText(this.ports, 'sync:reset', { reason: page.reset, cursor: page.cursor }, { client: session.id });
      return this.ports.wire.send(session.id, text, page.cursor);
    }
    this.#send(session, this.#framesOf(page.events, session.facts.transport));
    while (page.hasMore) {
      page = this.log.page({ cursor: page.cursor, sinceMs: null, limit: limits.maxEventsPerPage });
      this.#send(session, this.#framesOf(page.events, session.facts.transport));
    }
  }

  /** Sends what was appended since the last time to every open connection, in order. */
  broadcast(): void {
    const head = this.log.head();
    if (head === this.#sentOffset) return;
    const events = this.log.takeNews(this.#sentOffset);
    this.#sentOffset = head;
    const frames = new Map<HubSessionFacts['transport'], readonly EventFrame[]>();
    for (const session of this.sessions.all()) {
      const { transport, ackedOffset } = session.facts;
      // A stream of server-sent events cannot say what it has; its writes tell whether the client takes them.
      if (transport === 'websocket' && head - ackedOffset > limits.maxUnacknowledged) {
        this.sessions.close(session, closes.behind);
        continue;
      }
      const made = frames.get(transport) ?? this.#framesOf(events, transport);
      frames.set(transport, made);
      this.#send(session, made);
    }
    this.ports.wire.wakePolls();
  }

  #send({ id }: HubSession, frames: readonly EventFrame[]): void {
    for (const { text, cursor } of frames) this.ports.wire.send(id, text, cursor);
  }

  /** Events as they go over a transport: one by one, or several in one frame. */
  #framesOf(events: readonly HubEvent[], transport: HubSessionFacts['transport']): EventFrame[] {
    const last = events.at(-1);
    if (last === undefined) return [];
    if (transport === 'sse' || events.length === 1) {
      return events.map((event) => ({ text: JSON.stringify(event), cursor: event.cursor }));
    }
    return [{ text: replyText(this.ports, 'batch', { messages: events }, { client: null }), cursor: last.cursor }];
  }
}

/** Events as text, and where the stream is after them. */
interface EventFrame {
  readonly text: string;
  readonly cursor: string;
}
