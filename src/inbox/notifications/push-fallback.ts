import type { NewNotification } from '../api';
import type { InboxPorts, Stream } from '../ports';
import type { DeliveryRow, DeliveryStore } from './delivery-store';
import { type DeviceRow, kindOf } from './device-store';
import { isShown, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { Shelf } from './shelf';
import type { Ways } from './ways';

/** Why a push is not to go, though it could. */
const unneeded: readonly DeliveryRow['reason'][] = [
  'active-now',
  'mail-instead',
  'expires-first',
  'not-of-type',
  'type-off',
  'muted',
  'channel-off',
  'not-wanted-any-more',
];

/** What is done when a push does not reach its person (PROTOCOL.md K7). */
export class PushFallback {
  constructor(
    private readonly ports: Pick<InboxPorts, 'newId' | 'nowMs'>,
    private readonly stream: Stream,
    private readonly needs: {
      readonly notifications: NotificationStore;
      readonly deliveries: DeliveryStore;
      readonly shelf: Shelf;
      readonly ways: Ways;
    },
  ) {}

  /** A push does not come: shows in the app what was stored there silently, once no push is left that could tell of it. */
  show({ notificationId, reason }: DeliveryRow): void {
    const { notifications, deliveries, shelf } = this.needs;
    const row = notifications.find(notificationId);
    if (row === null || row.readAtMs !== null || row.dismissedAtMs !== null || !isShown(row, this.ports.nowMs())) return;
    const pushes = deliveries.ofNotification(notificationId).filter(({ channel }) => channel === 'push');
    if (pushes.some(({ state }) => state !== 'failed' && state !== 'expired')) return;
    const inApp = deliveries.plans(notificationId).find(({ channel }) => channel === 'in_app');
    if (inApp?.verdict !== 'silent') return;
    const isUnneeded = unneeded.includes(reason);
    if (isUnneeded && !this.#isToldInApp(row)) return;
    const shownFor = isUnneeded ? 'instead-of-push' : 'push-failed';
    deliveries.updatePlan(notificationId, { channel: 'in_app', verdict: 'send', reason: shownFor });
    this.stream.append([shelf.newEvent(row, false)]);
  }

  /** Whether the app would tell of a notification, if it came now. */
  #isToldInApp(row: NotificationRow): boolean {
    return this.needs.ways.of(row).some(({ channel, verdict }) => channel === 'in_app' && verdict === 'send');
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
