import type { HubEvent, HubEvents, HubReplies } from '../../../src/protocol/hub-messages';
import { parseCursor } from '../../../src/protocol/stream-cursor';
import { Emitter } from '../emitter';
import type { HubConnection } from '../hub/hub-connection';
import { ProblemError } from '../problem';

/** Messages of a room that are kept for whoever looks later. */
const keptRoomMessages = 100;

/** After the server has taken a request to join, its answer comes within this time, in milliseconds. */
const joinedWithinMs = 10_000;

/** Somebody in a room. */
export interface RoomPerson {
  readonly id: string;
  readonly name: string;
}

export interface RoomMessage {
  readonly event: string;
  readonly data: unknown;
  /** Id of the person; null for a system. */
  readonly sentBy: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** A room as it is known here. A new object at each change. */
export interface RoomState {
  /** Whether the server has let this person in. */
  readonly joined: boolean;
  readonly users: readonly RoomPerson[];
  /** The last messages since it was joined, at most 100, oldest first. */
  readonly messages: readonly RoomMessage[];
  /** The value that the room kept for those who come; null without one. */
  readonly retained: unknown;
}

export interface RoomEvents {
  state: RoomState;
  message: RoomMessage;
  /** Messages were missed that the room does not have any more. */
  reset: null;
}

/** One room, as often as it is used here. */
export class RoomFeed {
  readonly id: string;
  readonly events = new Emitter<RoomEvents>();
  readonly #hub: HubConnection;
  #state: RoomState = { joined: false, users: [], messages: [], retained: null };
  #cursor: string | null = null;

  constructor(id: string, hub: HubConnection) {
    this.id = id;
    this.#hub = hub;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Goes in; again, to find out how things are. @throws ProblemError */
  async join(): Promise<void> {
    const arrived = this.#arrival();
    await this.#hub.request('room:join', { room_id: this.id, ...(this.#cursor === null ? {} : { cursor: this.#cursor }) });
    await arrived();
  }

  joined({ room_cursor, retained, users }: HubReplies['room:joined']): void {
    this.#cursor ??= room_cursor;
    this.#set({ joined: true, retained, users });
  }

  /** The server does not let this person in any more. */
  expelled(): void {
    this.#set({ joined: false, users: [] });
  }

  receive(event: HubEvent): void {
    switch (event.type) {
      case 'room:message':
        return this.#message(event.data, event.timestamp);
      case 'room:reset':
        this.#cursor = event.data.room_cursor;
        this.#set({ messages: [] });
        return this.events.emit('reset', null);
      case 'presence:joined':
        return this.#set({ users: [...this.#without(event.data.user), event.data.user] });
      case 'presence:left':
        return this.#set({ users: this.#without(event.data.user) });
    }
  }

  #message({ event, data, sent_by, room_cursor }: HubEvents['room:message'], at: string): void {
    if (!isAfter(room_cursor, this.#cursor)) return;
    this.#cursor = room_cursor;
    const message: RoomMessage = { event, data, sentBy: sent_by, at };
    this.#set({ messages: [...this.#state.messages, message].slice(-keptRoomMessages) });
    this.events.emit('message', message);
  }

  #without({ id }: RoomPerson): readonly RoomPerson[] {
    return this.#state.users.filter((user) => user.id !== id);
  }

  #set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.events.emit('state', this.#state);
  }

  /** Answers how to wait for the server's answer, which may come before the acknowledgement. */
  #arrival(): () => Promise<void> {
    let hasArrived = this.#state.joined;
    const stop = this.events.on('state', ({ joined }) => {
      hasArrived ||= joined;
    });
    return () =>
      new Promise((resolve, reject) => {
        stop();
        if (hasArrived) return resolve();
        const stopWaiting = this.events.on('state', () => settle(resolve));
        const timer = setTimeout(
          () => settle(() => reject(new ProblemError('network', 0, 'The room does not answer'))),
          joinedWithinMs,
        );
        const settle = (how: () => void) => {
          stopWaiting();
          clearTimeout(timer);
          how();
        };
      });
  }
}

/** Whether a message is one that was not seen. A room that was begun anew has another epoch. */
function isAfter(cursor: string, seen: string | null): boolean {
  const [at, last] = [parseCursor(cursor), seen === null ? null : parseCursor(seen)];
  return at !== null && (last === null || at.epoch !== last.epoch || at.offset > last.offset);
}
