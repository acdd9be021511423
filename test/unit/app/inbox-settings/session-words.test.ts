import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import type { MessageId } from '../../../../web/app/i18n/locale';
import { sessionFacts, sessionName } from '../../../../web/app/inbox-settings/session-words';
import messages from '../../../../web/app/messages/en.json' with { type: 'json' };
import type { HubSessionView } from '../../../../web/react';

const intl = createIntl({ locale: 'en', messages });
const text = (id: MessageId, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
const session: HubSessionView = {
  id: 's1',
  device_id: 'd1',
  device_name: 'Firefox · Linux',
  transport: 'websocket',
  client_version: 'triptrip-sdk/0.1.0',
  connected_at: '2026-11-29T09:00:00.000Z',
  last_activity: '2026-11-29T09:00:00.000Z',
  ended_at: null,
  rooms: ['public', 'trip:1'],
};

it('a session is called as its client calls it', () => {
  expect(sessionName(session, false, text)).toBe('Firefox · Linux');
  expect(sessionName(session, true, text)).toBe('This device · Firefox · Linux');
  expect(sessionName({ ...session, device_name: null }, false, text)).toBe('Another device');
  expect(sessionName({ ...session, device_name: null }, true, text)).toBe('This device');
});

it('a session says how it is connected, in how many rooms it is, and by which client', () => {
  expect(sessionFacts(session, text)).toEqual(['live connection (WebSocket)', 'in 2 rooms', 'triptrip-sdk/0.1.0']);
  const ended = { ...session, transport: 'poll', client_version: null, ended_at: session.last_activity } as const;
  expect(sessionFacts(ended, text)).toEqual(['asks from time to time (polling)']);
});
