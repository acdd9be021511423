import { describe, expect, it } from 'vitest';
import { everyDevice, noonMs, plannedOf, plansOf, summaryOf } from './context';

const nightMs = Date.parse('2026-05-06T23:30:00Z');
const morningMs = Date.parse('2026-05-07T07:00:00Z');

describe('the ways of a notification', () => {
  it('[Z2] every channel gets a plan, those of the type are used', () => {
    expect(summaryOf({ type: 'price_alert' })).toEqual({
      in_app: 'send by-type',
      push: 'send by-type',
      email: 'skip not-of-type',
      sms: 'skip not-of-type',
    });
  });

  it('[Z3] a channel that is switched off is not used', () => {
    const channels = { in_app: false, push: false, email: true, sms: true };
    expect(summaryOf({ type: 'booking_confirmed' }, { preferences: { channels } })).toMatchObject({
      in_app: 'silent channel-off',
      push: 'skip channel-off',
      email: 'send by-type',
    });
  });

  it('[Z3] the exceptions of a type take the place of its channels', () => {
    const types = { booking_confirmed: ['email', 'sms'] } as const;
    expect(summaryOf({ type: 'booking_confirmed' }, { preferences: { types } })).toEqual({
      in_app: 'silent type-off',
      push: 'skip type-off',
      email: 'send by-type',
      sms: 'send chosen',
    });
  });

  it('[Z3] a muted type is stored and told to nobody', () => {
    expect(summaryOf({ type: 'booking_confirmed' }, { preferences: { types: { booking_confirmed: [] } } })).toEqual({
      in_app: 'silent muted',
      push: 'skip muted',
      email: 'skip muted',
      sms: 'skip muted',
    });
  });

  it.each(['push', 'email', 'sms'] as const)(
    '[Z3] what goes by %s alone is told in the app where there is no address',
    (channel) => {
      const alone = { type: 'gate_changed', channels: [channel] };
      expect(summaryOf(alone).in_app).toBe('silent not-of-type');
      const devices = everyDevice.map(({ kind }) => ({ kind, state: 'invalid' as const }));
      for (const context of [{ devices }, { devices: [] }]) {
        expect(summaryOf(alone, context).in_app).toBe('send only-way');
        expect(summaryOf(alone, { ...context, nowMs: nightMs }).in_app).toBe('silent quiet-hours');
      }
    },
  );

  it('[Z3] what goes by several channels is told in the app when none of them has an address', () => {
    const both = { type: 'gate_changed', channels: ['push', 'email'] } as const;
    expect(summaryOf(both, { devices: [] }).in_app).toBe('send only-way');
    expect(summaryOf(both, { devices: [{ kind: 'email', state: 'active' }] }).in_app).toBe('silent not-of-type');
    expect(summaryOf({ ...both, channels: [] }, { devices: [] }).in_app).toBe('silent not-of-type');
  });

  it.each([
    ['they switched the channel off', { channels: { in_app: true, push: false, email: true, sms: true } }],
    ['they switched the app off', { channels: { in_app: false, push: true, email: true, sms: true } }],
    ['they have an exception for the type', { types: { gate_changed: ['push'] as const } }],
    ['they muted the type', { types: { gate_changed: [] } }],
  ])('[Z3] what goes by push alone stays silent without a device when %s', (_, preferences) => {
    const alone = { type: 'gate_changed', channels: ['push'] } as const;
    expect(summaryOf(alone, { devices: [], preferences }).in_app).toMatch(/^silent /);
  });

  it('[Z4] quiet hours hold push and SMS until they end; in the app it is silent, and mail goes', () => {
    const declared = { type: 'gate_changed', channels: ['in_app', 'push', 'email', 'sms'] } as const;
    const plans = plansOf(declared, { nowMs: nightMs });
    expect(plans.in_app).toMatchObject({ verdict: 'silent', reason: 'quiet-hours', atMs: null });
    expect(plans.push).toMatchObject({ verdict: 'hold', reason: 'quiet-hours', atMs: morningMs });
    expect(plans.sms).toMatchObject({ verdict: 'hold', reason: 'quiet-hours', atMs: morningMs });
    expect(plans.email).toMatchObject({ verdict: 'send', atMs: null });
  });

  it('[Z4] what expires before the quiet hours end is not held', () => {
    expect(summaryOf({ type: 'price_alert', expiresAtMs: morningMs }, { nowMs: nightMs }).push).toBe('skip expires-first');
    expect(summaryOf({ type: 'price_alert', expiresAtMs: morningMs + 1 }, { nowMs: nightMs }).push).toBe('hold quiet-hours');
  });

  it('[Z5] critical goes, in quiet hours, over switched-off channels and for a muted type', () => {
    const preferences = {
      channels: { in_app: false, push: false, email: false, sms: false },
      types: { payment_failed: [] },
    };
    expect(summaryOf({ type: 'payment_failed' }, { preferences, nowMs: nightMs })).toEqual({
      in_app: 'send critical',
      push: 'send critical',
      email: 'send critical',
      sms: 'send critical',
    });
  });

  it('[Z5] a type that is usually less goes further when it is critical', () => {
    expect(summaryOf({ type: 'trip_update', priority: 'critical' })).toEqual({
      in_app: 'send by-type',
      push: 'send critical',
      email: 'send critical',
      sms: 'skip not-of-type',
    });
  });

  it.each([
    ['opted_out', 'opted-out'],
    ['invalid', 'address-invalid'],
  ] as const)('[Z6] an address that is %s gets nothing, however critical', (state, reason) => {
    const devices = everyDevice.map(({ kind }) => ({ kind, state }));
    expect(summaryOf({ type: 'payment_failed' }, { devices })).toMatchObject({
      in_app: 'send by-type',
      push: `skip ${reason}`,
      email: `skip ${reason}`,
      sms: `skip ${reason}`,
    });
  });

  it('[Z6] without an address there is no way', () => {
    expect(summaryOf({ type: 'payment_failed' }, { devices: [] })).toMatchObject({
      push: 'skip no-address',
      email: 'skip no-address',
      sms: 'skip no-address',
    });
  });

  it('[Z6] one address that works is enough', () => {
    const devices = [
      { kind: 'apns', state: 'invalid' },
      { kind: 'fcm', state: 'active' },
    ] as const;
    expect(summaryOf({ type: 'price_alert' }, { devices }).push).toBe('send by-type');
  });

  it.each([
    ['low', 'skip active-now'],
    ['normal', 'skip active-now'],
    ['high', 'send by-type'],
    ['critical', 'send by-type'],
  ] as const)('[Z7] who is in front of the app gets a push of priority %s: %s', (priority, plan) => {
    const declared = { type: 'gate_changed', priority, channels: ['in_app', 'push'] } as const;
    expect(summaryOf(declared, { presence: 'active' }).push).toBe(plan);
    expect(summaryOf(declared, { presence: 'idle' }).push).toBe('send by-type');
  });

  it('[Z7] a push stays when the app would say nothing', () => {
    const types = { price_alert: ['push'] } as const;
    expect(summaryOf({ type: 'price_alert' }, { presence: 'active', preferences: { types } }).push).toBe('send by-type');
    expect(summaryOf({ type: 'price_alert' }, { presence: 'active', nowMs: nightMs }).push).toBe('hold quiet-hours');
  });

  it('[Z8] who was not here for long gets a mail where others get a push', () => {
    expect(summaryOf({ type: 'price_alert' }, { inactive: true })).toMatchObject({
      push: 'skip mail-instead',
      email: 'send inactive',
    });
  });

  it('[Z8] of what matters they get both, the mail first', () => {
    const sent = plannedOf({ type: 'booking_confirmed' }, { inactive: true }).filter(({ verdict }) => verdict === 'send');
    expect(sent.map(({ channel }) => channel)).toEqual(['in_app', 'email', 'push']);
  });

  it.each([
    ['they have no mailbox', { devices: [{ kind: 'web_push', state: 'active' }] as const }],
    ['they switched mail off', { preferences: { channels: { in_app: true, push: true, email: false, sms: true } } }],
    ['they chose a push for the type', { preferences: { types: { price_alert: ['in_app', 'push'] as const } } }],
  ])('[Z8] they get the push when %s', (_, context) => {
    expect(summaryOf({ type: 'price_alert' }, { inactive: true, ...context }).push).toBe('send by-type');
  });

  it('plans have a time when they are held, and only then', () => {
    for (const nowMs of [noonMs, nightMs]) {
      for (const plan of plannedOf({ type: 'payment_failed', priority: 'high' }, { nowMs })) {
        expect(plan.atMs === null).toBe(plan.verdict !== 'hold');
      }
    }
  });
});
