import { setTimeout as sleep } from 'node:timers/promises';
import { HubClient } from '../clients/hub-client.mjs';
import { inLots } from '../clients/in-lots.mjs';
import { moreThan } from '../servers/log-count.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const atOnce = 20;
/** Objects are evicted after 10 s without work. */
const settleMs = 15_000;
/** An empty workerd needs some time for itself. */
const mostCpuShare = 0.02;

/** People who have the app open and do nothing cost nothing. */
export const hubIdle = {
  name: 'hub-idle',
  title: '1,000 hub connections on which nothing happens',
  async run(context) {
    const people = context.quick ? 200 : 1_000;
    const idleSeconds = context.quick ? 15 : 30;
    const server = await context.servers.triptrip.start(context.stateDirectory());
    const clients = [];
    try {
      const tokens = Array.from({ length: people }, (_, index) => signToken(`person-${index}`, `Person ${index}`));
      clients.push(...(await inLots(tokens, atOnce, (token) => HubClient.open(server.port, token))));
      await sleep(settleMs);
      const woken = server.countLines(/inbox woken/);
      const cpuBefore = server.measure().cpuSeconds;
      await sleep(idleSeconds * 1_000);
      const wakeUps = woken();
      const cpuShare = (server.measure().cpuSeconds - cpuBefore) / idleSeconds;
      // Proof that the objects slept, and that a wake would have been counted: this one is.
      const arrived = new Promise((resolve) => {
        clients[0].onMessage = ({ type }) => type === 'notification:new' && resolve();
      });
      const service = signToken('bench-service', 'Service', 'service');
      const notification = { type: 'bench_message', title: 'A message', body: 'Its words.' };
      await callTripTrip(server, service, 'POST', '/v1/notifications', { recipients: ['person-0'], ...notification });
      await arrived;
      const byMessage = (await moreThan(woken, wakeUps)) - wakeUps;
      context.say(
        `  ${wakeUps} wake-ups in ${idleSeconds} s, ${(cpuShare * 100).toFixed(2)} % of a processor; by a notification then: ${byMessage}`,
      );
      return {
        tables: [
          {
            head: ['connections', 'idle', 'wake-ups', 'CPU of the server', 'wake-ups by one notification after it'],
            rows: [[people, `${idleSeconds} s`, wakeUps, `${(cpuShare * 100).toFixed(2)} % of one processor`, byMessage]],
          },
        ],
        targets: [
          {
            what: `${people} idle hub connections: wake-ups (and by one notification afterwards), CPU`,
            target: `0 (1), ≤ ${mostCpuShare * 100} % of one processor`,
            measured: `${wakeUps} (${byMessage}), ${(cpuShare * 100).toFixed(2)} %`,
            met: wakeUps === 0 && byMessage === 1 && cpuShare <= mostCpuShare,
          },
        ],
      };
    } finally {
      for (const client of clients) client.close();
      await server.stop();
    }
  },
};
