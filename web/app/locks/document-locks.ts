import { type HeldLock, type LockView, overlap, ProblemError } from '../../react';
import type { LockApi, LockKeeper } from './lock-keeper';
import { type LockPart, wholeDocument } from './lock-part';

/** A part of the document that this person has for themselves. */
export interface OwnLock {
  readonly part: LockPart;
  /** One of each place of the part. */
  readonly held: readonly HeldLock[];
}

/** The locks of an open document: those of this person, which it keeps, and those of the others. */
export class DocumentLocks {
  readonly #api: LockApi;
  readonly #onLost: (reason: Error) => void;
  readonly #listeners = new Set<() => void>();
  readonly #keepers = new Map<string, { readonly part: LockPart; readonly keeper: LockKeeper }>();
  /** What the server told last. */
  #known: readonly LockView[] = [];
  /** The ids of the locks that it told of when there was a connection last. */
  #told: ReadonlySet<string> = new Set();
  #person: string | null = null;
  #others: readonly LockView[] = [];
  #own: readonly OwnLock[] = [];
  /** Counts how often everything was given up. */
  #turn = 0;
  /** The ids of all locks that this page was given. Who is invisible is so to themselves, too: nothing else says that they are theirs. */
  readonly #given = new Set<string>();

  /** @param onLost called when something was lost before it was released: it ran out, or an owner broke it */
  constructor(api: LockApi, onLost: (reason: Error) => void) {
    this.#api = api;
    this.#onLost = onLost;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  /** What others have for themselves, in the order in which they took it. */
  readonly others = (): readonly LockView[] => this.#others;

  readonly own = (): readonly OwnLock[] => this.#own;

  /** What keeps this person from writing in a part; null for nothing. */
  against({ paths }: LockPart): LockView | null {
    return this.#others.find((lock) => paths.some((path) => overlap(path, lock.path))) ?? null;
  }

  /** Until when this person has a part for themselves, as far as that is known; null when they do not. */
  ownUntil({ key }: LockPart): number | null {
    return this.#own.find(({ part }) => part.key === key)?.held[0]?.lock.expires_at ?? null;
  }

  /** Whether this person has the document as a whole. */
  readonly hasAll = (): boolean => this.ownUntil(wholeDocument) !== null;

  /**
   * Takes what the server tells.
   * @param locks null while there is no connection, and nobody knows
   */
  follow(locks: readonly LockView[] | null, person: string | null): void {
    this.#known = locks ?? [];
    this.#person = person;
    this.#change();
    if (locks === null) return;
    const before = this.#told;
    this.#told = new Set(locks.map(({ id }) => id));
    for (const { keeper } of this.#keepers.values()) {
      // It was there and is not any more: somebody has broken it, or the connection was gone. The server is asked to make sure.
      if (keeper.held()?.some(({ lock: { id } }) => before.has(id) && !this.#told.has(id))) keeper.check();
    }
  }

  /** @throws ProblemError `locked` when somebody else has it, or a part of it */
  async take(part: LockPart): Promise<void> {
    const turn = this.#turn;
    // Most people never have anything for themselves.
    const { LockKeeper: Keeper } = await import('./lock-keeper');
    if (turn === this.#turn) await this.#keeperOf(part, Keeper).take();
  }

  /** Gives it up. @throws ProblemError when the server could not be told: it ends by itself then */
  async release({ key }: LockPart): Promise<void> {
    await this.#keepers.get(key)?.keeper.release();
  }

  /** Ends locks of others: for whoever manages the members. @throws ProblemError `forbidden` for anybody else */
  async break(locks: readonly LockView[]): Promise<void> {
    await Promise.all(locks.map(({ id }) => this.#api.breakLock(id).catch(unlessOver)));
  }

  /** Gives everything up. Where the server cannot be told, it ends by itself. */
  releaseAll(): void {
    this.#turn += 1;
    for (const { keeper } of this.#keepers.values()) keeper.release().catch(() => undefined);
  }

  #keeperOf(part: LockPart, Keeper: typeof LockKeeper): LockKeeper {
    const known = this.#keepers.get(part.key);
    if (known !== undefined) return known.keeper;
    const keeper = new Keeper(this.#api, part.paths, this.#onLost);
    keeper.subscribe(() => this.#change());
    this.#keepers.set(part.key, { part, keeper });
    return keeper;
  }

  #change(): void {
    const own = [...this.#keepers.values()].flatMap(({ part, keeper }) => {
      const held = keeper.held();
      return held === null ? [] : [{ part, held }];
    });
    for (const { held } of own) for (const { lock } of held) this.#given.add(lock.id);
    const others = this.#known.filter(({ id, holder }) => holder.id !== this.#person && !this.#given.has(id));
    this.#own = own;
    if (!isSame(others, this.#others)) this.#others = others;
    for (const listener of this.#listeners) listener();
  }
}

/** It ended by itself meanwhile, which comes to the same. */
function unlessOver(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error;
}

function isSame(a: readonly LockView[], b: readonly LockView[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
