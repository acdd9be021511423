import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import type { InboxDevice } from '../../protocol/notifications';
import type { DeviceAddress } from '../channels/channel';
import type { InboxPorts } from '../ports';
import type { DeliveryStore } from './delivery-store';
import { type DeviceRow, type DeviceStore, kindOf, placeOf } from './device-store';
import { isoOf } from './iso-time';
import type { NewDevice } from './notification-calls';

/** Where a person can be reached (PROTOCOL.md M8, M9). All of it is to be called in a transaction. */
export class Devices {
  constructor(
    private readonly ports: Pick<InboxPorts, 'nowMs'>,
    private readonly store: DeviceStore,
    private readonly deliveries: DeliveryStore,
  ) {}

  list(): InboxDevice[] {
    return this.store.all().map(deviceView);
  }

  /** Registers a device, or registers it again: then a dead address is taken to be alive. */
  put(id: string, { label, address }: NewDevice): Outcome<InboxDevice> {
    const { store } = this;
    const known = store.find(id);
    const namesake = store.withAddress(address);
    const isNew = known === null && namesake === null;
    if (isNew && store.all().length >= limits.maxDevices) return { ok: false, refusal: { code: 'too-many-devices' } };
    if (namesake !== null && namesake.id !== id) {
      // A browser that lost its id comes with the address it had: nobody is to be told the same thing twice.
      store.remove(namesake.id);
      this.deliveries.moveToDevice(namesake.id, id);
    }
    const nowMs = this.ports.nowMs();
    const createdAtMs = known?.createdAtMs ?? nowMs;
    const device: DeviceRow = { id, label, state: 'active', address, createdAtMs, updatedAtMs: nowMs };
    store.put(device);
    return { ok: true, value: deviceView(device) };
  }

  remove(id: string): Outcome<null> {
    if (this.store.find(id) === null) return { ok: false, refusal: { code: 'not-found' } };
    this.store.remove(id);
    return { ok: true, value: null };
  }
}

function deviceView(device: DeviceRow): InboxDevice {
  return {
    id: device.id,
    kind: kindOf(device),
    label: device.label,
    state: device.state,
    address: masked(device.address),
    created_at: isoOf(device.createdAtMs),
    updated_at: isoOf(device.updatedAtMs),
  };
}

/** An address with its middle left out: its person knows it again, and a screenshot gives nothing away. */
function masked(address: DeviceAddress): string {
  const place = placeOf(address);
  switch (address.kind) {
    case 'web_push':
      return `${new URL(place).host}/…${place.slice(-4)}`;
    case 'email': {
      const at = place.lastIndexOf('@');
      return `${place.slice(0, 1)}…${place.slice(at)}`;
    }
    case 'sms':
      return `${place.slice(0, 3)}…${place.slice(-2)}`;
    default:
      return `…${place.slice(-4)}`;
  }
}
