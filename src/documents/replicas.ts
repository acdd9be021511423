import { documentLimits as limits } from '../protocol/limits';
import type { DocumentState } from './document-state';
import type { DocumentStorage, Replacement } from './storage';

/**
 * Whose client ids are whose (PROTOCOL.md, Client ids). Claims of a flush are kept in memory until its rows are
 * stored, in the same transaction.
 */
export class Replicas {
  readonly #known = new Map<number, string>();
  readonly #claimed = new Map<number, string>();
  #newReplacements: Replacement[] = [];
  #goneElements: string[] = [];

  constructor(
    private readonly storage: Pick<DocumentStorage, 'transact' | 'replicas' | 'replacements'>,
    private readonly state: DocumentState,
    /** Whether a client id is seen in presence: then it is not forgotten. */
    private readonly isSeen: (client: number) => boolean,
  ) {}

  /** Whose a client id is: who has brought structs of it, or else has announced it. */
  owner(client: number): string | null {
    return this.#author(client) ?? this.storage.replicas.announcer(client);
  }

  /** Whether a person may bring new structs of all these clients. */
  allow(clients: ReadonlySet<number>, person: string): boolean {
    const { serverClient } = this.state.existing();
    for (const client of clients) {
      if (client === serverClient || (this.owner(client) ?? person) !== person) return false;
    }
    return true;
  }

  /** Binds clients to a person who brings structs of them, with the next {@link save}. */
  claim(clients: Iterable<number>, person: string): void {
    for (const client of clients) if (this.#author(client) === null) this.#claimed.set(client, person);
  }

  /**
   * Gives a client that has brought nothing to who announces it, until that is forgotten; at once. False when it is
   * somebody else's.
   */
  announce(client: number, person: string, nowMs: number): boolean {
    if (!this.allow(new Set([client]), person)) return false;
    if (this.owner(client) !== null) return true;
    const { replicas } = this.storage;
    this.storage.transact(() => {
      const unused = replicas.announcedBy(person).filter((other) => !this.isSeen(other));
      const excess = unused.slice(0, Math.max(0, unused.length + 1 - limits.maxUnusedReplicas));
      for (const other of excess) replicas.forgetAnnounced(other);
      replicas.announce(client, person, nowMs);
    });
    return true;
  }

  /** What was replaced, also by updates that are not stored yet. */
  replacements(): readonly Replacement[] {
    const stored = this.state.replacements();
    return this.#newReplacements.length === 0 ? stored : [...stored, ...this.#newReplacements];
  }

  /** Remembers what a repair replaced, and which replacements are gone. */
  replaced(replacements: readonly Replacement[], goneElements: Iterable<string>): void {
    this.#newReplacements.push(...replacements);
    this.#goneElements.push(...goneElements);
  }

  /** Writes what was claimed and replaced. To be called inside a transaction of the storage. */
  save(nowMs: number): void {
    for (const [client, person] of this.#claimed) {
      this.storage.replicas.bind(client, person, nowMs);
      this.#known.set(client, person);
    }
    this.#claimed.clear();
    if (this.#newReplacements.length + this.#goneElements.length === 0) return;
    for (const element of this.#goneElements) this.storage.replacements.removeElement(element);
    for (const replacement of this.#newReplacements) this.storage.replacements.add(replacement);
    this.#newReplacements = [];
    this.#goneElements = [];
    this.state.forgetReplacements();
  }

  /** Forgets ids that were announced long ago and never brought anything. */
  forgetUnused(nowMs: number): void {
    const { replicas } = this.storage;
    const old = replicas.announcedBefore(nowMs - limits.unusedReplicaMs).filter((client) => !this.isSeen(client));
    if (old.length === 0) return;
    this.storage.transact(() => {
      for (const client of old) replicas.forgetAnnounced(client);
    });
  }

  reset(): void {
    this.#known.clear();
    this.#claimed.clear();
    this.#newReplacements = [];
    this.#goneElements = [];
  }

  /** Who has brought structs of a client id. */
  #author(client: number): string | null {
    const known = this.#claimed.get(client) ?? this.#known.get(client);
    if (known !== undefined) return known;
    const author = this.storage.replicas.owner(client);
    if (author !== null) this.#known.set(client, author);
    return author;
  }
}
