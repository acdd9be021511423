/** What somebody chose on this device for the calendar: its view, its zone, the calendars that are not shown. */
export type DeviceChoice = 'view' | 'zone' | 'hidden';

const listeners = new Set<() => void>();

export function readChoice(choice: DeviceChoice): string | null {
  return localStorage.getItem(`triptrip.calendar-${choice}`);
}

/** @param value null: as it was before anybody chose */
export function rememberChoice(choice: DeviceChoice, value: string | null): void {
  const name = `triptrip.calendar-${choice}`;
  if (value === null) localStorage.removeItem(name);
  else localStorage.setItem(name, value);
  for (const changed of listeners) changed();
}

export function onChoice(changed: () => void): () => void {
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
  };
}
