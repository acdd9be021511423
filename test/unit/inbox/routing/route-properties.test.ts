import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeRuleOf } from '../../../../src/inbox/routing/notification-types';
import type { RoutedNotification, RoutingContext } from '../../../../src/inbox/routing/route';
import { kindsOfChannel, planReasons, route } from '../../../../src/inbox/routing/route';
import { typeTable } from '../../../../src/protocol/notification-types';
import { deviceKinds, notificationChannels, notificationPriorities } from '../../../../src/protocol/notifications';

/** Zones whose clocks change in different months, by an hour or by half of one, at night or at midnight, and one where they never do. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Africa/Cairo',
  'America/Santiago',
  'Asia/Tokyo',
];
const minuteMs = 60_000;

const channel = fc.constantFrom(...notificationChannels);
const clock = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
const type = fc.constantFrom(...Object.keys(typeTable), 'gate_changed');

const preferences = fc.record({
  language: fc.constantFrom('ja' as const, 'en' as const),
  time_zone: fc.constantFrom(...zones),
  quiet_hours: fc.record({ enabled: fc.boolean(), from: clock, to: clock }),
  channels: fc.record({ in_app: fc.boolean(), push: fc.boolean(), email: fc.boolean(), sms: fc.boolean() }),
  types: fc.dictionary(type, fc.uniqueArray(channel), { maxKeys: 3 }),
});

const device = fc.record({
  kind: fc.constantFrom(...deviceKinds),
  state: fc.constantFrom('active' as const, 'invalid' as const, 'opted_out' as const),
});

const scene = fc
  .record({
    type,
    priority: fc.option(fc.constantFrom(...notificationPriorities), { nil: undefined }),
    preferences,
    presence: fc.constantFrom('active' as const, 'idle' as const, 'away' as const),
    devices: fc.array(device, { maxLength: 5 }),
    // Whole minutes of two years, so that the oracle's clock can be read by the minute.
    nowMs: fc.integer({ min: 0, max: 2 * 365 * 24 * 60 }).map((minute) => Date.parse('2026-01-01T00:00:00Z') + minute * minuteMs),
    inactive: fc.boolean(),
  })
  .map(({ type: name, priority, ...rest }): { notification: RoutedNotification; context: RoutingContext } => {
    const typeRule = typeRuleOf(priority === undefined ? { type: name } : { type: name, priority });
    return { notification: { type: name, priority: typeRule.priority, expiresAtMs: null }, context: { ...rest, typeRule } };
  });

/** Whether the clock on the person's wall shows a quiet minute, asked of the platform and not of the code under test. */
function isQuiet({ preferences: { quiet_hours: hours, time_zone: timeZone } }: RoutingContext, ms: number): boolean {
  if (!hours.enabled || hours.from === hours.to) return false;
  const wall = clockOf(timeZone).format(ms);
  return hours.from < hours.to ? wall >= hours.from && wall < hours.to : wall >= hours.from || wall < hours.to;
}

/** Whether every fifth minute of a time is quiet, and the last one. */
function isQuietFrom(context: RoutingContext, fromMs: number, toMs: number): boolean {
  for (let ms = fromMs; ms < toMs; ms += 5 * minuteMs) if (!isQuiet(context, ms)) return false;
  return fromMs === toMs || isQuiet(context, toMs - minuteMs);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, format);
  return format;
}

function hasAddress({ devices }: RoutingContext, name: (typeof notificationChannels)[number]): boolean {
  return devices.some(({ kind, state }) => state === 'active' && kindsOfChannel[name].includes(kind));
}

describe('the ways of any notification', () => {
  it('[Z2] are one plan for each channel, with a reason of the list', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        const plans = route(notification, context);
        expect(plans.map((plan) => plan.channel).toSorted()).toEqual(notificationChannels.toSorted());
        for (const { reason } of plans) expect(planReasons).toContain(reason);
      }),
    );
  });

  it('[Z5] critical always goes, over every channel of its type that has an address', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        const plans = route({ ...notification, priority: 'critical' }, context);
        for (const { channel: name, verdict } of plans) {
          const reachable = name === 'in_app' || hasAddress(context, name);
          if (context.typeRule.channels.includes(name) && reachable) expect(verdict).toBe('send');
        }
        expect(plans.find(({ channel: name }) => name === 'in_app')?.verdict).toBe('send');
      }),
    );
  });

  it('[Z6] nothing goes where there is no address', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        for (const { channel: name, verdict } of route(notification, context)) {
          if (name !== 'in_app' && !hasAddress(context, name)) expect(verdict).toBe('skip');
        }
      }),
    );
  });

  it('[Z3] what is not critical goes over no channel that is switched off', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        fc.pre(notification.priority !== 'critical');
        for (const { channel: name, verdict } of route(notification, context)) {
          if (!context.preferences.channels[name]) expect(['skip', 'silent']).toContain(verdict);
        }
      }),
    );
  });

  it('[Z4] in quiet hours only mail goes, and outside of them nothing is held', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        fc.pre(notification.priority !== 'critical');
        const quiet = isQuiet(context, context.nowMs);
        for (const { channel: name, verdict } of route(notification, context)) {
          if (quiet && name !== 'email') expect(verdict).not.toBe('send');
          if (!quiet) expect(verdict).not.toBe('hold');
        }
      }),
    );
  });

  it('[Z4] what is held goes at the first moment after the quiet hours, whatever the clocks do', () => {
    fc.assert(
      fc.property(scene, ({ notification, context }) => {
        for (const { atMs } of route(notification, context)) {
          if (atMs === null) continue;
          expect(isQuiet(context, atMs)).toBe(false);
          expect(isQuietFrom(context, context.nowMs, atMs)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('quiet hours in the nights when the clocks change', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z'],
    ['America/New_York', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Pacific/Auckland', '2026-09-26T14:00:00Z'],
    ['America/Santiago', '2026-09-06T04:00:00Z'],
  ])('[Z4] hold until they end, in %s around %s', (zone, change) => {
    const around = fc.integer({ min: -18 * 60, max: 18 * 60 }).map((minutes) => Date.parse(change) + minutes * minuteMs);
    fc.assert(
      fc.property(scene, around, ({ context }, nowMs) => {
        const quietHours = { ...context.preferences.quiet_hours, enabled: true };
        const there = {
          ...context,
          nowMs,
          inactive: false,
          presence: 'away' as const,
          devices: [{ kind: 'sms' as const, state: 'active' as const }],
          preferences: {
            ...context.preferences,
            time_zone: zone,
            quiet_hours: quietHours,
            channels: { in_app: true, push: true, email: true, sms: true },
            types: {},
          },
          typeRule: { category: 'trip' as const, priority: 'high' as const, channels: ['sms' as const] },
        };
        const sms = route({ type: 'gate_changed', priority: 'high', expiresAtMs: null }, there).find(
          (plan) => plan.channel === 'sms',
        );
        expect(sms?.verdict).toBe(isQuiet(there, nowMs) ? 'hold' : 'send');
        const endMs = sms?.atMs ?? nowMs;
        expect(isQuietFrom(there, nowMs, endMs)).toBe(true);
        if (endMs > nowMs) expect(isQuiet(there, endMs)).toBe(false);
      }),
    );
  });
});
