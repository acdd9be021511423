import { setTimeout as sleep } from 'node:timers/promises';
import { dialectOf } from '../clients/dialects.mjs';
import { Reader } from '../clients/reader.mjs';
import { IsolateHeap } from '../isolate-heap.mjs';
import { atMost } from '../report.mjs';
import { addressOf } from '../servers/servers.mjs';

const atOnce = 20;
const warmupDocuments = 50;
/** Objects are evicted after 10 s without work. */
const idleMs = 12_000;

/** Documents that nobody looks at any more must not keep memory. */
export const thousandDocuments = {
  name: 'thousand-documents',
  title: '1,000 documents opened, read and left',
  async run(context) {
    const documents = context.quick ? 300 : 1_000;
    const floor = await measure(context, 'floor', documents);
    const triptrip = await measure(context, 'triptrip', documents);
    const idleSeconds = idleMs / 1_000;
    const many = documents.toLocaleString('en');
    return {
      notes: [
        `All ${many} documents are open at once, are left, and ${idleSeconds} s later are hibernating; then all of that again. ` +
          `The fresh process has opened and left ${warmupDocuments} of them before. workerd keeps what it once took from the system for later use, as the floor, ` +
          'which holds nothing, shows: so what documents leave behind is seen in the heap of the isolate, which production limits, and in the second round.',
      ],
      tables: [
        {
          head: ['server', 'memory', 'fresh process', 'all open', 'hibernating', 'all open again', 'hibernating again'],
          rows: [triptrip, floor].flatMap((one) => [
            [one.title, 'heap of the isolate', ...one.heap.map(megabytes)],
            [one.title, 'resident, workerd', ...one.resident.map(megabytes)],
          ]),
        },
      ],
      targets: [
        {
          what: `${many} documents: heap of the isolate after hibernation against the fresh process`,
          ...atMost(triptrip.heap[2] / triptrip.heap[0], 1.2, '×'),
        },
        {
          what: `${many} documents: resident memory after hibernation against the fresh process (the floor: ${(floor.resident[2] / floor.resident[0]).toFixed(2)} ×)`,
          ...atMost(triptrip.resident[2] / triptrip.resident[0], 1.2, '×'),
        },
        {
          what: `${many} documents: resident memory after hibernation against that after an earlier round`,
          ...atMost(triptrip.resident[4] / triptrip.resident[2], 1.2, '×'),
        },
      ],
    };
  },
};

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

async function measure(context, name, documents) {
  const description = context.servers[name];
  const state = context.stateDirectory();
  const people = await makeDocuments(description, state, documents);
  const server = await description.start(state, { inspect: true });
  try {
    const isolate = await IsolateHeap.connect(server.inspectorPort);
    const sizes = { resident: [], heap: [] };
    const note = async () => {
      sizes.resident.push(server.measure((program) => program === 'workerd').residentBytes);
      sizes.heap.push(await isolate.measure());
    };
    await openAndLeave(server, people.slice(0, warmupDocuments));
    await sleep(idleMs);
    await note();
    for (let round = 0; round < 2; round++) {
      await openAndLeave(server, people, note);
      await sleep(idleMs);
      await note();
    }
    isolate.close();
    for (const [memory, bytes] of Object.entries(sizes))
      context.say(`  ${description.title}, ${memory}: ${bytes.map(megabytes).join(' → ')}`);
    return { title: description.title, ...sizes };
  } finally {
    await server.stop();
  }
}

/** Made by a process of its own, which leaves no memory behind. @returns who opens which document */
async function makeDocuments(description, state, documents) {
  const server = await description.start(state);
  try {
    const people = [];
    for (let first = 0; first < documents; first += atOnce) {
      // A person may make only so many in a minute.
      const batch = Array.from({ length: atOnce }, (_, i) =>
        description.openRoom(server, 1, { owner: `owner-${(first + i) % 10}` }),
      );
      people.push(...(await Promise.all(batch)).flat());
    }
    return people;
  } finally {
    await server.stop();
  }
}

async function openAndLeave(server, people, whenOpen = () => {}) {
  const readers = [];
  for (let first = 0; first < people.length; first += atOnce) {
    const batch = people.slice(first, first + atOnce);
    readers.push(...(await Promise.all(batch.map((person) => Reader.open(addressOf(server, person), dialectOf(person))))));
  }
  await whenOpen();
  await Promise.all(readers.map((reader) => reader.close()));
}
