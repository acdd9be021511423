import type { TypeRule } from '../../protocol/notification-types';
import {
  type DeviceKind,
  type InboxDevice,
  type InboxPreferences,
  type NotificationChannel,
  type NotificationPriority,
  notificationChannels,
} from '../../protocol/notifications';
import { channelsOfPriority } from './notification-types';
import { quietUntil } from './quiet-hours';

/** Why a channel is used, waits, or is not used. The trace of a notification shows these words. */
export const planReasons = [
  /** The type uses this channel. */
  'by-type',
  /** The person chose this channel for the type. */
  'chosen',
  /** Critical: it goes over this channel, whatever the type and the preferences say. */
  'critical',
  /** It is of other channels, and none of them has an address. */
  'only-way',
  /** Somebody who was not here for long gets a mail where others get a push. */
  'inactive',
  'quiet-hours',
  /** It will have expired when the quiet hours end. */
  'expires-first',
  'not-of-type',
  /** The person left this channel out for the type, … */
  'type-off',
  /** … or all of them … */
  'muted',
  /** … or this channel for every type. */
  'channel-off',
  'no-address',
  /** There is one, but nobody has shown yet that it is the person's. */
  'not-verified',
  'address-invalid',
  'opted-out',
  /** The person is in front of the app and sees it there. */
  'active-now',
  /** It goes by mail, because the person was not here for long. */
  'mail-instead',
] as const;
export type PlanReason = (typeof planReasons)[number];

/** What is done about one channel. */
export interface ChannelPlan {
  readonly channel: NotificationChannel;
  /** `hold`: send at `atMs`, after routing again; `silent` (in-app only): stored, without telling anybody. */
  readonly verdict: 'send' | 'hold' | 'silent' | 'skip';
  readonly reason: PlanReason;
  /** When a held one goes, ms since the epoch; null otherwise. */
  readonly atMs: number | null;
}

/** The part of a notification that decides over its ways. */
export interface RoutedNotification {
  readonly type: string;
  readonly priority: NotificationPriority;
  /** Ms since the epoch; null for never. */
  readonly expiresAtMs: number | null;
}

/** All that the ways of a notification depend on besides itself. */
export interface RoutingContext {
  readonly preferences: InboxPreferences;
  /** From `typeRuleOf`. */
  readonly typeRule: TypeRule;
  /** What the person does now. */
  readonly presence: 'active' | 'idle' | 'away';
  readonly devices: readonly Pick<InboxDevice, 'kind' | 'state'>[];
  readonly nowMs: number;
  /** Whether the person had no session for `inactiveAfterMs`. */
  readonly inactive: boolean;
}

/** Somebody without a session for this long is reached by mail first. */
export const inactiveAfterMs = 14 * 24 * 60 * 60 * 1000;

/** The kinds of address that a channel uses. */
export const kindsOfChannel: Readonly<Record<NotificationChannel, readonly DeviceKind[]>> = {
  in_app: [],
  push: ['web_push', 'fcm', 'apns'],
  email: ['email'],
  sms: ['sms'],
};

/** Those that need an address. */
const outsideChannels = ['push', 'email', 'sms'] as const satisfies readonly NotificationChannel[];
type OutsideChannel = (typeof outsideChannels)[number];

/**
 * The ways of a notification: one plan for each channel, in the order in which they go (PROTOCOL.md, Z2 to Z8). Pure: the
 * same arguments, the same plans.
 */
export function route(notification: RoutedNotification, context: RoutingContext): ChannelPlan[] {
  const quietEndMs = quietUntil(context.preferences.quiet_hours, context.preferences.time_zone, context.nowMs);
  const facts: Facts = {
    ...context,
    notification,
    quietEndMs: notification.priority === 'critical' ? null : quietEndMs,
  };
  const plans = notificationChannels.map((channel) => (channel === 'in_app' ? planInApp(facts) : planOf(channel, facts)));
  return context.inactive ? mailFirst(plans) : plans;
}

interface Facts extends RoutingContext {
  readonly notification: RoutedNotification;
  /** Null when they do not matter now. */
  readonly quietEndMs: number | null;
}

interface Wish {
  readonly used: boolean;
  readonly reason: PlanReason;
}

function planInApp(facts: Facts): ChannelPlan {
  const wish = wishForApp(facts);
  if (!wish.used) return plan('in_app', 'silent', wish.reason);
  if (facts.quietEndMs !== null) return plan('in_app', 'silent', 'quiet-hours');
  return plan('in_app', 'send', wish.reason);
}

