import { deliveryLimits } from '../../protocol/limits';
import { farewellTypes } from '../../protocol/notification-types';
import { type InboxDevice, isAppPath, type NotificationView } from '../../protocol/notifications';
import type { MessageContent, OutgoingMessage } from '../channels/channel';
import { textOf } from '../channels/templates/texts';
import type { InboxPorts } from '../ports';
import type { PlanReason } from '../routing/route';
import { begun, isExhausted, settled } from './delivery-outcome';
import type { DeliveryRow, DeliveryStore } from './delivery-store';
import { addressKey, type DeviceRow, type DeviceStore } from './device-store';
import type { Marks } from './marks';
import { isOver, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { Ways } from './ways';

/** What the queue asks of the rest. */
export interface QueueNeeds {
  readonly notifications: NotificationStore;
  readonly deliveries: DeliveryStore;
  readonly devices: DeviceStore;
  readonly marks: Marks;
  readonly ways: Ways;
  readonly viewOf: (row: NotificationRow) => NotificationView;
  readonly unreadCount: () => number;
  /** The notifications that an alert closes at its device. */
  readonly takeAlong: (device: DeviceRow) => readonly string[];
  /** It will not come any more. */
  readonly lost: (delivery: DeliveryRow) => void;
}

/** The deliveries whose time has come (PROTOCOL.md K2, K3). Each is looked at again before it goes: much may have happened. */
export class DeliveryQueue {
  constructor(
    private readonly ports: Pick<InboxPorts, 'person' | 'nowMs' | 'secrets'>,
    private readonly needs: QueueNeeds,
  ) {}

  /**
   * Begins the tries of what is due, as many as may be under way. To be called in a transaction, after which the messages
   * go: a crash in between leaves tries that are given up in a while, and made again.
   */
  begin(): OutgoingMessage[] {
    const { deliveries } = this.needs;
    const nowMs = this.ports.nowMs();
    const messages: OutgoingMessage[] = [];
    let room = deliveryLimits.maxParallel - deliveries.underWay(nowMs);
    while (room > 0) {
      const due = deliveries.due(nowMs, room);
      for (const row of due) {
        const message = this.#beginOne(row, nowMs);
        if (message === null) continue;
        messages.push(message);
        room--;
      }
      if (due.length === 0) break;
    }
    return messages;
  }

  /** When there is something to do next; null for never. */
  nextAtMs(): number | null {
    const { deliveries } = this.needs;
    const isFull = deliveries.underWay(this.ports.nowMs()) >= deliveryLimits.maxParallel;
    return deliveries.nextAtMs({ underWayOnly: isFull });
  }

  /** The message of a delivery; null when it does not go now. Either way it is not due any more. */
  #beginOne(row: DeliveryRow, nowMs: number): OutgoingMessage | null {
    const { notifications, deliveries, devices } = this.needs;
    const notification = notifications.find(row.notificationId);
    if (notification === null) return this.#keep(settled(row, 'expired', 'expired', nowMs));
    const instead = this.#insteadOf(row, notification, nowMs);
    if (instead !== null) return this.#keep(instead);
    const device = row.deviceId === null ? null : devices.find(row.deviceId);
    if (device === null) return this.#keep(settled(row, 'expired', 'device-removed', nowMs));
    if (device.state !== 'active') {
      return this.#keep(settled(row, 'failed', reasonOfState[device.state], nowMs));
    }
    deliveries.update({ ...begun(row, nowMs), addressDigest: this.ports.secrets.digest(addressKey(device.address)) });
    return {
      deliveryId: row.id,
      person: this.ports.person,
      to: device.address,
      content: this.#contentOf(row, notification, this.needs.takeAlong(device)),
      ttlSeconds: ttlSeconds(notification.expiresAtMs, nowMs),
    };
  }

  /** What a delivery is instead of sent now; null when it goes. */
  #insteadOf(row: DeliveryRow, notification: NotificationRow, nowMs: number): DeliveryRow | null {
    if (notification.readAtMs !== null || notification.dismissedAtMs !== null) return settled(row, 'read', 'read', nowMs);
    if (isOver(notification.expiresAtMs, nowMs)) return settled(row, 'expired', 'expired', nowMs);
    // A try that was given up: nobody knows what became of it, so it counts, and the next one is made at once.
    if (isExhausted(row)) return settled(row, 'expired', 'tries-exhausted', nowMs);
    if (row.forced) return null;
    const plan = this.needs.ways.of(notification).find(({ channel }) => channel === row.channel);
    if (plan?.verdict === 'send') return null;
    if (plan?.verdict === 'hold' && plan.atMs !== null) {
      return { ...row, reason: 'quiet-hours', nextAtMs: plan.atMs, updatedAtMs: nowMs };
    }
    // A mail stands in for it only when there is one: that was decided when the notification came.
    if (plan?.reason === 'mail-instead' && !this.#hasMail(row.notificationId)) return null;
    return settled(row, 'expired', plan?.reason ?? 'not-wanted-any-more', nowMs);
  }

  #hasMail(notificationId: string): boolean {
    return this.needs.deliveries.ofNotification(notificationId).some(({ channel }) => channel === 'email');
  }

  #keep(row: DeliveryRow): null {
    this.needs.deliveries.update(row);
    if (row.state === 'failed' || row.state === 'expired') this.needs.lost(row);
    return null;
  }

  #contentOf({ channel }: DeliveryRow, row: NotificationRow, closed: readonly string[]): MessageContent {
    const { language } = this.needs.marks.preferences();
    const { title, body } = textOf({ ...row, title: row.ownTitle, body: row.ownBody }, language, channel);
    return {
      kind: 'alert',
      notificationId: row.id,
      type: row.type,
      title,
      body,
      data: row.data,
      image: row.image,
      actions: this.needs.viewOf(row).actions,
      priority: row.priority,
      url: pathOf(row),
      language,
      unreadCount: this.needs.unreadCount(),
      closed,
    };
  }
}

/** Why nothing goes to an address in this state. */
const reasonOfState = {
  unverified: 'not-verified',
  invalid: 'address-invalid',
  opted_out: 'opted-out',
} as const satisfies Record<Exclude<InboxDevice['state'], 'active'>, PlanReason>;

/** Where in the app a notification leads. */
function pathOf({ type, data, trip }: NotificationRow): string {
  if (farewellTypes.has(type)) return '/';
  const { url } = data;
  if (typeof url === 'string' && isAppPath(url)) return url;
  return trip === null ? '/' : `/trips/${encodeURIComponent(trip)}`;
}

function ttlSeconds(expiresAtMs: number | null, nowMs: number): number {
  const left = expiresAtMs === null ? deliveryLimits.maxTtlSeconds : Math.ceil((expiresAtMs - nowMs) / 1000);
  return Math.min(left, deliveryLimits.maxTtlSeconds);
}
