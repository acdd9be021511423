import { setTimeout as sleep } from 'node:timers/promises';
import { inLots } from '../clients/in-lots.mjs';
import { formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const atOnce = 20;
const askEveryMs = 500;
const latestMs = 300_000;

/** A notification for everybody, with the power cut in the middle. */
export const broadcast = {
  name: 'broadcast',
  title: 'A notification for 10,000 people, and `kill -9` in the middle',
  async run(context) {
    const people = context.quick ? 1_000 : 10_000;
    const description = context.servers.triptrip;
    const state = context.stateDirectory();
    const service = signToken('bench-service', 'Service', 'service');
    let server = await description.start(state);
    try {
      const tokens = Array.from({ length: people }, (_, index) => signToken(`person-${index}`, `Person ${index}`));
      // Who has called once is known.
      await inLots(tokens, atOnce, (token) => callTripTrip(server, token, 'GET', '/v1/me'));
      const notification = { type: 'bench_message', title: 'For everybody', body: 'Its words.' };
      const started = performance.now();
      const { job_id } = await callTripTrip(server, service, 'POST', '/v1/notifications', {
        audience: { everyone: true },
        ...notification,
      });
      const job = () => callTripTrip(server, service, 'GET', `/v1/notification-jobs/${job_id}`);
      const first = await until(job, ({ done }) => done >= people / 4, latestMs);
      await server.kill();
      server = await description.start(state);
      let peakBytes = 0;
      const last = await until(
        async () => {
          peakBytes = Math.max(peakBytes, server.measure().residentBytes);
          return job();
        },
        ({ state: at }) => at === 'completed',
        latestMs,
      );
      const tookMs = performance.now() - started;
      const counts = await inLots(tokens, atOnce, async (token) => {
        const { notifications } = await callTripTrip(server, token, 'GET', '/v1/inbox/notifications');
        return notifications.length;
      });
      const exactly = counts.filter((count) => count === 1).length;
      context.say(
        `  ${first.done} before the crash, ${last.done} in the end; ${exactly} of ${people} have exactly one; ${formatMillis(tookMs)}`,
      );
      return {
        tables: [
          {
            head: [
              'people',
              'notified before the crash',
              'have exactly one notification',
              'time',
              'most memory after the restart',
            ],
            rows: [[people, first.done, exactly, formatMillis(tookMs), `${(peakBytes / 2 ** 20).toFixed(0)} MiB`]],
          },
        ],
        targets: [
          {
            what: `broadcast to ${people} people with a \`kill -9\` in the middle: have exactly one notification`,
            target: String(people),
            measured: String(exactly),
            met: exactly === people,
          },
        ],
      };
    } finally {
      await server.kill();
    }
  },
};

async function until(ask, isThere, withinMs) {
  const latest = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > latest) throw new Error(`still ${JSON.stringify(answer)} after ${withinMs} ms`);
    await sleep(askEveryMs);
  }
}
