import { deliveryLimits } from '../../protocol/limits';
import type { OutgoingMessage, SendOutcome } from '../channels/channel';
import { isVisibleOnly } from '../channels/visible-only';
import type { InboxPorts } from '../ports';
import type { ClosingRow, ClosingStore } from './closing-store';
import { waitMs } from './delivery-outcome';
import type { DeviceRow, DeviceStore } from './device-store';

/** A try without an answer is given up after this time: that of its provider, and a little more. */
const tryMs = deliveryLimits.timeoutMs.push + 15_000;

/** Silent pushes that take away what was read on another device (PROTOCOL.md K8). Nobody misses one that gets lost. */
export class PushClosings {
  constructor(
    private readonly ports: Pick<InboxPorts, 'person' | 'nowMs' | 'newId' | 'timers'>,
    private readonly store: ClosingStore,
    private readonly devices: DeviceStore,
    private readonly unreadCount: () => number,
  ) {}

  /** Takes a shown push away from a device. To be called in a transaction. */
  close(deviceId: string, notificationId: string): void {
    const nowMs = this.ports.nowMs();
    const waiting = this.store.waiting(deviceId);
    const hasRoom = waiting !== null && waiting.closed.length < deliveryLimits.maxClosedPerPush;
    const device = this.devices.find(deviceId);
    const nextAtMs = nowMs + (device !== null && isVisibleOnly(device.address) ? deliveryLimits.waitForAlertMs : 0);
    const row = hasRoom ? waiting : { id: this.ports.newId(), deviceId, closed: [], tries: 0, nextAtMs };
    if (!row.closed.includes(notificationId)) this.store.put({ ...row, closed: [...row.closed, notificationId] });
    this.ports.timers.at('deliveries', row.nextAtMs);
  }

  /** What an alert takes along that is to be closed at a device which no silent push goes to. To be called in a transaction. */
  takeAlong({ id, address }: DeviceRow): readonly string[] {
    const row = isVisibleOnly(address) ? this.store.waiting(id) : null;
    if (row !== null) this.store.remove(row.id);
    return row?.closed ?? [];
  }

  /** Begins a try of those that are due. To be called in a transaction, after which the messages go. */
  begin(): OutgoingMessage[] {
    const nowMs = this.ports.nowMs();
    return this.store.due(nowMs).flatMap((row) => {
      const message = this.#messageOf(row);
      if (message === null || row.tries >= deliveryLimits.maxTries.push) {
        this.store.remove(row.id);
        return [];
      }
      this.store.put({ ...row, tries: row.tries + 1, nextAtMs: nowMs + tryMs });
      return [message];
    });
  }

  /** What became of a try. Answers to which device it went, and when; null when it was none of these. To be called in a transaction. */
  sent(id: string, outcome: SendOutcome): { readonly deviceId: string; readonly sentAtMs: number } | null {
    const row = this.store.find(id);
    if (row === null) return null;
    if (outcome.kind !== 'retry' || row.tries >= deliveryLimits.maxTries.push) this.store.remove(id);
    else this.store.put({ ...row, nextAtMs: this.ports.nowMs() + waitMs(row.tries, outcome.retryAfterMs) });
    return { deviceId: row.deviceId, sentAtMs: row.nextAtMs - tryMs };
  }

  nextAtMs(): number | null {
    return this.store.nextAtMs();
  }

  #messageOf({ id, deviceId, closed }: ClosingRow): OutgoingMessage | null {
    const device = this.devices.find(deviceId);
    if (device === null || device.state !== 'active' || isVisibleOnly(device.address)) return null;
    return {
      deliveryId: id,
      person: this.ports.person,
      to: device.address,
      content: { kind: 'refresh', closed, unreadCount: this.unreadCount() },
      ttlSeconds: deliveryLimits.maxTtlSeconds,
    };
  }
}
