import { expect, it } from 'vitest';
import { testObstacle } from '../../../../web/app/inbox-settings/test-obstacle';
import type { Inbox } from '../../../../web/react';

it.each([
  ['skip', 'not-verified', 'not-verified'],
  ['skip', 'no-address', 'no-address'],
  ['send', 'test', null],
] as const)('a test whose plan is to %s because of %s is told as %s', async (verdict, reason, told) => {
  const calls = {
    sendTest: async () => 'n1',
    traceNotification: async () => ({
      channels: [
        { channel: 'in_app', verdict: 'silent', reason: 'test' },
        { channel: 'email', verdict, reason },
      ],
    }),
  };
  expect(await testObstacle({ calls } as unknown as Inbox, 'email')).toBe(told);
});
