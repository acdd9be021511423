import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecorded } from './recorded.mjs';
import { rootDirectory } from './toolchain.mjs';

const reportPath = join(rootDirectory, 'docs/benchmarks.md');

export function formatMillis(ms) {
  if (ms === null) return '–';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(0)} s`;
}

/** Processor time per delivery of one run in units of the other's. */
export function cpuRatio(one, other) {
  return one.cpuMicrosPerDelivery / other.cpuMicrosPerDelivery;
}

/** A target of the form "at most". @param {'×' | 'ms'} unit */
export function atMost(value, limit, unit) {
  const show = (number) => (unit === 'ms' ? formatMillis(number) : `${number.toFixed(2)} ${unit}`);
  return { target: `≤ ${show(limit)}`, measured: show(value), met: value <= limit };
}

/** The target that every delivery took place and nobody was thrown out. */
export function allArrived({ deliveries, missing, closed }) {
  const measured = `${deliveries - missing} of ${deliveries}${closed > 0 ? `, ${closed} connections closed` : ''}`;
  return { target: 'all', measured, met: missing === 0 && closed === 0 };
}

/** What each server did in a room, with the ratio of its processor time to the reference's. */
export function roomTable(results, reference) {
  return {
    head: [
      'server',
      'rate',
      'CPU per delivery',
      'against TripTrip',
      'p50',
      'p99',
      'delivered',
      'frames received',
      'generator busy',
    ],
    rows: results.map((one) => [
      one.title,
      `${one.perSecond}/s`,
      `${one.cpuMicrosPerDelivery.toFixed(2)} µs`,
      `${cpuRatio(one, reference).toFixed(2)} ×`,
      formatMillis(one.p50),
      formatMillis(one.p99),
      one.missing === 0 ? 'all' : `${(100 * (1 - one.missing / one.deliveries)).toFixed(2)} %`,
      one.framesReceived.toLocaleString('en'),
      `${(100 * one.generator.busy).toFixed(0)} %${one.saturated ? ' (saturated)' : ''}`,
    ]),
  };
}

/**
 * Writes docs/benchmarks.md from what is recorded of the workloads, in their order.
 * @param {{ name: string, title: string }[]} workloads
 * @returns its path
 */
export function writeReport(workloads) {
  const results = workloads.flatMap((workload) => {
    const result = readRecorded(workload.name);
    return result === undefined ? [] : [{ workload, ...result }];
  });
  const targets = results.flatMap((result) => result.targets);
  const text = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; do not edit. `npm run bench -- NAME…` measures these workloads anew and leaves the others as they were recorded.',
    '',
    ...[...new Set(results.map((result) => result.environment))].flatMap((environment) => [`Measured on ${environment}.`, '']),
    '## Targets',
    '',
    ...table({
      head: ['what', 'target', 'measured', ''],
      rows: targets.map(({ what, target, measured, met }) => [what, target, measured, met ? 'met' : '**not met**']),
    }),
    ...howToRead,
    ...results.flatMap(section),
  ].join('\n');
  writeFileSync(reportPath, `${text.trimEnd()}\n`);
  return reportPath;
}

function section({ workload, tables, notes = [], date, commit, seconds }) {
  const when = [date, ...(commit === null ? [] : [`commit ${commit}`]), `${seconds} s`].join(', ');
  return [
    `## ${workload.title}`,
    '',
    `\`npm run bench -- ${workload.name}\`: ${when}.`,
    '',
    ...notes.flatMap((note) => [note, '']),
    ...tables.flatMap(table),
  ];
}

const howToRead = `## How to read this

Ratios within one run mean something; times belong to the machine. Server and generator share its processors.

- **Delivery**: one logical message (a keystroke, a cursor position) reaching one other person, in whatever frame it comes.
  Cursors are offers: of two positions of one person the later one stands for both, so a position counts as delivered when it, or a
  later one of the same person, has arrived. Deliveries are therefore messages sent × other people, for every server alike, and "all"
  means that each receiver had every keystroke, or the last position of everybody. A server that merges frames does fewer
  sends per delivery; that is the point.
- **CPU per delivery**: user and system time of the server's whole process tree (\`/proc\`), from the first message sent until nothing more
  arrived, divided by deliveries. Warm-up is not in it.
- **Latency**: from the moment a message is written to a socket until the bytes that hold it (or, for a cursor, a later position) are read
  at a receiver. At cursors five receivers are timed, otherwise all. A server that cannot keep up shows it here: messages wait in its queue.
- **The floor** is a Durable Object that sends each frame to the other sockets and does nothing else, in the same workerd. The
  **floor that stores** puts each frame into the object's SQLite first, so that a crash cannot lose what somebody has seen: that wait for the disk
  is part of the promise, not of the code.
- **TripTrip, the floor and y-partyserver** run as built in workerd and are reached directly: without \`wrangler dev\`'s proxy (a second
  workerd that every frame would pass) and without Miniflare's own Worker (that every request would pass). Only where
  a page is opened, TripTrip has its static files: no other server has any, and each request and upgrade would pass two more Workers of
  Miniflare, a router, which the platform has as well, and a proxy, which exists nowhere but in development. y-partyserver saves into its
  object's SQLite as its README shows. **Hocuspocus** and **y-websocket** run on Node with their defaults and store nothing; TripTrip
  stores every keystroke before anybody sees it.
- **Clients** are plain sockets that count frames and parse afterwards; no compression. At edits and SDK-like cursors they
  send only their own messages, to every server. "Stock" ones do on the wire what y-websocket does (each state received is sent
  back); at TripTrip two of them are real y-websocket 3.1 clients.
- **The app** runs as built, in Chromium's headless shell, which draws without a GPU, on the processors that the server uses too. It is opened by
  a browser that has nothing of it yet. A letter counts as on the screen when the frame that shows it has been drawn; the wait for the display's next
  refresh is left out (the browser runs without a frame rate), because it is up to 16.7 ms at 60 Hz whatever the app does.
- **Generator busy**: share of time in which the generator's event loop had something to do. Where it is saturated, latencies are its own.
`.split('\n');

function table({ head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
