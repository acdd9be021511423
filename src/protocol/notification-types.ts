import type { NotificationCategory, NotificationChannel, NotificationPriority } from './notifications';

/** What is so of every notification of a type, unless its sender says otherwise. */
export interface TypeRule {
  readonly category: NotificationCategory;
  readonly priority: NotificationPriority;
  readonly channels: readonly NotificationChannel[];
}

/** The type table (PROTOCOL.md, Z1), in the order in which people are shown it. */
export const typeTable = {
  trip_invited: { category: 'trip', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  role_changed: { category: 'trip', priority: 'normal', channels: ['in_app', 'push'] },
  trip_update: { category: 'trip', priority: 'low', channels: ['in_app'] },
  trip_removed: { category: 'trip', priority: 'normal', channels: ['in_app', 'push'] },
  trip_deleted: { category: 'trip', priority: 'low', channels: ['in_app'] },
  event_invited: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_changed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_cancelled: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_reminder: { category: 'calendar', priority: 'high', channels: ['in_app', 'push'] },
  event_shared: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  event_removed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push'] },
  calendar_shared: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push', 'email'] },
  calendar_removed: { category: 'calendar', priority: 'normal', channels: ['in_app', 'push'] },
  calendar_deleted: { category: 'calendar', priority: 'low', channels: ['in_app'] },
  booking_confirmed: { category: 'booking', priority: 'high', channels: ['in_app', 'push', 'email'] },
  price_alert: { category: 'booking', priority: 'normal', channels: ['in_app', 'push'] },
  payment_failed: { category: 'booking', priority: 'critical', channels: ['in_app', 'push', 'email', 'sms'] },
  device_invalid: { category: 'system', priority: 'normal', channels: ['in_app'] },
  test: { category: 'system', priority: 'normal', channels: ['in_app', 'push', 'email', 'sms'] },
} as const satisfies Readonly<Record<string, TypeRule>>;

/** Types that tell somebody that what they are about is not open to them any more: they lead nowhere. */
export const farewellTypes: ReadonlySet<string> = new Set([
  'trip_removed',
  'trip_deleted',
  'event_removed',
  'calendar_removed',
  'calendar_deleted',
] satisfies readonly (keyof typeof typeTable)[]);

/** A type of the table whose ways a person can choose: a test goes over the channel that it is a test of, and no other. */
export type SettableType = Exclude<keyof typeof typeTable, 'test'>;

/** All of them. */
export const settableTypes = Object.keys(typeTable).filter((type) => type !== 'test') as readonly SettableType[];

/** A type with the channels that it uses as long as its person has no exception for it. */
export interface TypeChannels {
  readonly type: string;
  readonly channels: readonly NotificationChannel[];
}
