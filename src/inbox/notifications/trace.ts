import type { DeliveryRow, DeliveryStore } from './delivery-store';
import type { ChannelTrace, NotificationTrace } from './notification-calls';
import type { NotificationRow } from './notification-row';

/** Why a notification went over which channel, why not, or when next (PROTOCOL.md K9). */
export function traceOf({ id, source, sentAtMs, createdAtMs }: NotificationRow, store: DeliveryStore): NotificationTrace {
  const deliveries = store.ofNotification(id);
  return {
    notificationId: id,
    source,
    sentAtMs,
    receivedAtMs: createdAtMs,
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

function deliveryTrace(row: DeliveryRow): ChannelTrace['deliveries'][number] {
  const { id, deviceId, state, reason, tries, error, sentAtMs, updatedAtMs } = row;
  // What is under way has a time too: when its answer is not waited for any longer.
  return { id, deviceId, state, reason, tries, nextTryMs: row.nextAtMs, error, sentAtMs, updatedAtMs };
}
