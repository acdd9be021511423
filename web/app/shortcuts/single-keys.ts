import { useSyncExternalStore } from 'react';

const storageKey = 'triptrip.single-keys';
const listeners = new Set<() => void>();

/** Whether shortcuts of keys that also type are on, as this device remembers it. */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

/** The same for a component, with the switch. */
export function useSingleKeys(): { on: boolean; setOn: (on: boolean) => void } {
  const on = useSyncExternalStore(subscribe, areSingleKeysOn, areSingleKeysOn);
  return { on, setOn };
}

function setOn(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off');
  for (const changed of listeners) changed();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
  };
}
