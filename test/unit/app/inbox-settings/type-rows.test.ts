import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { typeTable } from '../../../../src/protocol/notification-types';
import { isKnownType, typeRows } from '../../../../web/app/inbox-settings/type-rows';
import type { InboxPreferences } from '../../../../web/react';

const preferences: InboxPreferences = {
  language: 'en',
  time_zone: 'UTC',
  quiet_hours: { enabled: false, from: '22:00', to: '07:00' },
  channels: { in_app: true, push: true, email: true, sms: true },
  types: {},
};

describe('the kinds of notification on the settings page', () => {
  it('[Z1] are those of the table of the server, each with its channels', () => {
    const rows = Object.entries(typeTable).map(([type, { channels }]) => ({ type, channels }));
    expect(typeRows(null, preferences)).toEqual(rows.filter(({ type }) => type !== 'test'));
  });

  it.each(['en', 'ja'])('have texts in %s', (language) => {
    const messages = JSON.parse(readFileSync(`web/app/messages/${language}.json`, 'utf8'));
    for (const { type } of typeRows(null, preferences)) expect(messages).toHaveProperty([`notificationType.${type}`]);
  });

  it('take the channels of an exception', () => {
    const rows = typeRows(null, { ...preferences, types: { role_changed: ['email'] } });
    expect(rows.find(({ type }) => type === 'role_changed')?.channels).toEqual(['email']);
  });

  it('have those of other senders after them: what somebody got, and what they have an exception for', () => {
    const received = [
      { type: 'role_changed', channels: ['sms'] },
      { type: 'visa.expires', channels: ['in_app', 'sms'] },
      { type: 'delay', channels: ['in_app', 'push'] },
    ] as const;
    const rows = typeRows(received, { ...preferences, types: { delay: [], strike: ['email'], test: ['email'] } });
    expect(rows.find(({ type }) => type === 'role_changed')?.channels).toEqual(['in_app', 'push']);
    expect(rows.filter(({ type }) => !isKnownType(type))).toEqual([
      { type: 'delay', channels: [] },
      { type: 'strike', channels: ['email'] },
      { type: 'visa.expires', channels: ['in_app', 'sms'] },
    ]);
  });
});
