import { closes } from '../../protocol/closes';
import type { Outcome, Refusal } from '../../protocol/codes';
import { type HubMessage, type HubRequest, isHubMessage, parseHubMessage } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import { isTicket } from '../../protocol/secrets';
import type { InboxPorts } from '../ports';
import type { RoomAnswer, RoomState } from '../rooms/room-api';
import { ackOf, hubErrorOf } from './envelope';
import { HandledMessages } from './handled-messages';
import type { Hub } from './hub';
import type { HubRooms } from './hub-rooms';
import type { HubSession } from './hub-session';
import type { HubSessions } from './hub-sessions';
import { readRequest } from './request-shapes';
import type { RoomParts } from './room-parts';

type RequestOf<T extends HubRequest['type']> = Extract<HubRequest, { readonly type: T }>;
type SingleRequest = Exclude<HubRequest, { readonly type: 'batch' }>;

/** The messages that are about notifications and their marks. */
export type NotificationRequest = Extract<HubRequest, { readonly type: `notification:${string}` | 'inbox:sync' }>;

/** What the hub needs of the notifications. */
export interface NotificationsOfHub {
  /** Carries out a message of somebody who may write to this inbox. */
  handle(request: NotificationRequest, session: { readonly id: string; readonly identity: Identity }): Outcome<null>;
  unreadCount(): number;
  /** Clients have these notifications. */
  seen(notificationIds: readonly string[]): void;
  presenceChanged(): void;
}

/** The effect that a message has; `later` when its acknowledgement has to wait for somebody else's answer. */
type Effect = Outcome<null> | 'later';

const done: Effect = { ok: true, value: null };

/** The messages of clients (PROTOCOL.md U6 to U8, U10, U14, U16): each is checked, has its effect once, and is acknowledged. */
export class HubRequests {
  readonly #handled: HandledMessages;

  constructor(
    private readonly ports: InboxPorts,
    private readonly hub: Hub,
    private readonly sessions: HubSessions,
    private readonly rooms: HubRooms,
    private readonly parts: RoomParts,
    private readonly notifications: () => NotificationsOfHub,
  ) {
    this.#handled = new HandledMessages(ports);
  }

  /** A text frame of a client whose token is good. */
  receive(session: HubSession, text: string): void {
    if (isLongerThan(text, limits.maxMessageBytes)) return this.sessions.close(session, closes.tooLarge);
    const messages = messagesIn(text);
    if (messages === null) return this.sessions.close(session, closes.malformed);
    for (const message of messages) {
      // A message before it in its batch may have closed the connection.
      if (this.sessions.get(session.id) === null) return;
      this.#take(session, message);
    }
  }

  /** A message that came over HTTP. It is answered as the others are, but for what no socket would be told. */
  carry(session: HubSession, message: HubMessage): void {
    this.#take(session, message);
    if (message.type === 'sync:ack') this.hub.carried.done(message.id);
  }

  /** Tells a client what became of its message. */
  acknowledge(session: HubSession, messageId: string, refusal: Refusal | null): void {
    this.hub.reply(session, 'ack', ackOf(messageId, refusal), messageId);
  }

  /** The answer of a room to what a message, or the hub itself, asked of it. */
  roomAnswered({ request, outcome }: RoomAnswer): void {
    const { roomId } = request;
    if (request.kind === 'leave') return outcome.ok ? this.rooms.left(roomId) : undefined;
    if (request.kind === 'resume') return outcome.ok ? this.rooms.resumed(roomId) : undefined;
    const isOut = request.kind === 'join' && !outcome.ok && outcome.refusal.code !== 'unavailable';
    const { sessionId, messageId } = askedBy(request.requestId);
    if (isOut && messageId !== null) this.rooms.refusedTo(sessionId, roomId);
    if (isOut && messageId === null) {
      this.rooms.takeOut(roomId);
      this.#tellRefusal(roomId, outcome.refusal);
    }
    if (request.kind === 'join' && outcome.ok) this.parts.entered(roomId, (outcome.value as RoomState).cursor);
    if (messageId === null) return;
    const session = this.sessions.get(sessionId) ?? this.hub.carried.sessionOf(messageId);
    if (session === null) return;
    if (request.kind === 'join' && outcome.ok) this.#tellJoined(session, messageId, outcome.value as RoomState);
    if (request.kind === 'message' && outcome.ok) this.#handled.remember(messageId, ackOf(messageId, null));
    this.acknowledge(session, messageId, outcome.ok ? null : outcome.refusal);
  }

