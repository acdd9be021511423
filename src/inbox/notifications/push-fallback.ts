import type { NewNotification } from '../api';
import type { InboxPorts, Stream } from '../ports';
import type { DeliveryStore } from './delivery-store';
import { type DeviceRow, kindOf } from './device-store';
import { isShown } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { Shelf } from './shelf';

/** What is done when a push does not reach its person (PROTOCOL.md K7). */
export class PushFallback {
  constructor(
    private readonly ports: Pick<InboxPorts, 'newId' | 'nowMs'>,
    private readonly stream: Stream,
    private readonly needs: {
      readonly notifications: NotificationStore;
      readonly deliveries: DeliveryStore;
      readonly shelf: Shelf;
    },
  ) {}

  /** Shows in the app what was stored there silently, once no push is left that could tell of it. */
  show(notificationId: string): void {
    const { notifications, deliveries, shelf } = this.needs;
    const row = notifications.find(notificationId);
    if (row === null || row.readAtMs !== null || row.dismissedAtMs !== null || !isShown(row, this.ports.nowMs())) return;
    const pushes = deliveries.ofNotification(notificationId).filter(({ channel }) => channel === 'push');
    if (pushes.some(({ state }) => state !== 'failed' && state !== 'expired')) return;
    const inApp = deliveries.plans(notificationId).find(({ channel }) => channel === 'in_app');
    // A test of a push is about the push.
    if (inApp?.verdict !== 'silent' || pushes.some(({ forced }) => forced)) return;
    deliveries.updatePlan(notificationId, { channel: 'in_app', verdict: 'send', reason: 'push-failed' });
    this.stream.append([shelf.newEvent(row, false)]);
  }

  /** Asks the person to register a dead address again, in the app. */
  noticeOf(device: DeviceRow): NewNotification {
    return {
      id: this.ports.newId(),
      type: 'device_invalid',
      data: { device_id: device.id, device_label: device.label, device_kind: kindOf(device) },
      image: null,
      actions: [],
      createdAtMs: this.ports.nowMs(),
      expiresAtMs: null,
      sendAtMs: null,
      // Once for each time it was registered.
      dedupeKey: `device_invalid:${device.id}:${device.updatedAtMs}`,
      digestKey: null,
      source: 'inbox',
    };
  }
}
