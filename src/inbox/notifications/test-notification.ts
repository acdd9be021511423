import type { NotificationChannel } from '../../protocol/notifications';
import type { NewNotification } from '../api';
import type { InboxPorts, Stream } from '../ports';
import type { PlanReason } from '../routing/route';
import type { Plan } from './deliveries';
import type { DeliveryRow, DeliveryStore } from './delivery-store';
import type { NotificationStore } from './notification-store';
import type { Shelf } from './shelf';

/** It says nothing that is worth keeping. */
const keepMs = 60 * 60 * 1000;

/** What a person sends themselves to see whether a channel works. What cannot go is over at once: only its trace is left. */
export function testNotification(
  { newId, nowMs }: Pick<InboxPorts, 'newId' | 'nowMs'>,
  channel: NotificationChannel,
  obstacle: PlanReason | null,
): NewNotification {
  return {
    id: newId(),
    type: 'test',
    data: { channel },
    image: null,
    actions: [],
    createdAtMs: nowMs(),
    expiresAtMs: nowMs() + (obstacle === null ? keepMs : 0),
    sendAtMs: null,
    dedupeKey: null,
    digestKey: null,
    source: 'inbox',
  };
}

/** It goes over its channel, at once, and the app tells of it only when that is the channel. */
export function testPlans(channel: NotificationChannel, obstacle: PlanReason | null): readonly Plan[] {
  if (channel === 'in_app') return [{ channel, verdict: 'send', reason: 'test', atMs: null }];
  if (obstacle !== null) {
    return (['in_app', channel] as const).map((each) => ({ channel: each, verdict: 'skip', reason: obstacle, atMs: null }));
  }
  return [
    { channel: 'in_app', verdict: 'silent', reason: 'test', atMs: null },
    { channel, verdict: 'send', reason: 'test', atMs: null },
  ];
}

/**
 * Takes a test out of the list when it turns out that nothing of it arrives: a list that has it would say that it did (PROTOCOL.md
 * K10). To be called in a transaction.
 */
export function withdrawTest(
  { nowMs }: Pick<InboxPorts, 'nowMs'>,
  stream: Stream,
  { notifications, deliveries, shelf }: TestNeeds,
  { notificationId, channel }: DeliveryRow,
): void {
  const ofChannel = deliveries.ofNotification(notificationId).filter((each) => each.channel === channel);
  if (ofChannel.some(({ state }) => state !== 'failed' && state !== 'expired')) return;
  notifications.updateExpiry(notificationId, nowMs());
  const row = notifications.find(notificationId);
  if (row !== null) stream.append([shelf.updatedEvent(row)]);
}

interface TestNeeds {
  readonly notifications: NotificationStore;
  readonly deliveries: DeliveryStore;
  readonly shelf: Shelf;
}
