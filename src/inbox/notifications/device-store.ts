import type { DeviceKind, InboxDevice } from '../../protocol/notifications';
import type { DeviceAddress } from '../channels/channel';
import type { Sql } from '../sql';

/** A device as the inbox keeps it. Times are ms since the epoch. */
export interface DeviceRow {
  readonly id: string;
  readonly label: string;
  readonly state: InboxDevice['state'];
  readonly address: DeviceAddress;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

interface StoredDevice {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly state: string;
  readonly address: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The devices of a person. Each address is there once. */
export class DeviceStore {
  /** As they are stored; null when they have not been read. Every notification asks for them. */
  #all: readonly DeviceRow[] | null = null;

  constructor(private readonly sql: Sql) {}

  /** A step failed: what is in memory may be ahead of what is stored. */
  forget(): void {
    this.#all = null;
  }

  /** In the order in which they were registered. */
  all(): readonly DeviceRow[] {
    this.#all ??= this.sql.rows<StoredDevice>('SELECT * FROM devices ORDER BY position').map(deviceOf);
    return this.#all;
  }

  find(id: string): DeviceRow | null {
    const [stored] = this.sql.rows<StoredDevice>('SELECT * FROM devices WHERE id = ?', id);
    return stored === undefined ? null : deviceOf(stored);
  }

  /** The device with an address. */
  withAddress(address: DeviceAddress): DeviceRow | null {
    const [stored] = this.sql.rows<StoredDevice>('SELECT * FROM devices WHERE address_key = ?', addressKey(address));
    return stored === undefined ? null : deviceOf(stored);
  }

  put({ id, label, state, address, createdAtMs, updatedAtMs }: DeviceRow): void {
    this.forget();
    this.sql.rows(
      `INSERT INTO devices (id, address_key, kind, label, state, address, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET address_key = excluded.address_key, kind = excluded.kind, label = excluded.label,
         state = excluded.state, address = excluded.address, updated_at = excluded.updated_at`,
      ...[id, addressKey(address), address.kind, label, state, JSON.stringify(address), createdAtMs, updatedAtMs],
    );
  }

  setState(id: string, state: InboxDevice['state'], atMs: number): void {
    this.forget();
    this.sql.rows('UPDATE devices SET state = ?, updated_at = ? WHERE id = ?', state, atMs, id);
  }

  remove(id: string): void {
    this.forget();
    this.sql.rows('DELETE FROM devices WHERE id = ?', id);
  }
}

/** What makes an address the same as another one. The keys of a web push subscription may change, its endpoint may not. */
export function addressKey(address: DeviceAddress): string {
  return `${address.kind}:${placeOf(address)}`;
}

/** The part of an address that says where it is. */
export function placeOf(address: DeviceAddress): string {
  switch (address.kind) {
    case 'web_push':
      return address.endpoint;
    case 'fcm':
    case 'apns':
      return address.token;
    case 'email':
      return address.email.toLowerCase();
    case 'sms':
      return address.number;
  }
}

function deviceOf(stored: StoredDevice): DeviceRow {
  return {
    id: stored.id,
    label: stored.label,
    state: stored.state as InboxDevice['state'],
    address: JSON.parse(stored.address),
    createdAtMs: stored.created_at,
    updatedAtMs: stored.updated_at,
  };
}

/** The kind of a device: that of its address. */
export function kindOf({ address }: Pick<DeviceRow, 'address'>): DeviceKind {
  return address.kind;
}
