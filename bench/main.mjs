import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './recorded.mjs';
import { writeReport } from './report.mjs';
import { runRoomIn } from './room-run.mjs';
import { describeServers } from './servers/servers.mjs';
import { buildWorkers, say } from './toolchain.mjs';
import { appDrag } from './workloads/app-drag.mjs';
import { appOpen } from './workloads/app-open.mjs';
import { appTyping } from './workloads/app-typing.mjs';
import { broadcast } from './workloads/broadcast.mjs';
import { calendarMonth } from './workloads/calendar-month.mjs';
import { coldOpen } from './workloads/cold-open.mjs';
import { crash } from './workloads/crash.mjs';
import { crowd } from './workloads/crowd.mjs';
import { cursors } from './workloads/cursors.mjs';
import { cursorsStock } from './workloads/cursors-stock.mjs';
import { edits } from './workloads/edits.mjs';
import { few } from './workloads/few.mjs';
import { hubIdle } from './workloads/hub-idle.mjs';
import { inboxWebhook } from './workloads/inbox-webhook.mjs';
import { operations } from './workloads/operations.mjs';
import { roomThousand } from './workloads/room-thousand.mjs';
import { sdkFirstEdit } from './workloads/sdk-first-edit.mjs';
import { sdkIdle } from './workloads/sdk-idle.mjs';
import { sdkOfflineStore } from './workloads/sdk-offline-store.mjs';
import { sdkRestart } from './workloads/sdk-restart.mjs';
import { thousandDocuments } from './workloads/thousand-documents.mjs';

const workloads = [
  cursors,
  cursorsStock,
  edits,
  few,
  crowd,
  coldOpen,
  crash,
  thousandDocuments,
  sdkFirstEdit,
  sdkRestart,
  sdkIdle,
  sdkOfflineStore,
  appOpen,
  appDrag,
  appTyping,
  inboxWebhook,
  roomThousand,
  broadcast,
  hubIdle,
  operations,
  calendarMonth,
];

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const names = args.filter((arg) => arg !== '--quick');
const unknown = names.filter((name) => !workloads.some((workload) => workload.name === name));
if (unknown.length > 0) {
  say(`There is no workload ${unknown.join(', ')}; there are ${workloads.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const { built, out } = buildWorkers();
process.once('exit', () => rmSync(out, { recursive: true, force: true }));
const context = createContext();
const results = [];
for (const workload of workloads.filter(({ name }) => names.length === 0 || names.includes(name))) {
  say(`\n${workload.title}`);
  const started = performance.now();
  const result = await attempt(workload);
  // The quick form is for whoever works on a workload; the page shows whole runs.
  if (!quick) record(workload.name, result, (performance.now() - started) / 1_000);
  results.push(result);
}

if (!quick) say(`\nwritten to ${writeReport(workloads)}`);
const targets = results.flatMap((result) => result.targets);
for (const { what, target, measured, met } of targets)
  say(`${met ? 'met    ' : 'NOT MET'} ${what}: ${measured} (target ${target})`);
process.exitCode = results.some((result) => result.failed) ? 1 : 0;

/** A workload that cannot be run is a line of the report, not the end of the others. */
async function attempt(workload) {
  try {
    return await workload.run(context);
  } catch (error) {
    say(`could not be run: ${error.stack}`);
    const target = {
      what: workload.title,
      target: 'to run',
      measured: `could not be run: ${error.message.split('\n')[0]}`,
      met: false,
    };
    return { failed: true, tables: [], targets: [target] };
  }
}

function createContext() {
  let states = 0;
  const context = {
    quick,
    say,
    servers: describeServers(built),
    /** An empty directory for the state of one server. */
    stateDirectory: () => {
      const directory = join(out, `state-${++states}`);
      mkdirSync(directory);
      return directory;
    },
    /** Runs one room on a fresh server of this name. */
    room: (name, job) => runRoomIn(context, context.servers[name], job),
  };
  return context;
}