  #take(session: HubSession, message: HubMessage): void {
    const read = readRequest(message);
    if (read.kind === 'request' && read.request.type === 'sync:ack') return this.#noteAck(session, read.request);
    const nowMs = this.ports.nowMs();
    if (!session.rate.take(nowMs)) {
      const retryAfterMs = session.rate.msUntil(1, nowMs);
      return this.acknowledge(session, message.id, { code: 'rate-limited', extensions: { retryAfterMs } });
    }
    if (read.kind === 'unknown-type') {
      return this.acknowledge(session, message.id, { code: 'invalid', detail: 'There are no messages of this type.' });
    }
    if (read.kind === 'wrong-field') {
      return this.acknowledge(session, message.id, { code: 'invalid', detail: `The field ${read.field} is missing or wrong.` });
    }
    this.#answer(session, read.request);
  }

  #answer(session: HubSession, request: SingleRequest): void {
    const earlier = this.#handled.find(request.id);
    if (earlier !== null) return this.hub.reply(session, 'ack', earlier, request.id);
    const effect = isOnce(request) ? this.#once(session, request) : this.#perform(session, request);
    if (effect !== 'later') this.acknowledge(session, request.id, effect.ok ? null : effect.refusal);
  }

  /** The effect, and that it was had, are one. */
  #once(session: HubSession, request: SingleRequest): Effect {
    const effect: { value: Effect } = { value: 'later' };
    this.ports.sql.transact(() => {
      effect.value = this.#perform(session, request);
      if (effect.value === 'later') return;
      this.#handled.remember(request.id, ackOf(request.id, effect.value.ok ? null : effect.value.refusal));
    });
    return effect.value;
  }

  #perform(session: HubSession, request: SingleRequest): Effect {
    switch (request.type) {
      case 'auth':
      case 'auth:refresh':
        return this.#renew(session, request);
      case 'sync:request':
        return this.#sendMissed(session, request);
      case 'room:join':
        return this.#join(session, request);
      case 'room:leave':
        this.rooms.leave(session.id, request.data.room_id);
        return done;
      case 'room:message':
        return this.#sendToRoom(session, request);
      case 'presence:update':
        session.facts.status = request.data.status;
        this.sessions.keep(session);
        return done;
      case 'sync:ack':
        return done;
      default:
        return this.#change(session, request);
    }
  }

  #change(session: HubSession, request: NotificationRequest): Effect {
    const isRead = request.type === 'inbox:sync' && request.data.update === undefined;
    if (!isRead && !this.ports.allows(session.identity, 'write-inbox')) return { ok: false, refusal: { code: 'forbidden' } };
    return this.notifications().handle(request, { id: session.id, identity: session.identity });
  }

  #noteAck(session: HubSession, { id, data }: RequestOf<'sync:ack'>): void {
    const offset = this.hub.acknowledged(data.cursor);
    if (offset === null) return this.#tellError(session, id, { code: 'invalid', detail: 'The cursor is not of this stream.' });
    if (offset <= session.facts.ackedOffset) return;
    session.facts.ackedOffset = offset;
    this.sessions.keep(session);
  }

  #renew(session: HubSession, { id, data }: RequestOf<'auth' | 'auth:refresh'>): Effect {
    if (isTicket(data.token)) this.hub.verified(session.id, id, this.hub.tickets.redeem(data.token));
    else this.ports.wire.verify(session.id, id, data.token);
    return 'later';
  }

  #sendMissed(session: HubSession, { id, data }: RequestOf<'sync:request'>): Effect {
    const limit = data.limit ?? limits.defaultEventsPerPage;
    const page = this.hub.log.page({ cursor: data.cursor ?? null, sinceMs: null, limit });
    if (page.reset !== null) this.hub.reply(session, 'sync:reset', { reason: page.reset, cursor: page.cursor }, id);
    else this.hub.reply(session, 'sync:response', { events: page.events, cursor: page.cursor, has_more: page.hasMore }, id);
    return done;
  }

  #join(session: HubSession, { id, data }: RequestOf<'room:join'>): Effect {
    const asked = this.rooms.join(session.id, requestIdOf(session, id), data.room_id, data.cursor ?? null, session.identity);
    return asked.ok ? 'later' : asked;
  }

  #sendToRoom(session: HubSession, { id, data }: RequestOf<'room:message'>): Effect {
    this.ports.askRoom({
      kind: 'message',
      requestId: requestIdOf(session, id),
      roomId: data.room_id,
      identity: session.identity,
      message: { id, event: data.event, data: data.data, sentBy: session.identity.id, priority: 'normal', retain: false },
    });
    return 'later';
  }

  #tellJoined(session: HubSession, messageId: string, { roomId, cursor, retained, users }: RoomState): void {
    this.hub.reply(session, 'room:joined', { room_id: roomId, room_cursor: cursor, retained, users }, messageId);
  }

  /** The person is out of a room in which they were: nobody asked, so everybody is told. */
  #tellRefusal(roomId: string, refusal: Refusal): void {
    for (const session of this.sessions.all())
      this.#tellError(session, null, { ...refusal, detail: `You are not in ${roomId} any more.` });
  }

  #tellError(session: HubSession, messageId: string | null, refusal: Refusal): void {
    this.hub.reply(session, 'error', hubErrorOf(refusal), messageId);
  }
}

/** Repeating one of these would undo what came after it; the others may be done again. */
function isOnce({ type }: SingleRequest): boolean {
  return type === 'room:leave' || type.startsWith('notification:');
}

function requestIdOf(session: HubSession, messageId: string): string {
  return `${session.id}/${messageId}`;
}

/** The session and the message that a request is for; `messageId` is null for one of the hub itself. */
function askedBy(requestId: string): { readonly sessionId: string; readonly messageId: string | null } {
  const [sessionId = '', messageId = null] = requestId.split('/');
  return { sessionId, messageId };
}

/** The messages of a frame, in order; null for one that cannot be read. */
function messagesIn(text: string): readonly HubMessage[] | null {
  const message = parseHubMessage(text);
  if (message === null || message.type !== 'batch') return message === null ? null : [message];
  const { messages } = message.data as { readonly messages?: unknown };
  if (!Array.isArray(messages) || messages.length > limits.maxBatchMessages) return null;
  return messages.every((one) => isHubMessage(one) && one.type !== 'batch') ? messages : null;
}

function isLongerThan(text: string, bytes: number): boolean {
  // A character has three bytes in UTF-8 at most, for each of its UTF-16 units.
  return text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes);
}
