import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { quantile } from '../clients/analysis.mjs';
import { importSdk, stateOf } from '../clients/sdk-bundle.mjs';
import { atMost, formatMillis } from '../report.mjs';

/** A connection that ends sooner counts as a failed try (`web/sdk/reconnect-policy.ts`); each round is an outage of its own. */
const longLivedMs = 5_500;

/** How long an SDK client is without its server after that has crashed and come back. */
export const sdkRestart = {
  name: 'sdk-restart',
  title: 'SDK clients after a crash of the server',
  async run(context) {
    const rounds = context.quick ? 2 : 9;
    const { createClient } = await importSdk();
    const description = context.servers.triptrip;
    const state = context.stateDirectory();
    const port = await freePort();
    let server = await description.start(state, { port });
    const samples = [];
    const outages = [];
    try {
      const [{ room, token }] = await description.openRoom(server, 1);
      const trip = createClient({ url: `http://127.0.0.1:${port}`, token }).openTrip(room);
      for (let round = 0; round < rounds; round++) {
        await stateOf(trip, ({ status, saved }) => status.name === 'live' && saved);
        await setTimeout(longLivedMs);
        await server.kill();
        const goneAt = performance.now();
        await stateOf(trip, ({ status }) => status.name !== 'live');
        trip.doc.getText('title').insert(0, 'x');
        server = await description.start(state, { port });
        const readyAt = performance.now();
        outages.push(readyAt - goneAt);
        await stateOf(trip, ({ status, saved }) => status.name === 'live' && saved);
        samples.push(performance.now() - readyAt);
      }
      trip.close();
    } finally {
      await server.kill();
    }
    const [median, worst] = [quantile(samples, 0.5), Math.max(...samples)];
    const outage = quantile(outages, 0.5);
    context.say(
      `  away for ${formatMillis(outage)}; live and saved again ${formatMillis(median)} later, at worst ${formatMillis(worst)}`,
    );
    return {
      tables: [
        {
          head: ['restarts', 'the server was away, median', 'live and saved again after it listens, median', 'worst'],
          rows: [[rounds, formatMillis(outage), formatMillis(median), formatMillis(worst)]],
        },
      ],
      targets: [{ what: 'SDK: live again after the server restarts, median', ...atMost(median, 3_000, 'ms') }],
    };
  },
};

/** A client comes back to the address it knows, so the port has to be the same each time. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
