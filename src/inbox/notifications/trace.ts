import type { DeliveryRow, DeliveryStore } from './delivery-store';
import type { ChannelTrace, NotificationTrace } from './notification-calls';
import type { NotificationRow } from './notification-row';
import type { Scheduled } from './schedule-store';

/** Why a notification went over which channel, why not, or when next (PROTOCOL.md K9). */
export function traceOf({ id, source, sentAtMs, createdAtMs }: NotificationRow, store: DeliveryStore): NotificationTrace {
  const deliveries = store.ofNotification(id);
  return {
    notificationId: id,
    source,
    sentAtMs,
    receivedAtMs: createdAtMs,
    scheduledForMs: null,
    channels: store.plans(id).map(
      ({ channel, verdict, reason }): ChannelTrace => ({
        channel,
        verdict,
        reason,
        deliveries: deliveries.filter((delivery) => delivery.channel === channel).map(deliveryTrace),
      }),
    ),
  };
}

/** When one that waits for its time is told. Its ways are decided then. It says nothing of what it is about. */
export function traceOfScheduled({ dueMs, notification }: Scheduled): NotificationTrace {
  const { id, source, createdAtMs } = notification;
  return { notificationId: id, source, sentAtMs: createdAtMs, receivedAtMs: null, scheduledForMs: dueMs, channels: [] };
}

function deliveryTrace(row: DeliveryRow): ChannelTrace['deliveries'][number] {
  const { id, deviceId, state, reason, tries, error, sentAtMs, updatedAtMs } = row;
  // What is under way has a time too: when its answer is not waited for any longer.
  return { id, deviceId, state, reason, tries, nextTryMs: row.nextAtMs, error, sentAtMs, updatedAtMs };
}
