import type { HubEvent } from '../../../src/protocol/hub-messages';
import type { HubConnection } from '../hub/hub-connection';
import { ProblemError } from '../problem';
import { type RoomEvents, RoomFeed, type RoomState } from './room-feed';

/** A room of an earlier page that no part of this one joins within this time is left, in milliseconds. */
const claimWithinMs = 10_000;

/** What keeps a client out of a room for now, and says nothing about later. */
const passing: ReadonlySet<string> = new Set(['network', 'rate-limited']);

/** A room that was joined. */
export class Room {
  readonly #feed: RoomFeed;
  readonly #hub: HubConnection;
  #leave: (() => void) | null;

  /** Made by `rooms.join`. */
  constructor(feed: RoomFeed, hub: HubConnection, leave: () => void) {
    this.#feed = feed;
    this.#hub = hub;
    this.#leave = leave;
  }

  /** Its name, e.g. `hashtag:kyoto`. */
  get id(): string {
    return this.#feed.id;
  }

  get state(): RoomState {
    return this.#feed.state;
  }

  /** Calls `listener` at every event of that name, until the returned function is called. */
  on<Name extends keyof RoomEvents>(name: Name, listener: (event: RoomEvents[Name]) => void): () => void {
    return this.#feed.events.on(name, listener);
  }

  /**
   * Tells the room something, once however often it has to be sent.
   * @throws ProblemError `forbidden` where people may only listen
   */
  send(event: string, data: unknown): Promise<void> {
    return this.#hub.request('room:message', { room_id: this.id, event, data });
  }

  /** Goes out, unless another part of this program is still in. */
  leave(): void {
    this.#leave?.();
    this.#leave = null;
  }
}

interface Joined {
  readonly feed: RoomFeed;
  /** Settles when the server has let this person in. */
  readonly entry: Promise<void>;
  holders: number;
  isRejoining: boolean;
}

/** The rooms a client is in. Each is joined once, however many parts of a program use it. */
export class Rooms {
  readonly #hub: HubConnection;
  readonly #joined = new Map<string, Joined>();
  readonly #failed: (problem: ProblemError) => void;
  /** Where the server took this client to be when it last said so. */
  #entered: readonly string[] = [];
  #claimTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param failed a room could not be joined again, or left */
  constructor(hub: HubConnection, failed: (problem: ProblemError) => void) {
    this.#hub = hub;
    this.#failed = failed;
    hub.events.on('event', (event) => this.#receive(event));
    hub.events.on('reply', (reply) => {
      if (reply.type === 'room:joined') this.#joined.get(reply.data.room_id)?.feed.joined(reply.data);
    });
    hub.events.on('rooms', (rooms) => this.#told(rooms));
    hub.events.on('reset', () => this.#rejoin(() => true));
  }

  /** The rooms that are in use. */
  get all(): readonly RoomFeed[] {
    return [...this.#joined.values()].map(({ feed }) => feed);
  }

  /**
   * Goes into a room (`public`, `hashtag:…`, `stock:…`, `trip:…`, `user:…`); it is joined again by itself after each
   * interruption.
   * @throws ProblemError e.g. `forbidden`, `too-many-rooms`, or `network` when there is no connection within 30 s
   */
  async join(id: string): Promise<Room> {
    const joined = this.#joined.get(id) ?? this.#begin(id);
    joined.holders++;
    try {
      await joined.entry;
    } catch (error) {
      if (this.#joined.get(id) === joined) this.#joined.delete(id);
      throw error;
    }
    return new Room(joined.feed, this.#hub, () => this.#left(joined));
  }

  /** The connection is closed. */
  stop(): void {
    clearTimeout(this.#claimTimer);
  }

  #begin(id: string): Joined {
    const feed = new RoomFeed(id, this.#hub);
    const joined: Joined = { feed, entry: feed.join(), holders: 0, isRejoining: false };
    this.#joined.set(id, joined);
    return joined;
  }

  #left(joined: Joined): void {
    const { id } = joined.feed;
    if (--joined.holders > 0 || this.#joined.get(id) !== joined) return;
    this.#joined.delete(id);
    this.#requestLeave(id);
  }

  #receive(event: HubEvent): void {
    if ('room_id' in event.data) this.#joined.get(event.data.room_id)?.feed.receive(event);
  }

  /** The server takes its people back into their rooms; what it does not know, e.g. after a day, is joined again. */
  #told(rooms: readonly string[]): void {
    this.#entered = rooms;
    this.#rejoin(({ id }) => !rooms.includes(id));
    this.#claimTimer ??= setTimeout(() => this.#leaveUnclaimed(), claimWithinMs);
  }

  /** Rooms that only an earlier page was in. Not left at once: others would see this person go and come at each reload. */
  #leaveUnclaimed(): void {
    this.#claimTimer = undefined;
    for (const id of this.#entered) if (!this.#joined.has(id)) this.#requestLeave(id);
  }

  #requestLeave(id: string): void {
    this.#entered = this.#entered.filter((entered) => entered !== id);
    this.#hub.request('room:leave', { room_id: id }).catch(this.#failed);
  }

  #rejoin(which: (feed: RoomFeed) => boolean): void {
    for (const joined of this.#joined.values()) {
      // The first request to join, or the last one, may still be on its way.
      if (joined.feed.state.joined && !joined.isRejoining && which(joined.feed)) void this.#joinAgain(joined);
    }
  }

  async #joinAgain(joined: Joined): Promise<void> {
    const { feed } = joined;
    joined.isRejoining = true;
    try {
      await feed.join();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // Who is not let in any more is out, and is told once.
      if (!passing.has(error.code)) this.#expelled(joined);
      this.#failed(error);
    } finally {
      joined.isRejoining = false;
    }
  }

  #expelled(joined: Joined): void {
    const { feed } = joined;
    if (this.#joined.get(feed.id) === joined) this.#joined.delete(feed.id);
    feed.expelled();
  }
}
