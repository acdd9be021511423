import { useCallback, useRef, useSyncExternalStore } from 'react';
import { type Presence, type PresentPerson, presentPeople } from '../sdk';

/** What a component reads from the others' presence: anything that JSON can hold. */
type Select<T> = (people: readonly PresentPerson[]) => T;

/**
 * Who else is in an open trip. Renders anew when one comes, goes or moves; with `select` only when what it answers
 * changes, so that a row of a list need not follow every caret of the page.
 * @param select must depend on nothing but its argument and on what is named in `key`.
 * @param key changes when `select` would answer something else.
 */
export function usePresence(awareness: Presence): readonly PresentPerson[];
export function usePresence<T>(awareness: Presence, select: Select<T>, key: string): T;
export function usePresence<T>(awareness: Presence, select?: Select<T>, key = ''): T | readonly PresentPerson[] {
  const cache = useRef<{ people: readonly PresentPerson[]; key: string; json: string; value: T } | null>(null);
  const subscribe = useCallback((changed: () => void) => peopleOf(awareness).subscribe(changed), [awareness]);
  const read = (): T | readonly PresentPerson[] => {
    const people = peopleOf(awareness).read();
    if (select === undefined) return people;
    const known = cache.current;
    if (known?.people === people && known.key === key) return known.value;
    const value = select(people);
    const json = JSON.stringify(value);
    cache.current = { people, key, json, value: known?.json === json ? known.value : value };
    return cache.current.value;
  };
  return useSyncExternalStore(subscribe, read, read);
}

/** The people of one awareness, put together once per change however many components ask. */
interface PeopleStore {
  readonly read: () => readonly PresentPerson[];
  readonly subscribe: (changed: () => void) => () => void;
}

const stores = new WeakMap<Presence, PeopleStore>();

function peopleOf(awareness: Presence): PeopleStore {
  const known = stores.get(awareness);
  if (known !== undefined) return known;
  const store = newPeopleStore(awareness);
  stores.set(awareness, store);
  return store;
}

function newPeopleStore(awareness: Presence): PeopleStore {
  const listeners = new Set<() => void>();
  let people: readonly PresentPerson[] | null = null;
  const onChange = (_change: unknown, origin: unknown) => {
    // What this person does themselves, at each key for example, is not among it.
    if (origin === 'local') return;
    people = null;
    for (const changed of listeners) changed();
  };
  return {
    read: () => {
      // Without listeners nobody says when it grows old.
      if (people === null || listeners.size === 0) people = keepIfSame(people, presentPeople(awareness));
      return people;
    },
    subscribe: (changed) => {
      if (listeners.size === 0) awareness.on('change', onChange);
      listeners.add(changed);
      return () => {
        listeners.delete(changed);
        if (listeners.size === 0) awareness.off('change', onChange);
      };
    },
  };
}

function keepIfSame(known: readonly PresentPerson[] | null, people: readonly PresentPerson[]): readonly PresentPerson[] {
  return known !== null && JSON.stringify(known) === JSON.stringify(people) ? known : people;
}
