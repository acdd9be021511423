import { expect, it } from 'vitest';
import { inactiveAfterMs } from '../../../src/inbox/routing/route';
import { deliveryLimits, hubLimits, inboxLimits, intakeLimits, roomLimits } from '../../../src/protocol/limits';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What was agreed on, in its own words; other tests are about what happens at each of them. */
it.each([
  [
    '[K4] retries after 1 min, 5 min, 30 min, 2 h and 24 h',
    deliveryLimits.retryDelaysMs,
    [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, dayMs],
  ],
  ['[K4] no wait longer than the longest of them', deliveryLimits.maxRetryAfterMs, dayMs],
  ['[K4] push and SMS at most 3 tries', [deliveryLimits.maxTries.push, deliveryLimits.maxTries.sms], [3, 3]],
  [
    '[Z11] 30 s for a push, 60 s for a mail, 30 s for an SMS',
    deliveryLimits.timeoutMs,
    { push: 30 * secondMs, email: minuteMs, sms: 30 * secondMs },
  ],
  ['[U9] 5 connections of a person', hubLimits.maxConnectionsPerPerson, 5],
  ['[U10] 100 messages a minute, 10 at once', [hubLimits.messagesPerMinute, hubLimits.messageBurst], [100, 10]],
  ['[U2] 10 s to say who one is', hubLimits.authenticationMs, 10 * secondMs],
  ['[U14] 50 rooms of a person', hubLimits.maxRooms, 50],
  ['[U15] 30 s of grace in a room', hubLimits.roomGraceMs, 30 * secondMs],
  ['[U13] ended sessions for 30 min', hubLimits.keepEndedSessionMs, 30 * minuteMs],
  ['[E3] events for 24 h, 1,000 of them', [hubLimits.keepEventsMs, hubLimits.maxEvents], [dayMs, 1_000]],
  ['[E4] without a cursor the last 30 s, 50 events', [hubLimits.recentMs, hubLimits.maxRecentEvents], [30 * secondMs, 50]],
  ['[E7] a long poll of 25 s', hubLimits.longPollMs, 25 * secondMs],
  ['[E8] a comment each 15 s', hubLimits.ssePingMs, 15 * secondMs],
  ['[M7] notifications for 90 days', inboxLimits.keepNotificationsMs, 90 * dayMs],
  ['[M2] digests of 5 min', inboxLimits.digestMs, 5 * minuteMs],
  ['[M1] one key for 24 h', inboxLimits.dedupeMs, dayMs],
  ['[Q3] webhooks of ±5 min', intakeLimits.webhookToleranceSeconds, 300],
  ['[G4] 100 events or 100 ms to an inbox', [roomLimits.maxBatchEvents, roomLimits.batchMs], [100, 100]],
  ['[G8] relays beyond 500 people', roomLimits.fanOutWidth, 500],
  [
    '[G7] empty rooms for 1 h, people who say nothing for 24 h',
    [roomLimits.emptyRoomMs, roomLimits.stalePersonMs],
    [hourMs, dayMs],
  ],
  ['[Z8] mail before push after 14 days', inactiveAfterMs, 14 * dayMs],
])('%s', (_, limit, agreed) => {
  expect(limit).toEqual(agreed);
});
