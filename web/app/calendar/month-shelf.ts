import type { Client } from '../../react';
import type { EventOccurrence } from '../../react/events';
import type { MonthShelf } from './calendar-model';

type Device = NonNullable<Client['offline']>;

/** A value that is kept on the device. Reading and keeping reject where the device keeps nothing. */
export interface SealedJson<T> {
  read(): Promise<T | null>;
  keep(value: T): Promise<void>;
}

/** Keeps a value of the calendar on the device, encrypted with everything else of this person. */
export function sealedJson<T>(device: Device, name: string): SealedJson<T> {
  const record = device.record(`calendar ${name}`);
  return {
    read: async () => {
      const bytes = await record.read();
      return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
    },
    keep: (value) => record.update(() => new TextEncoder().encode(JSON.stringify(value))),
  };
}

/** Keeps what was seen of months. */
export function monthShelf(device: Device): MonthShelf {
  const record = (month: string) => sealedJson<readonly EventOccurrence[]>(device, month);
  return { read: (month) => record(month).read(), keep: (month, events) => record(month).keep(events) };
}
