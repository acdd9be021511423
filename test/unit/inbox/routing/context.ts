import { type DeclaredType, typeRuleOf } from '../../../../src/inbox/routing/notification-types';
import { type ChannelPlan, type RoutingContext, route } from '../../../../src/inbox/routing/route';
import type { DeviceKind, InboxPreferences, NotificationChannel } from '../../../../src/protocol/notifications';

/** Noon in UTC on a Wednesday. */
export const noonMs = Date.parse('2026-05-06T12:00:00Z');

export const defaultPreferences: InboxPreferences = {
  language: 'en',
  time_zone: 'UTC',
  quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
  channels: { in_app: true, push: true, email: true, sms: true },
  types: {},
};

export const everyDevice: RoutingContext['devices'] = (['web_push', 'email', 'sms'] as const satisfies DeviceKind[]).map(
  (kind) => ({
    kind,
    state: 'active',
  }),
);

/** The plans of a notification by channel, for somebody who can be reached in every way and is not here, unless said otherwise. */
export function plansOf(
  notification: DeclaredType & { readonly expiresAtMs?: number },
  context: Partial<Omit<RoutingContext, 'preferences'>> & { readonly preferences?: Partial<InboxPreferences> } = {},
): Record<NotificationChannel, ChannelPlan> {
  return Object.fromEntries(plannedOf(notification, context).map((plan) => [plan.channel, plan])) as Record<
    NotificationChannel,
    ChannelPlan
  >;
}

/** As {@link plansOf}, in the order in which they go. */
export function plannedOf(...[notification, context = {}]: Parameters<typeof plansOf>): ChannelPlan[] {
  const typeRule = typeRuleOf(notification);
  return route(
    { type: notification.type, priority: typeRule.priority, expiresAtMs: notification.expiresAtMs ?? null },
    {
      presence: 'away',
      devices: everyDevice,
      nowMs: noonMs,
      inactive: false,
      typeRule,
      ...context,
      preferences: { ...defaultPreferences, ...context.preferences },
    },
  );
}

/** `verdict reason` of each channel. */
export function summaryOf(...parameters: Parameters<typeof plansOf>): Record<string, string> {
  return Object.fromEntries(plannedOf(...parameters).map(({ channel, verdict, reason }) => [channel, `${verdict} ${reason}`]));
}
