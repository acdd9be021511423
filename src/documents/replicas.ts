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
    private readonly storage: Pick<DocumentStorage, 'replicas' | 'replacements'>,
    private readonly state: DocumentState,
  ) {}

  owner(client: number): string | null {
    const known = this.#claimed.get(client) ?? this.#known.get(client);
    if (known !== undefined) return known;
    const owner = this.storage.replicas.owner(client);
    if (owner !== null) this.#known.set(client, owner);
    return owner;
  }

  /** Whether a person may bring new structs of all these clients. */
  allow(clients: ReadonlySet<number>, person: string): boolean {
    const { serverClient } = this.state.existing();
    for (const client of clients) {
      if (client === serverClient || (this.owner(client) ?? person) !== person) return false;
    }
    return true;
  }

  /** Binds clients to a person, with the next {@link save}. */
  claim(clients: Iterable<number>, person: string): void {
    for (const client of clients) if (this.owner(client) === null) this.#claimed.set(client, person);
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

  /** Forgets ids that were announced once and never brought anything. */
  forgetUnused(nowMs: number, isUsed: (client: number) => boolean): void {
    this.storage.replicas.forgetUnused(nowMs - limits.unusedReplicaMs, isUsed);
    this.#known.clear();
  }

  reset(): void {
    this.#known.clear();
    this.#claimed.clear();
    this.#newReplacements = [];
    this.#goneElements = [];
  }
}
