import type { RoomPerson } from './room-api';
import type { RoomPorts } from './room-ports';

/** Somebody in the room, and who tells them what happens: a relay by its number, or (null) the room itself. */
export interface PersonRow extends RoomPerson {
  readonly relay: number | null;
}

/** Who is in the room. Writes are to be called in a transaction; after one that failed, `reset`. */
export class People {
  /** How many people the room (null) and each relay tell. */
  #counts: Map<number | null, number> | null = null;

  constructor(private readonly ports: Pick<RoomPorts, 'sql' | 'limits'>) {}

  /** Throws away what is in memory: it will be read again. */
  reset(): void {
    this.#counts = null;
  }

  count(): number {
    return [...this.#counted().values()].reduce((sum, count) => sum + count, 0);
  }

  countOf(relay: number): number {
    return this.#counted().get(relay) ?? 0;
  }

  find(id: string): PersonRow | null {
    return this.#rows<PersonRow>('SELECT id, name, relay FROM people WHERE id = ?', id)[0] ?? null;
  }

  /** In the order in which they came. */
  first(limit: number): RoomPerson[] {
    return this.#rows<RoomPerson>('SELECT id, name FROM people ORDER BY position LIMIT ?', limit);
  }

  /** Ids of those whom a relay tells what happens. */
  ofRelay(relay: number): string[] {
    return this.#rows<{ id: string }>('SELECT id FROM people WHERE relay = ?', relay).map(({ id }) => id);
  }

  /** Who has a place for one more: the room itself (null), or the first relay that has one. */
  placeForOneMore(): number | null {
    const counts = this.#counted();
    const { fanOutWidth } = this.ports.limits;
    if ((counts.get(null) ?? 0) < fanOutWidth) return null;
    let relay = 0;
    while ((counts.get(relay) ?? 0) >= fanOutWidth) relay += 1;
    return relay;
  }

  add({ id, name }: RoomPerson, relay: number | null, nowMs: number): void {
    const counts = this.#counted();
    this.#rows('INSERT INTO people (id, name, seen_at, relay) VALUES (?, ?, ?, ?)', id, name, nowMs, relay);
    counts.set(relay, (counts.get(relay) ?? 0) + 1);
  }

  seen({ id, name }: RoomPerson, nowMs: number): void {
    this.#rows('UPDATE people SET name = ?, seen_at = ? WHERE id = ?', name, nowMs, id);
  }

  remove({ id, relay }: PersonRow): void {
    const counts = this.#counted();
    this.#rows('DELETE FROM people WHERE id = ?', id);
    counts.set(relay, (counts.get(relay) ?? 0) - 1);
  }

  /** Ids of those who were not seen since a time. */
  notSeenSince(atMs: number): string[] {
    return this.#rows<{ id: string }>('SELECT id FROM people WHERE seen_at <= ?', atMs).map(({ id }) => id);
  }

  /** When that one was seen who was not seen for longest; null in an empty room. */
  longestUnseenAtMs(): number | null {
    return this.#rows<{ at: number | null }>('SELECT min(seen_at) AS at FROM people')[0]?.at ?? null;
  }

  #counted(): Map<number | null, number> {
    this.#counts ??= new Map(
      this.#rows<{ relay: number | null; count: number }>('SELECT relay, count(*) AS count FROM people GROUP BY relay').map(
        ({ relay, count }) => [relay, count],
      ),
    );
    return this.#counts;
  }

  #rows<Row extends object>(query: string, ...parameters: readonly (string | number | null)[]): Row[] {
    return this.ports.sql.rows<Row>(query, ...parameters);
  }
}
