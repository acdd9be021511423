import { setTimeout as sleep } from 'node:timers/promises';
import * as Y from 'yjs';
import { quantile } from '../clients/analysis.mjs';
import { dialectOf } from '../clients/dialects.mjs';
import { Reader } from '../clients/reader.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { addressOf } from '../servers/servers.mjs';
import { loadTrace, replay } from '../trace.mjs';

/** With the answer to the server's SyncStep1 within a session's burst of edits, so that loading needs no patience. */
const updatesPerAuthor = 90;
const authors = 58;
/** y-partyserver saves 2 s after the last edit. */
const saveMs = 3_000;

/** A long document, opened by somebody new on a server that has just started. */
export const coldOpen = {
  name: 'cold-open',
  title: 'Cold open of a document of 260,000 edits',
  async run(context) {
    const trace = loadTrace();
    const rounds = context.quick ? 3 : 10;
    const replayed = replay(trace.edits, authors, updatesPerAuthor);
    const document =
      `${trace.edits.length.toLocaleString('en')} edits of ${trace.source}, ` +
      `brought as ${replayed.authors.flat().length.toLocaleString('en')} updates by ${authors} people`;
    context.say(`  ${document}`);
    const loaded = [await load(context, 'triptrip', replayed), await load(context, 'yPartyserver', replayed)];
    // The first round warms this client up. In turns, so that whatever else the machine does hits both.
    for (let round = 0; round <= rounds; round++) {
      for (const one of loaded) {
        const sample = await openCold(one, replayed.text);
        if (round > 0) one.samples.push(sample);
      }
    }
    const [triptrip, yPartyserver] = loaded.map(summarise);
    for (const one of [triptrip, yPartyserver]) {
      context.say(`  ${one.title}: connect + sync ${formatMillis(one.median)}, applied ${formatMillis(one.applied)}`);
    }
    return {
      notes: [
        `The document: ${document}. The server is started anew for each of ${rounds} opens and has served one other, empty document when it is asked for this one.`,
      ],
      tables: [
        {
          head: ['server', 'connect + sync, median', 'worst', 'the same and applied to a Y.Doc, median', 'frames', 'kB'],
          rows: [triptrip, yPartyserver].map((one) => [
            one.title,
            formatMillis(one.median),
            formatMillis(one.worst),
            formatMillis(one.applied),
            one.frames,
            (one.bytes / 1_000).toFixed(0),
          ]),
        },
      ],
      targets: [
        { what: 'cold open: connect + sync against y-partyserver', ...atMost(triptrip.median / yPartyserver.median, 0.5, '×') },
      ],
    };
  },
};

/** Brings the document to a server, and leaves it stored there. */
async function load(context, name, replayed) {
  const description = context.servers[name];
  const state = context.stateDirectory();
  const server = await description.start(state);
  try {
    const [small] = await description.openRoom(server, 1);
    const people = await description.openRoom(server, authors);
    for (let author = 0; author < authors; author++) {
      const writer = await Reader.open(addressOf(server, people[author]), dialectOf(people[author]));
      await write(writer, replayed.authors[author], replayed.stateVector);
    }
    await sleep(saveMs);
    return { description, state, small, large: people[0], samples: [] };
  } finally {
    await server.stop();
  }
}

async function write(writer, updates, stateVector) {
  for (const update of updates) writer.send('update', update);
  await new Promise((resolve, reject) => {
    writer.onClose = (code) => reject(new Error(`closed with ${code} while loading`));
    writer.onFrame = ({ type }) => {
      if (type === 'refused') reject(new Error('an update was refused while loading'));
      if (type === 'step2') resolve();
    };
    // The answer to a question comes after the work on what was sent before it.
    writer.send('step1', stateVector);
  });
  writer.destroy();
}

async function openCold({ description, state, small, large }, expected) {
  const server = await description.start(state);
  try {
    const first = await Reader.open(addressOf(server, small), dialectOf(small));
    first.destroy();
    const started = performance.now();
    const reader = await Reader.open(addressOf(server, large), dialectOf(large));
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const update of reader.updates) Y.applyUpdate(doc, update);
    });
    const appliedMs = performance.now() - started;
    reader.destroy();
    if (doc.getText('notes').toString() !== expected)
      throw new Error(`${description.title} has another document than was loaded`);
    const bytes = reader.updates.reduce((sum, update) => sum + update.length, 0);
    return { ms: reader.ms, appliedMs, frames: reader.updates.length, bytes };
  } finally {
    await server.stop();
  }
}

function summarise({ description, samples }) {
  const times = samples.map(({ ms }) => ms);
  return {
    title: description.title,
    median: quantile(times, 0.5),
    worst: quantile(times, 1),
    applied: quantile(
      samples.map(({ appliedMs }) => appliedMs),
      0.5,
    ),
    frames: samples[0].frames,
    bytes: samples[0].bytes,
  };
}
