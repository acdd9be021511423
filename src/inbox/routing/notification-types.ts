import { type TypeRule, typeTable } from '../../protocol/notification-types';
import type { NotificationCategory, NotificationChannel, NotificationPriority } from '../../protocol/notifications';

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
  const known = Object.hasOwn(typeTable, type) ? typeTable[type as keyof typeof typeTable] : undefined;
  const matters = priority ?? known?.priority ?? 'normal';
  return {
    category: category ?? known?.category ?? 'system',
    priority: matters,
    channels: channels ?? known?.channels ?? channelsOfPriority[matters],
  };
}
