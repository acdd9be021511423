import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { measureTree } from '../process-tree.mjs';
import { analyseCursors, analyseEdits, quantile } from './analysis.mjs';
import { dialectOf } from './dialects.mjs';
import { Person } from './person.mjs';
import { StockPerson } from './stock-person.mjs';
import { play, prepareTyping, schedule, seededRandom } from './traffic.mjs';

const joinsAtOnce = 20;
/** Nothing came for this long: all has arrived, and what servers do within a second of it is done too. */
const quietMs = 1_200;
const maxDrainMs = 60_000;
/** Of cursors, only these receivers keep what they get; the last state is checked at all of them. */
const cursorSamples = 5;

/**
 * Fills a document with people and lets some of them work.
 * @param {object} job
 * @param {number} job.serverPid whose process tree is measured
 * @param {{ url: string, dialect: 'yjs' | 'sdk' | 'hocuspocus' | 'floor', room: string, token?: string }[]} job.people
 * @param {'edits' | 'cursors'} job.kind
 * @param {number} job.writers the first so many people work
 * @param {number} job.perSecond of each writer
 * @param {boolean} job.echoes people send back each state they receive, as y-websocket does
 * @param {number} [job.real] the first so many people are real y-websocket clients
 */
export async function runRoom(job) {
  const people = await join(job);
  const sender = job.kind === 'edits' ? typists(people, job) : cursors(people, job);
  await drain(people);
  await sender.run(job.warmupSeconds, 1);
  await drain(people);

  const before = snapshot(people, job.serverPid);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (const person of people) person.asked = 0;
  for (const person of sender.samples) person.keeping = true;
  sender.startMeasuring();
  delay.enable();
  const started = performance.now();
  await sender.run(job.seconds, 2);
  const sentMs = performance.now() - started;
  delay.disable();
  const busy = performance.eventLoopUtilization(before.utilization).utilization;
  const drainMs = await drain(people);
  const after = snapshot(people, job.serverPid);
  const { latencies, missing, sent } = await sender.finish();

  const deliveries = sent * (people.length - 1);
  const result = {
    people: people.length,
    sent,
    deliveries,
    missing,
    closed: people.filter((person) => person.socket.closed).length,
    asked: people.reduce((sum, person) => sum + person.asked, 0),
    framesReceived: after.frames - before.frames,
    bytesReceived: after.bytes - before.bytes,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    cpuMicrosPerDelivery: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / deliveries,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    samples: latencies.length,
    sentMs,
    drainMs,
    generator: { busy, delayP99: delay.percentile(99) / 1e6 },
  };
  for (const person of people) person.socket.destroy();
  return result;
}

async function join(job) {
  const people = [];
  for (let first = 0; first < job.people.length; first += joinsAtOnce) {
    const batch = job.people.slice(first, first + joinsAtOnce);
    const joined = batch.map((who, i) =>
      first + i < (job.real ?? 0)
        ? StockPerson.join(first + i, who.url)
        : Person.join(first + i, who.url, dialectOf(who), job.echoes),
    );
    people.push(...(await Promise.all(joined)));
  }
  return people;
}

function snapshot(people, pid) {
  return {
    cpuSeconds: measureTree(pid).cpuSeconds,
    frames: people.reduce((sum, person) => sum + person.socket.receivedFrames, 0),
    bytes: people.reduce((sum, person) => sum + person.socket.receivedBytes, 0),
    utilization: performance.eventLoopUtilization(),
  };
}

/** Waits until nothing comes any more. @returns the time until the last byte, ms */
async function drain(people) {
  const started = performance.now();
  let last = -1;
  let lastChange = started;
  while (performance.now() - lastChange < quietMs && performance.now() - started < maxDrainMs) {
    const bytes = people.reduce((sum, person) => sum + person.socket.receivedBytes, 0);
    if (bytes !== last) {
      last = bytes;
      lastChange = performance.now();
    }
    await sleep(20);
  }
  return lastChange - started;
}

/** Writers who type. Everybody keeps what arrives: it is small. */
function typists(people, job) {
  const writers = people.slice(0, job.writers);
  const count = Math.ceil((job.warmupSeconds + job.seconds) * job.perSecond) + 2;
  const typing = writers.map((person) => ({ person, updates: prepareTyping(person.clientId, count), next: 0 }));
  const sentAt = new Map(writers.map((person) => [person.clientId, []]));
  let measuring = false;
  let sent = 0;
  const send = (writer) => {
    const { person, updates } = typing[writer];
    const clock = typing[writer].next++;
    if (measuring) {
      sentAt.get(person.clientId)[clock] = performance.now();
      sent++;
    }
    person.type(updates[clock]);
  };
  return {
    samples: people,
    run: (seconds, seed) => play(schedule(job.writers, job.perSecond, seconds, seededRandom(seed)), send),
    startMeasuring: () => {
      measuring = true;
    },
    finish: async () => ({ ...analyseEdits(people, sentAt), sent }),
  };
}

/** Writers who move a cursor. After the run each moves once more, slowly, and everybody must see that. */
function cursors(people, job) {
  const writers = people.slice(0, job.writers);
  const samples = people.slice(-cursorSamples);
  const sentAt = new Map(writers.map((person) => [person.clientId, []]));
  const sequence = new Uint32Array(writers.length);
  let measuring = false;
  let sent = 0;
  const send = (writer) => {
    const person = writers[writer];
    const seq = sequence[writer]++;
    if (measuring) {
      sentAt.get(person.clientId)[seq] = performance.now();
      sent++;
    }
    person.moveCursor(seq);
  };
  return {
    samples,
    run: (seconds, seed) => play(schedule(job.writers, job.perSecond, seconds, seededRandom(seed)), send),
    startMeasuring: () => {
      measuring = true;
    },
    finish: async () => {
      const { latencies, missing } = analyseCursors(samples, sentAt);
      const measured = sent;
      return { latencies, missing: missing + (await missedLastStates(people, writers, send, sentAt)), sent: measured };
    },
  };
}

async function missedLastStates(people, writers, send, sentAt) {
  for (const times of sentAt.values()) times.length = 0;
  for (const person of people) {
    person.kept = [];
    person.keeping = true;
  }
  for (let writer = 0; writer < writers.length; writer++) {
    send(writer);
    await sleep(10);
  }
  await drain(people);
  return analyseCursors(people, sentAt).missing;
}
