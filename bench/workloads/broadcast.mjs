import { setTimeout as sleep } from 'node:timers/promises';
import { inLots } from '../clients/in-lots.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const atOnce = 20;
const askEveryMs = 500;
const latestMs = 300_000;

/** A notification for everybody, with the power cut in the middle. */
export const broadcast = {
  name: 'broadcast',
  title: 'A notification for 10,000 people, and `kill -9` in the middle',
  async run(context) {
    // Up to 500 are done at a time: with fewer people the halves could not be told apart.
    const people = context.quick ? 2_000 : 10_000;
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
      // The process is a new one, so the halves are those of what is left.
      const half = (first.done + people) / 2;
      const memory = { half: 0, end: 0 };
      const last = await until(
        async () => {
          const at = await job();
          memory.end = server.measure(isWorkerd).residentBytes;
          if (at.done >= half && at.state !== 'completed') memory.half ||= memory.end;
          return at;
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
        `  ${first.done} before the crash, ${last.done} in the end; ${exactly} of ${people} have exactly one; ${formatMillis(tookMs)}; resident ${mebibytes(memory.half)} → ${mebibytes(memory.end)}`,
      );
      return {
        tables: [
          {
            head: [
              'people',
              'notified before the crash',
              'have exactly one notification',
              'time',
              'resident after the first half since the restart',
              'after the second half',
            ],
            rows: [[people, first.done, exactly, formatMillis(tookMs), mebibytes(memory.half), mebibytes(memory.end)]],
          },
        ],
        targets: [
          {
            what: `broadcast to ${people} people with a \`kill -9\` in the middle: have exactly one notification`,
            target: String(people),
            measured: String(exactly),
            met: exactly === people,
          },
          {
            what: `broadcast to ${people} people: resident memory after the second half of the deliveries against after the first`,
            ...steadiness(memory),
          },
        ],
      };
    } finally {
      await server.kill();
    }
  },
};

const isWorkerd = (name) => name === 'workerd';
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** @param {{ half: number, end: number }} memory half: 0 when nobody looked between the half and the end */
function steadiness({ half, end }) {
  if (half > 0) return atMost(end / half, 1.5, '×');
  return { target: '≤ 1.50 ×', measured: 'the second half passed between two looks', met: false };
}

async function until(ask, isThere, withinMs) {
  const latest = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > latest) throw new Error(`still ${JSON.stringify(answer)} after ${withinMs} ms`);
    await sleep(askEveryMs);
  }
}
