import { describe, expect, it } from 'vitest';
import { typeRuleOf } from '../../../../src/inbox/routing/notification-types';

describe('the type table', () => {
  it.each([
    ['booking_confirmed', 'booking', 'high', ['in_app', 'push', 'email']],
    ['price_alert', 'booking', 'normal', ['in_app', 'push']],
    ['trip_update', 'trip', 'low', ['in_app']],
    ['trip_deleted', 'trip', 'low', ['in_app']],
    ['calendar_deleted', 'calendar', 'low', ['in_app']],
    ['payment_failed', 'booking', 'critical', ['in_app', 'push', 'email', 'sms']],
  ])('[Z1] %s is %s, %s, over %j', (type, category, priority, channels) => {
    expect(typeRuleOf({ type })).toEqual({ category, priority, channels });
  });

  it.each([
    ['low', ['in_app']],
    ['normal', ['in_app', 'push']],
    ['high', ['in_app', 'push']],
    ['critical', ['in_app', 'push', 'email']],
  ] as const)('[Z1] a type that nobody declared uses what fits its priority: %s', (priority, channels) => {
    expect(typeRuleOf({ type: 'gate_changed', priority })).toEqual({ category: 'system', priority, channels });
  });

  it('[Z1] what the sender declares goes before the table', () => {
    const declared = { type: 'trip_update', category: 'task', priority: 'high', channels: ['email'] } as const;
    expect(typeRuleOf(declared)).toEqual({ category: 'task', priority: 'high', channels: ['email'] });
  });

  it.each(['constructor', '__proto__', 'toString'])('[Z1] %s is a type that nobody declared', (type) => {
    expect(typeRuleOf({ type }).channels).toEqual(['in_app', 'push']);
  });
});
