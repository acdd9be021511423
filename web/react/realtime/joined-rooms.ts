import type { Room, RoomPerson } from '../../sdk';

interface Entry {
  /** Null until it was joined. */
  room: Room | null;
  stop: (() => void) | null;
  joining: Promise<void>;
}

/** The rooms that a component has joined, by name. */
export class JoinedRooms {
  readonly #enter: (name: string) => Promise<Room>;
  readonly #changed: (people: readonly RoomPerson[]) => void;
  readonly #entries = new Map<string, Entry>();

  /** @param changed who is in these rooms now, each once */
  constructor(enter: (name: string) => Promise<Room>, changed: (people: readonly RoomPerson[]) => void) {
    this.#enter = enter;
    this.#changed = changed;
  }

  /** Goes into a room, once. Rejects with a `ProblemError`. */
  join(name: string): Promise<void> {
    return (this.#entries.get(name) ?? this.#begin(name)).joining;
  }

  /** Goes out; one that is being joined is left as soon as it was. */
  leave(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    entry.stop?.();
    entry.room?.leave();
    this.#tell();
  }

  leaveAll(): void {
    for (const name of [...this.#entries.keys()]) this.leave(name);
  }

  #begin(name: string): Entry {
    const entry: Entry = { room: null, stop: null, joining: Promise.resolve() };
    this.#entries.set(name, entry);
    entry.joining = this.#enter(name).then(
      (room) => {
        if (this.#entries.get(name) !== entry) return room.leave();
        entry.room = room;
        entry.stop = room.on('state', () => this.#tell());
        this.#tell();
      },
      (problem: unknown) => {
        if (this.#entries.get(name) === entry) this.#entries.delete(name);
        throw problem;
      },
    );
    return entry;
  }

  #tell(): void {
    const users = [...this.#entries.values()].flatMap(({ room }) => room?.state.users ?? []);
    this.#changed([...new Map(users.map((user) => [user.id, user])).values()]);
  }
}
