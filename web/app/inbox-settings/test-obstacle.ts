import type { ChannelTrace, Inbox, NotificationChannel } from '../../react';

const obstacles = ['no-address', 'not-verified', 'address-invalid', 'opted-out', 'unconfigured', 'refused'] as const;
/** Why no test went. `dev-outbox`: nobody could send it, and in development it can be looked at there. */
type Obstacle = (typeof obstacles)[number] | 'dev-outbox';

/** What is not decided by then is on its way: a provider may take its time. */
const patienceMs = 5_000;
const askEveryMs = 400;

/** Sends a test over a channel. Answers why nothing went, as its trace says; null when it went, or is on its way. */
export async function testObstacle({ calls }: Pick<Inbox, 'calls'>, channel: NotificationChannel): Promise<Obstacle | null> {
  const id = await calls.sendTest(channel);
  for (let waitedMs = 0; ; waitedMs += askEveryMs) {
    const { channels } = await calls.traceNotification(id);
    const trace = channels.find((one) => one.channel === channel);
    if (trace === undefined) return null;
    if (waitedMs >= patienceMs || !isUndecided(trace)) return obstacleOf(trace);
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}

/** One device that it went to is enough. */
function isUndecided({ deliveries }: ChannelTrace): boolean {
  const states = deliveries.map(({ state }) => state);
  return states.includes('pending') && states.every((state) => state === 'pending' || state === 'failed');
}

function obstacleOf({ verdict, reason, deliveries }: ChannelTrace): Obstacle | null {
  if (verdict === 'skip') return known(reason);
  const [first] = deliveries;
  if (first === undefined || deliveries.some(({ state }) => state !== 'failed')) return null;
  return first.error === 'dev-outbox' ? 'dev-outbox' : (known(first.reason) ?? 'refused');
}

function known(reason: string): Obstacle | null {
  return obstacles.find((obstacle) => obstacle === reason) ?? null;
}
