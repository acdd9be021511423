import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../clients/analysis.mjs';
import { HubClient } from '../clients/hub-client.mjs';
import { inLots } from '../clients/in-lots.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { signToken } from '../servers/servers.mjs';

const roomId = 'hashtag:bench';
const perSecond = 10;
const lateMs = 10_000;
const joinsAtOnce = 20;

/** Says something as a system does that must not lose it: what is refused for now is said again, under the same id. */
async function publish(url, token, message) {
  const body = JSON.stringify({ id: crypto.randomUUID(), ...message });
  for (;;) {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    const text = await response.text();
    if (response.ok) return;
    if (response.status !== 429 && response.status !== 503) throw new Error(`${url} answered ${response.status}: ${text}`);
    await sleep(1_000 * Number(response.headers.get('retry-after') ?? 1));
  }
}

/** A system publishes to one room; everybody in it is connected, each over the hub of their own inbox. */
export const roomThousand = {
  name: 'room-thousand',
  title: 'One room of 1,000 connected people, 10 messages/s',
  async run(context) {
    const people = context.quick ? 200 : 1_000;
    const seconds = context.quick ? 5 : 15;
    const server = await context.servers.triptrip.start(context.stateDirectory());
    const clients = [];
    try {
      const tokens = Array.from({ length: people }, (_, index) => signToken(`person-${index}`, `Person ${index}`));
      clients.push(...(await inLots(tokens, joinsAtOnce, (token) => HubClient.open(server.port, token))));
      await inLots(clients, joinsAtOnce, (client) => client.request('room:join', { room_id: roomId }));
      const service = signToken('bench-service', 'Service', 'service');
      const path = `/v1/rooms/${encodeURIComponent(roomId)}/messages`;
      const sent = perSecond * seconds;
      const sentAt = [];
      const latencies = [];
      let disordered = 0;
      const complete = new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1_000 + lateMs);
        for (const client of clients) {
          let next = 0;
          client.onMessage = ({ type, data }, atMs) => {
            if (type !== 'room:message' || data.event !== 'tick') return;
            if (data.data.index !== next) disordered++;
            next = data.data.index + 1;
            latencies.push(atMs - sentAt[data.data.index]);
            if (latencies.length < people * sent) return;
            clearTimeout(timer);
            resolve();
          };
        }
      });
      const start = performance.now();
      for (let index = 0; index < sent; index++) {
        await sleep(Math.max(0, start + (index * 1_000) / perSecond - performance.now()));
        sentAt[index] = performance.now();
        await publish(`http://127.0.0.1:${server.port}${path}`, service, { event: 'tick', data: { index } });
      }
      await complete;
      const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
      const all = people * sent;
      context.say(
        `  p50 ${formatMillis(p50)}, p99 ${formatMillis(p99)}, ${latencies.length} of ${all}, ${disordered} out of order`,
      );
      return {
        tables: [
          {
            head: ['people', 'messages', 'p50', 'p99', 'delivered', 'out of order'],
            rows: [[people, sent, formatMillis(p50), formatMillis(p99), `${latencies.length} of ${all}`, disordered]],
          },
        ],
        targets: [
          { what: `a room of ${people} connected people: p99`, ...atMost(p99, 500, 'ms') },
          {
            what: `a room of ${people} connected people: delivered, in order`,
            target: 'all',
            measured: `${latencies.length} of ${all}, ${disordered} out of order`,
            met: latencies.length === all && disordered === 0,
          },
        ],
      };
    } finally {
      for (const client of clients) client.close();
      await server.stop();
    }
  },
};
