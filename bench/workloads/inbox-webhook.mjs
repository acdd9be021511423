import { quantile } from '../clients/analysis.mjs';
import {
  floorInBrowser,
  floorSystem,
  people,
  socketIoInBrowser,
  socketIoSystem,
  tripTripInBrowser,
  tripTripSystem,
} from '../clients/webhook-systems.mjs';
import { atMost, formatMillis } from '../report.mjs';

const perSecond = 50;
const warmupTurns = 4;
const lateMs = 10_000;

/** A system posts signed webhooks, each for one of fifty people who are connected: in a browser, and by plain sockets. */
export const inboxWebhook = {
  name: 'inbox-webhook',
  title: `Webhooks: ${perSecond}/s, each for one of ${people} people who are connected`,
  async run(context) {
    const turns = context.quick ? 4 : 30;
    const { socketIo, storingFloor, triptrip } = context.servers;
    const [inBrowser, floorThere, socketIoThere] = await inTurns(context, turns, 'browser', [
      { server: triptrip, connect: tripTripInBrowser },
      { server: storingFloor, connect: floorInBrowser },
      { server: socketIo, connect: socketIoInBrowser },
    ]);
    const [onSocket, whole, floorHere, socketIoHere] = await inTurns(context, turns, 'socket', [
      { server: triptrip, connect: tripTripSystem },
      { server: triptrip, connect: tripTripSystem, options: { pages: true }, title: 'TripTrip behind the routers of its pages' },
      { server: storingFloor, connect: floorSystem },
      { server: socketIo, connect: socketIoSystem },
    ]);
    const ratioOf = (one, other) => quantile(one.latencies, 0.5) / quantile(other.latencies, 0.5);
    const row = (one, other) => [
      one.title,
      one.where,
      formatMillis(quantile(one.accepted, 0.5)),
      formatMillis(quantile(one.latencies, 0.5)),
      `${ratioOf(one, other).toFixed(2)} ×`,
      formatMillis(quantile(one.latencies, 0.99)),
      `${one.latencies.length} of ${one.sent}`,
    ];
    return {
      notes: [
        `All servers of a comparison are up and have their people connected; they are posted to in turns of a second, ${turns} each after ${warmupTurns} that do not count: a moment in which the host is slow is not one server's alone. TripTrip checks a signature, stores the notification, the plan of its deliveries and the event in the object of its person, and then shows it; Socket.IO does nothing but pass it on. The floor shows what the platform takes by itself: a Worker calls the object of the person, which stores the message unread and sends it.`,
        `A message is there when the page of a browser has it, in which the ${people} people are connected; or, to see the servers by themselves, when a plain socket of the generator has it. Browser and generator read the same clock.`,
      ],
      tables: [
        {
          head: ['server', 'received by', 'POST answered, p50', 'message received, p50', 'against Socket.IO', 'p99', 'received'],
          rows: [
            row(inBrowser, socketIoThere),
            row(floorThere, socketIoThere),
            row(socketIoThere, socketIoThere),
            row(onSocket, socketIoHere),
            row(whole, socketIoHere),
            row(floorHere, socketIoHere),
            row(socketIoHere, socketIoHere),
          ],
        },
      ],
      targets: [
        { what: 'webhook to an open browser: p99', ...atMost(quantile(inBrowser.latencies, 0.99), 500, 'ms') },
        {
          what: `webhook to an open browser: p50 against Socket.IO (the floor that stores: ${ratioOf(floorThere, socketIoThere).toFixed(2)} ×)`,
          ...atMost(ratioOf(inBrowser, socketIoThere), 3, '×'),
        },
        {
          what: 'webhook to an open browser: received',
          target: 'all, once',
          measured: `${inBrowser.latencies.length} of ${inBrowser.sent}, ${inBrowser.twice} twice`,
          met: inBrowser.latencies.length === inBrowser.sent && inBrowser.twice === 0,
        },
      ],
    };
  },
};

/** Posts to several servers in turns. @returns what came of it, one `Posting` for each of `measured` */
async function inTurns(context, turns, where, measured) {
  const postings = [];
  try {
    for (const one of measured) postings.push(await Posting.open(context, where, one));
    for (let turn = 0; turn < warmupTurns + turns; turn++) {
      for (const posting of postings) await posting.turn(turn < warmupTurns);
    }
    for (const posting of postings) {
      const { title, latencies, sent } = posting;
      context.say(
        `  ${title} (${where}): p50 ${formatMillis(quantile(latencies, 0.5))}, p99 ${formatMillis(quantile(latencies, 0.99))}, ${latencies.length} of ${sent}`,
      );
    }
    return postings;
  } finally {
    for (const posting of postings) await posting.close();
  }
}

/** What is posted to one server, and when it arrives. Latency counts from the moment at which the POST, signed, begins. */
class Posting {
  /** From the POST until its answer, ms. */
  accepted = [];
  /** From the POST until the message is there, ms. */
  latencies = [];
  sent = 0;
  twice = 0;
  #server;
  #system;
  #posted = 0;
  /** When each message was posted that counts. */
  #postedAt = new Map();
  #seen = new Set();
  /** How many of them are not waited for any more. */
  #missing = 0;
  #onArrival = () => undefined;

  constructor(title, where, server, system) {
    this.title = title;
    this.where = where;
    this.#server = server;
    this.#system = system;
    system.onArrival((key, atMs) => this.#arrived(key, atMs));
  }

  static async open(context, where, { server: description, connect, options, title = description.title }) {
    const server = await description.start(context.stateDirectory(), options);
    try {
      return new Posting(title, where, server, await connect(server));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** A second of posts at a steady rate, until all are answered and have arrived. */
  async turn(isWarmup) {
    const answers = [];
    const startMs = performance.now();
    for (let index = 0; index < perSecond; index++) {
      const dueMs = startMs + (index * 1_000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
      answers.push(this.#post(isWarmup));
    }
    await Promise.all(answers);
    await this.#allArrived();
  }

  async close() {
    await this.#system.close();
    await this.#server.stop();
  }

  async #post(isWarmup) {
    const index = this.#posted++;
    const key = String(index);
    const send = this.#system.prepared(index % people, key);
    const postedMs = performance.now();
    if (!isWarmup) {
      this.sent++;
      this.#postedAt.set(key, postedMs);
    }
    await send();
    if (!isWarmup) this.accepted.push(performance.now() - postedMs);
  }

  #arrived(key, atMs) {
    const postedMs = this.#postedAt.get(key);
    if (postedMs === undefined) return;
    if (this.#seen.has(key)) this.twice++;
    else this.latencies.push(atMs - postedMs);
    this.#seen.add(key);
    this.#onArrival();
  }

  /** What has not arrived `lateMs` after the last answer counts as missing. */
  #allArrived() {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#missing = this.sent - this.latencies.length;
        resolve();
      }, lateMs);
      this.#onArrival = () => {
        if (this.latencies.length + this.#missing < this.sent) return;
        clearTimeout(timer);
        resolve();
      };
      this.#onArrival();
    });
  }
}
