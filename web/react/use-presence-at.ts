import { useCallback, useRef, useSyncExternalStore } from 'react';
import { type Presence, type PresentPerson, presentPeople } from '../sdk';
import { placePath, type TextPlace } from './text-place';

/**
 * What a text field reads from the presence of those whose caret or selection is in it. Renders anew only when one of
 * them does something else: a page of a thousand fields pays for those in which somebody is.
 * @param select must depend on nothing but its argument and on what is named in `key`.
 * @param key changes when `select` would answer something else.
 */
export function usePresenceAt<T>(
  awareness: Presence,
  place: TextPlace,
  select: (people: readonly PresentPerson[]) => T,
  key: string,
): T {
  const path = placePath(place);
  const cache = useRef<{ people: readonly PresentPerson[]; key: string; json: string; value: T } | null>(null);
  const subscribe = useCallback((changed: () => void) => placesOf(awareness).subscribe(path, changed), [awareness, path]);
  const read = () => {
    const people = placesOf(awareness).at(path);
    const known = cache.current;
    if (known?.people === people && known.key === key) return known.value;
    const value = select(people);
    const json = JSON.stringify(value);
    cache.current = { people, key, json, value: known?.json === json ? known.value : value };
    return cache.current.value;
  };
  return useSyncExternalStore(subscribe, read, read);
}

const nobody: readonly PresentPerson[] = [];

/** The people of one awareness by the place they are at, read once per change however many fields ask. */
class PresencePlaces {
  readonly #awareness: Presence;
  readonly #listeners = new Map<string, Set<() => void>>();
  #people: ReadonlyMap<string, readonly PresentPerson[]> = new Map();

  /** Follows the awareness as long as that lives: a page full of fields asks before the first of them can listen. */
  constructor(awareness: Presence) {
    this.#awareness = awareness;
    this.#people = this.#read();
    awareness.on('change', this.#onChange);
  }

  at(path: string): readonly PresentPerson[] {
    return this.#people.get(path) ?? nobody;
  }

  subscribe(path: string, changed: () => void): () => void {
    const listeners = this.#listeners.get(path) ?? new Set();
    this.#listeners.set(path, listeners.add(changed));
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0 && this.#listeners.get(path) === listeners) this.#listeners.delete(path);
    };
  }

  readonly #onChange = (_change: unknown, origin: unknown): void => {
    // What this person does themselves, at each key for example, is not among it.
    if (origin === 'local') return;
    const before = this.#people;
    const now = this.#read();
    this.#people = now;
    for (const path of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(path) === now.get(path)) continue;
      for (const changed of [...(this.#listeners.get(path) ?? [])]) changed();
    }
  };

  #read(): Map<string, readonly PresentPerson[]> {
    const places = new Map<string, PresentPerson[]>();
    for (const person of presentPeople(this.#awareness)) {
      for (const path of pathsOf(person)) places.set(path, [...(places.get(path) ?? []), person]);
    }
    return new Map([...places].map(([path, people]) => [path, this.#keepIfSame(path, people)]));
  }

  #keepIfSame(path: string, people: readonly PresentPerson[]): readonly PresentPerson[] {
    const known = this.#people.get(path);
    return known !== undefined && JSON.stringify(known) === JSON.stringify(people) ? known : people;
  }
}

/** The places of somebody's carets and selections. Clients may share anything: it is looked at closely where it is used. */
function pathsOf({ states }: PresentPerson): Set<string> {
  const places = states.flatMap(({ cursor, selection }) => [cursor, selection]);
  return new Set(
    places.flatMap((place) =>
      typeof place === 'object' && place !== null ? placePath({ ...place, index: place.index ?? null }) : [],
    ),
  );
}

const stores = new WeakMap<Presence, PresencePlaces>();

function placesOf(awareness: Presence): PresencePlaces {
  const known = stores.get(awareness);
  if (known !== undefined) return known;
  const places = new PresencePlaces(awareness);
  stores.set(awareness, places);
  return places;
}
