import type { RoomPorts } from './room-ports';

/** Whom the object tells what happens: a person, or a relay that tells others. */
export interface Subscriber {
  /** `p:` and the id of a person, or `r:` and the number of a relay. */
  readonly name: string;
  /** Everything up to this offset is there; null when that is not known any more. */
  offset: number | null;
  /** The offset that it was told last, which it knows; later than that was only what it is not told of. */
  told: number | null;
  /** The offset as it is stored: older, for a while. After a crash the subscriber says where it is. */
  storedOffset: number | null;
  isBusy: boolean;
  failures: number;
  retryAtMs: number;
}

/** The subscribers and where each of them is. `add` and `remove` are to be called in a transaction; after one that failed, `reset`. */
export class Subscribers {
  #byName: Map<string, Subscriber> | null = null;

  constructor(private readonly ports: Pick<RoomPorts, 'sql'>) {}

  /** Throws away what is in memory: it will be read again. */
  reset(): void {
    this.#byName = null;
  }

  get(name: string): Subscriber | null {
    return this.#loaded().get(name) ?? null;
  }

  all(): Iterable<Subscriber> {
    return this.#loaded().values();
  }

  get count(): number {
    return this.#loaded().size;
  }

  add(name: string, offset: number | null): void {
    const loaded = this.#loaded();
    this.ports.sql.rows('INSERT INTO subscribers (name, event_offset) VALUES (?, ?)', name, offset);
    loaded.set(name, newSubscriber(name, offset));
  }

  remove(name: string): void {
    const loaded = this.#loaded();
    this.ports.sql.rows('DELETE FROM subscribers WHERE name = ?', name);
    loaded.delete(name);
  }

  /** Puts a subscriber somewhere else; what is on its way to it counts no more. */
  replace(name: string, offset: number | null): void {
    this.remove(name);
    this.add(name, offset);
  }

  /** Stores where everybody is. */
  keep(): void {
    const moved = new Map<number, Subscriber[]>();
    for (const subscriber of this.#loaded().values()) {
      const { offset, storedOffset } = subscriber;
      if (offset === null || offset === storedOffset) continue;
      const together = moved.get(offset);
      if (together === undefined) moved.set(offset, [subscriber]);
      else together.push(subscriber);
    }
    if (moved.size === 0) return;
    this.ports.sql.transact(() => {
      for (const [offset, subscribers] of moved) this.#store(offset, subscribers);
    });
    for (const subscriber of [...moved.values()].flat()) subscriber.storedOffset = subscriber.offset;
  }

  #store(offset: number, subscribers: readonly Subscriber[]): void {
    // One parameter, however many they are.
    this.ports.sql.rows(
      'UPDATE subscribers SET event_offset = ? WHERE name IN (SELECT value FROM json_each(?))',
      ...[offset, JSON.stringify(subscribers.map(({ name }) => name))],
    );
  }

  #loaded(): Map<string, Subscriber> {
    this.#byName ??= new Map(
      this.ports.sql
        .rows<{ name: string; event_offset: number | null }>('SELECT name, event_offset FROM subscribers')
        .map(({ name, event_offset }) => [name, newSubscriber(name, event_offset)]),
    );
    return this.#byName;
  }
}

function newSubscriber(name: string, offset: number | null): Subscriber {
  return { name, offset, told: offset, storedOffset: offset, isBusy: false, failures: 0, retryAtMs: 0 };
}
