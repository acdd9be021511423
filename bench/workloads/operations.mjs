import { isDeepStrictEqual } from 'node:util';
import { quantile } from '../clients/analysis.mjs';
import { EventWork, received } from '../clients/event-work.mjs';
import { OperationPerson } from '../clients/operation-person.mjs';
import { ShareDbPerson } from '../clients/sharedb-person.mjs';
import { allArrived, atMost, formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const editors = 10;
const attendees = 20;
const perSecond = 5;
const warmupSeconds = 4;
/** Lists, and the inboxes of who is invited, are told within this time; that is paid for too. */
const afterMs = 2_500;

/** Programs that know only JSON edit one event at once. */
export const operations = {
  name: 'operations',
  title: `${editors} JSON clients in one event, ${perSecond} operations/s each`,
  async run(context) {
    const seconds = context.quick ? 6 : 30;
    const triptrip = await measure(context, context.servers.triptrip, openEvent, seconds);
    // The same document, as JSON.
    const shareDb = await measure(context, context.servers.shareDb, copyEvent(triptrip.firstView), seconds);
    const frames = { people: editors, kind: 'edits', perSecond, warmupSeconds, seconds };
    const floors = [await context.room('storingFloor', frames), await context.room('floor', frames)];
    const ratio = triptrip.cpuMicros / shareDb.cpuMicros;
    const costs = ({ title, p50, p99 }, cpuMicros) => [
      title,
      `${editors * perSecond}/s`,
      formatMicros(cpuMicros),
      `${(cpuMicros / shareDb.cpuMicros).toFixed(2)} ×`,
      formatMillis(p50),
      formatMillis(p99),
    ];
    const row = (one) => [
      ...costs(one, one.cpuMicros),
      allArrived(one).measured,
      `${one.agreed} of ${one.clients}`,
      one.conflicts,
    ];
    const floorRow = (one) => [...costs(one, one.cpuMicrosPerDelivery * (editors - 1)), allArrived(one).measured, '', ''];
    return {
      notes: [
        `An event with ${attendees} attendees. Of the operations about a quarter each are characters in the title, the location (which everybody writes), the person's own answer to the invitation, and a key of the extensions. TripTrip is sent JSON Patch, of the title the whole text as after typing; ShareDB is sent json0 by its own client, of the title the character.`,
        `TripTrip merges each operation from the version at which it was made, stores it in its log before anybody is told, keeps two locations that were written at once as a conflict and tells both authors, and tells the lists and the inboxes of the ${attendees} attendees; all that, up to ${afterMs / 1_000} s after the last operation, is in its processor time. ShareDB keeps the document and its operations in memory.`,
        'The floors show what the platform takes by itself: they are sent as many frames, of an edit of a Yjs client each, and pass them on unread; one of them stores each frame first, in a transaction of its own as TripTrip has to.',
        'An operation counts as received when a client has the version that its author was answered. In the end all clients, and one that comes new, have to have the same event, with all that was done to it.',
      ],
      tables: [
        {
          head: [
            'server',
            'rate',
            'CPU per operation',
            'against ShareDB',
            'p50',
            'p99',
            'operations received',
            'clients with the same event',
            'conflicts told',
          ],
          rows: [row(triptrip), row(shareDb), ...floors.map(floorRow)],
        },
      ],
      targets: [
        { what: '10 JSON clients in one event: p99', ...atMost(triptrip.p99, 100, 'ms') },
        { what: '10 JSON clients in one event: CPU per operation against ShareDB', ...atMost(ratio, 1.5, '×') },
        { what: '10 JSON clients in one event: operations received', ...allArrived(triptrip) },
        {
          what: '10 JSON clients in one event: clients with the same event in the end',
          target: 'all',
          measured: `${triptrip.agreed} of ${triptrip.clients}`,
          met: triptrip.agreed === triptrip.clients,
        },
      ],
    };
  },
};

/**
 * Lets people edit one event at a steady rate.
 * @param {(server: object) => Promise<(index: number) => Promise<object>>} openDocument makes the event, and answers how
 * a person joins: one with the members of `OperationPerson`
 */
async function measure(context, description, openDocument, seconds) {
  const server = await description.start(context.stateDirectory());
  const people = [];
  try {
    const join = await openDocument(server);
    for (let index = 0; index < editors; index++) people.push(await join(index));
    const firstView = structuredClone(people[0].view);
    const work = new EventWork(people, { perSecond, afterMs });
    await work.run(warmupSeconds, 1);
    const before = server.measure().cpuSeconds;
    const sent = await work.run(seconds, 2);
    const cpuMicros = ((server.measure().cpuSeconds - before) * 1e6) / sent.length;
    const { latencies, missing } = received(people, sent);
    people.push(await join(0));
    const agreed = people.filter(
      ({ view }) => work.isWhole(view) && isDeepStrictEqual(content(view), content(people.at(-1).view)),
    );
    const result = {
      title: description.title,
      firstView,
      cpuMicros,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      deliveries: sent.length * (editors - 1),
      missing,
      closed: people.filter(({ closed }) => closed).length,
      clients: people.length,
      agreed: agreed.length,
      conflicts: people.reduce((sum, { conflicts }) => sum + conflicts, 0),
    };
    context.say(
      `  ${result.title}: ${formatMicros(cpuMicros)} per operation, p50 ${formatMillis(result.p50)}, p99 ${formatMillis(result.p99)}, ` +
        `received ${allArrived(result).measured}, ${result.agreed} of ${result.clients} agree`,
    );
    for (const problem of work.problems(people.at(-1).view)) context.say(`    ${problem}`);
    return result;
  } finally {
    for (const person of people) person.close();
    await server.stop();
  }
}

/** What people write; the rest says when somebody did. */
function content({ metadata: _, ...written }) {
  return written;
}

/** An event with its attendees, the first of whom may edit it. */
async function openEvent(server) {
  const ids = Array.from({ length: attendees }, (_, index) => `person-${index}`);
  const [owner, ...others] = ids.slice(0, editors);
  const token = signToken(owner, owner);
  const { id } = await callTripTrip(server, token, 'POST', '/v1/events', {
    title: 'Lunch in Kyoto',
    start_time: '2027-05-01T03:00:00Z',
    end_time: '2027-05-01T04:00:00Z',
    time_zone: 'Asia/Tokyo',
    location: 'Nishiki Market',
    attendees: ids.map((user_id) => ({ user_id, name: user_id, email: `${user_id}@example.com` })),
  });
  for (const other of others) await callTripTrip(server, token, 'PUT', `/v1/events/${id}/members/${other}`, { role: 'editor' });
  return (index) => OperationPerson.open(server.port, id, signToken(ids[index], ids[index]));
}

/** The same event at ShareDB; whoever comes first brings it. */
function copyEvent(view) {
  return async (server) => {
    let first = view;
    return (index) => {
      const brought = first;
      first = undefined;
      return ShareDbPerson.open(server.port, view.id, index === 0 ? brought : undefined);
    };
  };
}

function formatMicros(micros) {
  return `${micros.toFixed(0)} µs`;
}
