import type { Inbox, NotificationChannel } from '../../react';

const obstacles = ['no-address', 'not-verified', 'address-invalid', 'opted-out'] as const;
type Obstacle = (typeof obstacles)[number];

/** Sends a test over a channel. Answers why nothing went, as its trace says; null when it is on its way. */
export async function testObstacle({ calls }: Pick<Inbox, 'calls'>, channel: NotificationChannel): Promise<Obstacle | null> {
  const { channels } = await calls.traceNotification(await calls.sendTest(channel));
  const plan = channels.find((one) => one.channel === channel);
  return plan?.verdict === 'skip' ? (obstacles.find((reason) => reason === plan.reason) ?? null) : null;
}
