import type { NotificationCategory, NotificationChannel, NotificationPriority } from '../../protocol/notifications';

/** What is so of every notification of a type, unless its sender says otherwise. */
export interface TypeRule {
  readonly category: NotificationCategory;
  readonly priority: NotificationPriority;
  readonly channels: readonly NotificationChannel[];
}

/** The type table (PROTOCOL.md, Z1). */
export const typeTable: Readonly<Record<string, TypeRule>> = {
  booking_confirmed: { category: 'booking', priority: 'high', channels: ['in_app', 'push', 'email'] },
  price_alert: { category: 'booking', priority: 'normal', channels: ['in_app', 'push'] },
  payment_failed: { category: 'booking', priority: 'critical', channels: ['in_app', 'push', 'email', 'sms'] },
  trip_update: { category: 'trip', priority: 'low', channels: ['in_app'] },
  trip_invited: { category: 'trip', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  role_changed: { category: 'trip', priority: 'normal', channels: ['in_app', 'push'] },
  trip_removed: { category: 'trip', priority: 'normal', channels: ['in_app', 'push'] },
  event_invited: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_changed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_cancelled: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_reminder: { category: 'calendar', priority: 'high', channels: ['in_app', 'push'] },
  event_shared: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_removed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push'] },
  calendar_shared: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  calendar_removed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push'] },
  device_invalid: { category: 'system', priority: 'normal', channels: ['in_app'] },
  test: { category: 'system', priority: 'normal', channels: ['in_app', 'push', 'email', 'sms'] },
};

/** What a type that nobody declared uses, by how much the notification matters. An SMS costs, so it has to be declared. */
export const channelsOfPriority: Readonly<Record<NotificationPriority, readonly NotificationChannel[]>> = {
  low: ['in_app'],
  normal: ['in_app', 'push'],
  high: ['in_app', 'push'],
  critical: ['in_app', 'push', 'email'],
};

/** What the sender of a notification says about its type; what is absent, the table says. */
export interface DeclaredType {
  readonly type: string;
  readonly category?: NotificationCategory;
  readonly priority?: NotificationPriority;
  readonly channels?: readonly NotificationChannel[];
}

/** The rule for one notification: its sender's word, else the table's, else what fits its priority. */
export function typeRuleOf({ type, category, priority, channels }: DeclaredType): TypeRule {
  const known = Object.hasOwn(typeTable, type) ? typeTable[type] : undefined;
  const matters = priority ?? known?.priority ?? 'normal';
  return {
    category: category ?? known?.category ?? 'system',
    priority: matters,
    channels: channels ?? known?.channels ?? channelsOfPriority[matters],
  };
}