function planOf(channel: OutsideChannel, facts: Facts): ChannelPlan {
  const wish = wishOutside(channel, facts);
  if (!wish.used) return plan(channel, 'skip', wish.reason);
  const missing = missingAddress(channel, facts.devices);
  if (missing !== null) return plan(channel, 'skip', missing);
  const instead = channel === 'push' ? insteadOfPush(facts) : null;
  if (instead !== null) return plan(channel, 'skip', instead);
  if (channel === 'email' || facts.quietEndMs === null) return plan(channel, 'send', wish.reason);
  const { expiresAtMs } = facts.notification;
  if (expiresAtMs !== null && expiresAtMs <= facts.quietEndMs) return plan(channel, 'skip', 'expires-first');
  return plan(channel, 'hold', 'quiet-hours', facts.quietEndMs);
}

function plan(
  channel: NotificationChannel,
  verdict: ChannelPlan['verdict'],
  reason: PlanReason,
  atMs: number | null = null,
): ChannelPlan {
  return { channel, verdict, reason, atMs };
}

/** Whether type and preferences want this channel, addresses aside. */
function wishFor(channel: NotificationChannel, { notification, typeRule, preferences }: Facts): Wish {
  const ofType = typeRule.channels.includes(channel);
  const chosen = chosenFor(notification.type, preferences);
  const wanted = chosen === null ? ofType : chosen.includes(channel);
  const open = preferences.channels[channel];
  if (wanted && open) return { used: true, reason: ofType ? 'by-type' : 'chosen' };
  const critical = ofType || channelsOfPriority.critical.includes(channel);
  if (notification.priority === 'critical' && critical) return { used: true, reason: 'critical' };
  if (wanted) return { used: false, reason: 'channel-off' };
  if (chosen?.length === 0) return { used: false, reason: 'muted' };
  return { used: false, reason: ofType ? 'type-off' : 'not-of-type' };
}

/** The person's exception for a type; null when there is none. */
function chosenFor(type: string, { types }: InboxPreferences): readonly NotificationChannel[] | null {
  return Object.hasOwn(types, type) ? (types[type] ?? null) : null;
}

/** The app also tells of what would go over other channels, if none of them leads anywhere: else nobody would hear of it. */
function wishForApp(facts: Facts): Wish {
  const wish = wishFor('in_app', facts);
  if (wish.used || !facts.preferences.channels.in_app || chosenFor(facts.notification.type, facts.preferences) !== null)
    return wish;
  const wanted = outsideChannels.filter((channel) => wishOutside(channel, facts).used);
  const isNowhere = wanted.length > 0 && wanted.every((channel) => missingAddress(channel, facts.devices) !== null);
  return isNowhere ? { used: true, reason: 'only-way' } : wish;
}

function wishOutside(channel: OutsideChannel, facts: Facts): Wish {
  return channel === 'email' ? wishForMail(facts) : wishFor(channel, facts);
}

/** Mail is also what stands in for a push, unless the person said for this type what they want. */
function wishForMail(facts: Facts): Wish {
  const wish = wishFor('email', facts);
  if (wish.used || !facts.inactive || !facts.preferences.channels.email) return wish;
  const byType = chosenFor(facts.notification.type, facts.preferences) === null;
  return byType && wishFor('push', facts).used ? { used: true, reason: 'inactive' } : wish;
}

/** Why a push would be too much; null when it is not. */
function insteadOfPush(facts: Facts): PlanReason | null {
  const { priority } = facts.notification;
  if (priority === 'high' || priority === 'critical') return null;
  // In the quiet hours it is held: whoever is awake now may be asleep, or have read it, when they end.
  if (facts.presence === 'active' && planInApp(facts).verdict === 'send') return 'active-now';
  const byMail = facts.inactive && wishForMail(facts).used && missingAddress('email', facts.devices) === null;
  return byMail ? 'mail-instead' : null;
}

/** Why a channel has no address to use; null when it has one. */
export function missingAddress(channel: NotificationChannel, devices: RoutingContext['devices']): PlanReason | null {
  const states = devices.filter(({ kind }) => kindsOfChannel[channel].includes(kind)).map(({ state }) => state);
  if (states.includes('active')) return null;
  if (states.includes('unverified')) return 'not-verified';
  if (states.includes('opted_out')) return 'opted-out';
  return states.includes('invalid') ? 'address-invalid' : 'no-address';
}

function mailFirst(plans: readonly ChannelPlan[]): ChannelPlan[] {
  const order: readonly NotificationChannel[] = ['in_app', 'email', 'push', 'sms'];
  return plans.toSorted((a, b) => order.indexOf(a.channel) - order.indexOf(b.channel));
}
