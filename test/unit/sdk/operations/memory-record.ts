import type { DeviceRecord } from '../../../../web/sdk/operations/operation-store';

/** What a device keeps, as long as the test lasts. */
export class MemoryRecord implements DeviceRecord {
  #value: Uint8Array | null = null;

  async read(): Promise<Uint8Array | null> {
    return this.#value;
  }

  async update(change: (current: Uint8Array | null) => Uint8Array<ArrayBuffer>): Promise<void> {
    this.#value = change(this.#value);
  }
}
