import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import type { InboxDevice } from '../../protocol/notifications';
import type { DeviceAddress, OutgoingMessage } from '../channels/channel';
import type { InboxPorts } from '../ports';
import type { AddressCodes } from './address-codes';
import type { DeliveryStore } from './delivery-store';
import { type DeviceRow, type DeviceStore, kindOf, placeOf } from './device-store';
import { isoOf } from './iso-time';
import type { NewDevice } from './notification-calls';

const notFound = { ok: false, refusal: { code: 'not-found' } } as const;

/** Where a person can be reached (PROTOCOL.md M8, M9, M14). All of it is to be called in a transaction. */
export class Devices {
  constructor(
    private readonly ports: Pick<InboxPorts, 'nowMs'>,
    private readonly store: DeviceStore,
    private readonly deliveries: DeliveryStore,
    private readonly codes: AddressCodes,
  ) {}

  list(): InboxDevice[] {
    return this.store.all().map((device) => this.#view(device));
  }

  /**
   * Registers a device, or registers it again: then a dead address is taken to be alive, or is to be shown to be its
   * person's once more.
   */
  put(id: string, { label, address }: NewDevice, send: (code: OutgoingMessage) => void): Outcome<InboxDevice> {
    const { store } = this;
    const known = store.find(id);
    const namesake = store.withAddress(address);
    const isNew = known === null && namesake === null;
    if (isNew && store.all().length >= limits.maxDevices) return { ok: false, refusal: { code: 'too-many-devices' } };
    const nowMs = this.ports.nowMs();
    const createdAtMs = known?.createdAtMs ?? nowMs;
    const state = isToBeShown(address, namesake) ? 'unverified' : 'active';
    const device: DeviceRow = { id, label, state, address, createdAtMs, updatedAtMs: nowMs };
    const code = getsCode(address, namesake) ? this.codes.issue(device, false) : null;
    if (code?.ok === false) return code;
    if (known !== null && namesake?.id !== id && code === null) this.codes.forget(id);
    if (namesake !== null && namesake.id !== id) {
      // A browser that lost its id comes with the address it had: nobody is to be told the same thing twice.
      store.remove(namesake.id);
      this.deliveries.moveToDevice(namesake.id, id);
      this.codes.move(namesake.id, id);
    }
    store.put(device);
    if (code !== null) send(code.value);
    return { ok: true, value: this.#view(device) };
  }

  /** Takes the code of an address; of one that needs none (any more) it is not asked. */
  verify(id: string, code: string): Outcome<InboxDevice> {
    const device = this.store.find(id);
    if (device === null) return notFound;
    if (device.state !== 'unverified') return { ok: true, value: this.#view(device) };
    const checked = this.codes.check(id, code);
    if (!checked.ok) return checked;
    const verified: DeviceRow = { ...device, state: 'active', updatedAtMs: this.ports.nowMs() };
    this.store.put(verified);
    return { ok: true, value: this.#view(verified) };
  }

  /** Sends an address another code. */
  sendCode(id: string, send: (code: OutgoingMessage) => void): Outcome<InboxDevice> {
    const device = this.store.find(id);
    if (device === null) return notFound;
    if (device.state !== 'unverified') return { ok: true, value: this.#view(device) };
    const code = this.codes.issue(device, true);
    if (!code.ok) return code;
    send(code.value);
    return { ok: true, value: this.#view(device) };
  }

  /** The digest of the address that `sendCode`, or `put` with this address, would send a code to; null for none. */
  codeTarget(id: string, address: DeviceAddress | null): Outcome<string | null> {
    const device = this.store.find(id);
    if (address === null && device === null) return notFound;
    const waiting = device?.state === 'unverified' ? device.address : null;
    const to = address === null ? waiting : getsCode(address, this.store.withAddress(address)) ? address : null;
    return to === null ? { ok: true, value: null } : this.codes.target(id, to, address === null);
  }

  remove(id: string): Outcome<null> {
    if (this.store.find(id) === null) return notFound;
    this.store.remove(id);
    this.codes.forget(id);
    return { ok: true, value: null };
  }

  #view(device: DeviceRow): InboxDevice {
    return {
      id: device.id,
      kind: kindOf(device),
      label: device.label,
      state: device.state,
      verification: device.state === 'unverified' ? this.codes.stateOf(device.id) : null,
      address: masked(device.address),
      created_at: isoOf(device.createdAtMs),
      updated_at: isoOf(device.updatedAtMs),
    };
  }
}

/** Whether an address is to be shown to be its person's, who has it registered as `known` or not at all. */
function isToBeShown(address: DeviceAddress, known: DeviceRow | null): boolean {
  return needsProof(address) && known?.state !== 'active';
}

/** Whether registering an address sends it a code. One that waits for its code already is sent no other one: `sendCode` does that. */
function getsCode(address: DeviceAddress, known: DeviceRow | null): boolean {
  return isToBeShown(address, known) && known?.state !== 'unverified';
}

/** What anybody could type in; a browser and a phone say themselves where they are. */
function needsProof({ kind }: DeviceAddress): boolean {
  return kind === 'email' || kind === 'sms';
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
