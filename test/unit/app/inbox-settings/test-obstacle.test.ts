import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { testObstacle } from '../../../../web/app/inbox-settings/test-obstacle';
import type { Inbox } from '../../../../web/react';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Sends a test by mail whose trace is asked for again and again: it says the next of these each time, and the last one for ever. */
async function told(...traces: readonly object[]): Promise<string | null> {
  const left = [...traces];
  const calls = {
    sendTest: async () => 'n1',
    traceNotification: async () => ({
      channels: [
        {
          channel: 'in_app',
          verdict: 'silent',
          reason: 'test',
          deliveries: [{ state: 'sent', reason: 'handed-over', error: null }],
        },
        { channel: 'email', verdict: 'send', reason: 'test', deliveries: [], ...(left.length > 1 ? left.shift() : left[0]) },
      ],
    }),
  };
  const answer = testObstacle({ calls } as unknown as Inbox, 'email');
  await vi.runAllTimersAsync();
  return answer;
}

const waiting = { state: 'pending', reason: 'queued', error: null };
const sent = { state: 'sent', reason: 'handed-over', error: null };
const failed = (reason: string, error: string | null = null) => ({ state: 'failed', reason, error });

it.each(['no-address', 'not-verified'])('a test that is skipped is told as %s', async (reason) => {
  expect(await told({ verdict: 'skip', reason })).toBe(reason);
});

it.each([
  [[sent], null],
  [[failed('unconfigured')], 'unconfigured'],
  [[failed('unconfigured', 'dev-outbox')], 'dev-outbox'],
  [[failed('address-invalid', '550')], 'address-invalid'],
  [[failed('refused', '21211')], 'refused'],
  [[failed('refused', '410'), sent], null],
])('a test is waited for, and %j is told as %s', async (deliveries, obstacle) => {
  expect(await told({ deliveries: [waiting] }, { deliveries: [waiting] }, { deliveries })).toBe(obstacle);
});

it('a test that a provider takes its time for is on its way', async () => {
  expect(await told({ deliveries: [waiting, failed('refused')] })).toBeNull();
});
