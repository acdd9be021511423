import type { Client } from '../../react';
import type { EventOccurrence } from '../../react/events';
import type { MonthShelf } from './calendar-model';

type Device = NonNullable<Client['offline']>;

/** A value that is kept on the device. Reading and keeping reject where the device keeps nothing. */
export interface SealedJson<T> {
  read(): Promise<T | null>;
  keep(value: T): Promise<void>;
  /** Replaces it by what `change` makes of it, though other tabs write too. */
  update(change: (kept: T | null) => T): Promise<void>;
}

/** Keeps a value of the calendar on the device, encrypted with everything else of this person. */
export function sealedJson<T>(device: Device, name: string): SealedJson<T> {
  const record = device.record(`calendar ${name}`);
  const decode = (bytes: Uint8Array | null) => bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
  const update: SealedJson<T>['update'] = (change) =>
    record.update((kept) => new TextEncoder().encode(JSON.stringify(change(decode(kept)))));
  return { read: async () => decode(await record.read()), keep: (value) => update(() => value), update };
}

/** Keeps what was seen of months. */
export function monthShelf(device: Device): MonthShelf {
  const record = (month: string) => sealedJson<readonly EventOccurrence[]>(device, month);
  return { read: (month) => record(month).read(), keep: (month, events) => record(month).keep(events) };
}
