import type { Api, TripPage, TripQuery, TripSummary } from '../../react';
import { appended, type ListEdit } from './list-edits';
import type { WhichTrips } from './which-trips';

/** A list as it is shown. */
export interface ShownList {
  readonly which: WhichTrips;
  /** What was looked for in it: during a search it is still the list before. */
  readonly q: string;
  /** Null before the first answer. */
  readonly trips: readonly TripSummary[] | null;
  readonly cursor: string | null;
  readonly pages: number;
  readonly error: Error | null;
  readonly loading: boolean;
}

type Source = Pick<Api, 'listTrips'>;
type Shelf = Map<WhichTrips, TripPage>;

/** The lists as they were last seen, by the client that fetched them: who comes back finds them at once. */
const shelves = new WeakMap<Source, Shelf>();

function shelfOf(source: Source): Shelf {
  const shelf = shelves.get(source) ?? new Map<WhichTrips, TripPage>();
  shelves.set(source, shelf);
  return shelf;
}

/** What of the lists has been fetched, and what is on its way. */
export class TripListModel {
  #shown: ShownList;
  #wanted: { readonly which: WhichTrips; readonly q: string };
  readonly #shelf: Shelf;
  readonly #listeners = new Set<() => void>();
  /** Number of the newest load. What an older one brings is not shown. */
  #newest = 0;
  #isLoading = false;
  /** The page that was asked for last. */
  #asked: string | null = null;

  constructor(
    private readonly source: Source,
    which: WhichTrips,
  ) {
    this.#shelf = shelfOf(source);
    this.#wanted = { which, q: '' };
    this.#shown = this.start(which);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): ShownList => this.#shown;

  /** A list before it is fetched: as it was last seen, if it was. */
  start(which: WhichTrips): ShownList {
    const kept = this.#shelf.get(which);
    const { trips, next_cursor: cursor } = kept ?? { trips: null, next_cursor: null };
    return { which, q: '', trips, cursor, pages: kept === undefined ? 0 : 1, error: null, loading: true };
  }

  /** Shows another list, or what of it matches. Answers whether it was seen before. */
  show(which: WhichTrips, q: string): boolean {
    this.#wanted = { which, q };
    const wasSeen = this.#shelf.has(which);
    if (this.#shown.which !== which) this.#set(this.start(which));
    void this.#load(null);
    return wasSeen;
  }

  /** Nobody looks any more: what is on its way is not waited for. */
  leave(): void {
    this.#newest++;
    this.#isLoading = false;
  }

  readonly refresh = (): void => void this.#load(null);

  readonly loadMore = (): void => void this.#load(this.#shown.cursor);

  /** Asks again for what failed, which is said until it is there. */
  readonly retry = (): void => void this.#load(this.#asked, this.#shown.error);

  /** Shows an edit at once, and takes it back when the call fails, which it passes on. */
  readonly edit = async ({ apply, revert }: ListEdit, call: () => Promise<unknown>): Promise<void> => {
    // A load that began before the edit would bring back what was edited.
    const interrupts = this.#isLoading;
    this.leave();
    this.#shelf.clear();
    const { which } = this.#shown;
    this.#change(which, apply);
    try {
      await call();
    } catch (error) {
      this.#change(which, revert);
      throw error;
    } finally {
      if (interrupts) this.refresh();
    }
  };

  #change(which: WhichTrips, make: ListEdit['apply']): void {
    const { trips } = this.#shown;
    if (this.#shown.which === which && trips !== null) this.#set({ ...this.#shown, loading: false, trips: make(trips) });
  }

  async #load(cursor: string | null, error: Error | null = null): Promise<void> {
    const mine = ++this.#newest;
    this.#asked = cursor;
    const { which, q } = this.#wanted;
    this.#isLoading = true;
    this.#set({ ...this.#shown, loading: true, error });
    let page: TripPage;
    try {
      page = await this.source.listTrips(queryOf(which, q, cursor));
    } catch (error) {
      if (mine === this.#newest) this.#arrived({ ...this.#shown, error: error as Error });
      return;
    }
    if (mine !== this.#newest) return;
    if (cursor === null && q === '') this.#shelf.set(which, page);
    const { trips, pages } = this.#shown;
    this.#arrived({
      which,
      q,
      trips: cursor === null ? page.trips : appended(trips ?? [], page.trips),
      cursor: page.next_cursor,
      pages: cursor === null ? 1 : pages + 1,
      error: null,
      loading: false,
    });
  }

  #arrived(shown: ShownList): void {
    this.#isLoading = false;
    this.#set({ ...shown, loading: false });
  }

  #set(shown: ShownList): void {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}

function queryOf(which: WhichTrips, q: string, cursor: string | null): TripQuery {
  return {
    ...(which === 'active' ? {} : { [which]: true }),
    ...(q === '' ? {} : { q }),
    ...(cursor === null ? {} : { cursor }),
  };
}
