import { setTimeout as sleep } from 'node:timers/promises';
import { importSdk, stateOf } from '../clients/sdk-bundle.mjs';
import { moreThan } from '../servers/log-count.mjs';

/** Resolves with the next event of a document. */
const once = (doc, name) => new Promise((resolve) => doc.once(name, resolve));

const clients = 50;
/** Objects are evicted after 10 s without work; presence is written back within another one. */
const settleMs = 13_000;

/** Clients that only look must not keep a document awake. */
export const sdkIdle = {
  name: 'sdk-idle',
  title: '50 SDK clients that do nothing',
  async run(context) {
    const idleSeconds = context.quick ? 30 : 60;
    const { createClient } = await importSdk();
    const description = context.servers.triptrip;
    const server = await description.start(context.stateDirectory());
    try {
      const people = await description.openRoom(server, clients);
      const url = `http://127.0.0.1:${server.port}`;
      const trips = people.map(({ room, token }) => createClient({ url, token }).openTrip(room));
      await Promise.all(trips.map((trip) => stateOf(trip, ({ status, saved }) => status.name === 'live' && saved)));
      await sleep(settleMs);
      const wakings = server.countLines(/document woken/);
      const cpuBefore = server.measure().cpuSeconds;
      await sleep(idleSeconds * 1_000);
      const woken = wakings();
      const cpuMillis = (server.measure().cpuSeconds - cpuBefore) * 1_000;
      // Proof that the object slept, and that a wake would have been counted: this edit is one.
      const arrived = once(trips[1].doc, 'update');
      trips[0].doc.getText('title').insert(0, 'x');
      await arrived;
      const wokenByEdit = (await moreThan(wakings, woken)) - woken;
      for (const trip of trips) trip.close();
      context.say(`  ${woken} wake-ups in ${idleSeconds} s, ${cpuMillis.toFixed(0)} ms of CPU; an edit then: ${wokenByEdit}`);
      return {
        tables: [
          {
            head: ['clients', 'idle', 'wake-ups of the document', 'CPU of the server', 'wake-ups by the edit after it'],
            rows: [[clients, `${idleSeconds} s`, woken, `${cpuMillis.toFixed(0)} ms`, wokenByEdit]],
          },
        ],
        targets: [
          {
            what: `SDK: wake-ups of a document by ${clients} idle clients (and by one edit afterwards)`,
            target: '0 (1)',
            measured: `${woken} (${wokenByEdit})`,
            met: woken === 0 && wokenByEdit === 1,
          },
        ],
      };
    } finally {
      await server.stop();
    }
  },
};
