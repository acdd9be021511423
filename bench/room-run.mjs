import { fork } from 'node:child_process';
import { join } from 'node:path';
import { formatMillis } from './report.mjs';
import { addressOf } from './servers/servers.mjs';

/** A generator that is busier than this measures itself: its latencies are marked. */
const saturatedBusy = 0.85;
const saturatedDelayMs = 25;

/**
 * Starts a server, fills one document with people who work, and answers what it cost.
 * @param {object} job as in clients/room.mjs, without what is known here; `people` is their number
 */
export async function runRoomIn(context, description, { people, stock = false, ...job }) {
  const server = await description.start(context.stateDirectory());
  try {
    const invited = await description.openRoom(server, people, { stock });
    const connections = invited.map((person) => ({ ...person, url: addressOf(server, person) }));
    const result = await generate({ writers: people, echoes: false, ...job, serverPid: server.pid, people: connections });
    const saturated = result.generator.busy > saturatedBusy || result.generator.delayP99 > saturatedDelayMs;
    context.say(
      `  ${description.title}: ${result.cpuMicrosPerDelivery.toFixed(2)} µs per delivery, ` +
        `p50 ${formatMillis(result.p50)}, p99 ${formatMillis(result.p99)}` +
        `${result.missing > 0 ? `, ${result.missing} MISSING` : ''}${result.closed > 0 ? `, ${result.closed} CLOSED` : ''}` +
        `${saturated ? ' (generator saturated)' : ''}`,
    );
    return { title: description.title, perSecond: job.perSecond, saturated, ...result };
  } finally {
    await server.stop();
  }
}

function generate(job) {
  return new Promise((resolve, reject) => {
    const generator = fork(join(import.meta.dirname, 'clients/generator.mjs'));
    generator.once('message', resolve);
    generator.once('error', reject);
    generator.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)));
    generator.send(job);
  });
}
