import { z } from '@hono/zod-openapi';
import { fieldLimits } from '../protocol/limits';
import {
  actionFailures,
  actionStyles,
  notificationCategories,
  notificationChannels,
  notificationPriorities,
} from '../protocol/notifications';

/** The shapes of a person's notifications on the wire. */

export const timestamp = z.string().openapi({ format: 'date-time', example: '2026-11-29T09:00:00.000Z' });
export const channel = z.enum(notificationChannels);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const ActionView = z
  .object({
    id: z.string(),
    label: z.string(),
    style: z.enum(actionStyles),
    url: z.string().nullable().openapi({ description: 'Null: the server does something when the button is pressed.' }),
    done_at: timestamp
      .nullable()
      .openapi({ description: 'When it was pressed, once its work is done; null until then, and after it has failed.' }),
    under_way: z.boolean().openapi({ description: 'It was pressed, and its server has not answered yet.' }),
    failure: z.enum(actionFailures).nullable().openapi({
      description: 'Why nothing came of the last press: refused for good, or its server did not answer. It can be pressed again.',
    }),
  })
  .readonly()
  .openapi('NotificationAction');

export const Notification = z
  .object({
    id: z.string().openapi({ format: 'uuid' }),
    type: z.string().openapi({ example: 'booking_confirmed' }),
    category: z.enum(notificationCategories),
    priority: z.enum(notificationPriorities),
    title: z.string(),
    body: z.string(),
    data: z.record(z.string(), z.unknown()).readonly(),
    image: z.string().nullable().openapi({ format: 'uri' }),
    actions: z.array(ActionView).readonly(),
    count: z.int().openapi({ description: 'How many events a digest stands for; 1 for a single one.' }),
    created_at: timestamp,
    shown_at: timestamp.openapi({
      description: 'When it came to the top: created, added to as a digest, or back from a snooze. The list is sorted by it.',
    }),
    expires_at: timestamp.nullable(),
    read_at: timestamp.nullable(),
    dismissed_at: timestamp.nullable(),
    snoozed_until: timestamp.nullable(),
  })
  .readonly()
  .openapi('Notification');

export const unreadCount = z.int().openapi({ description: 'Of all notifications that are there, not of this page.', example: 3 });

export const NotificationList = z
  .object({
    notifications: z.array(Notification).readonly(),
    next_cursor: z.string().nullable().openapi({ description: 'Null at the end.' }),
    unread_count: unreadCount,
  })
  .openapi('NotificationList');

export const NotificationParams = z.object({
  id: z
    .string()
    .regex(uuid, 'must be the id of a notification')
    .openapi({ param: { name: 'id', in: 'path' }, format: 'uuid' }),
});

export const ActionParams = NotificationParams.extend({
  actionId: z
    .string()
    .min(1)
    .max(fieldLimits.maxIdChars)
    .openapi({ param: { name: 'actionId', in: 'path' } }),
});

const DeliveryTrace = z
  .object({
    id: z.string(),
    device_id: z.string().nullable(),
    state: z.enum(['pending', 'sent', 'delivered', 'read', 'failed', 'expired']),
    reason: z.string().openapi({ description: 'Why it is in this state: a word that stays the same.', example: 'will-retry' }),
    tries: z.int(),
    next_try_at: timestamp.nullable(),
    error: z.string().nullable().openapi({
      description: 'What the provider said last. `dev-outbox`: there is none, and in development it stands at /dev/outbox.',
    }),
    sent_at: timestamp.nullable(),
    updated_at: timestamp,
  })
  .readonly();

export const Trace = z
  .object({
    notification_id: z.string(),
    source: z.string().openapi({ description: 'The webhook source, or `api`, `trips` or `inbox`.' }),
    sent_at: timestamp.openapi({ description: 'When its sender made it.' }),
    received_at: timestamp.nullable().openapi({ description: 'Null while it waits for its time.' }),
    scheduled_for: timestamp.nullable().openapi({
      description: 'Its time, while it waits for it; the channels are decided then. Else null.',
    }),
    channels: z
      .array(
        z
          .object({
            channel,
            verdict: z.enum(['send', 'hold', 'silent', 'skip']),
            reason: z.string().openapi({ example: 'quiet-hours' }),
            deliveries: z.array(DeliveryTrace).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .openapi('NotificationTrace');
