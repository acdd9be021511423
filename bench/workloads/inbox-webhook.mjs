import { createHmac } from 'node:crypto';
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { quantile } from '../clients/analysis.mjs';
import { HubClient } from '../clients/hub-client.mjs';
import { openHubs, openSocketIo } from '../clients/notified-page.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const people = 50;
const perSecond = 50;
const warmupSeconds = 4;
const lateMs = 10_000;
/** In turns: a moment in which the host is slow is not one server's alone. */
const rounds = 3;

/** A system posts signed webhooks, each for one of fifty people who are connected: in a browser, and by plain sockets. */
export const inboxWebhook = {
  name: 'inbox-webhook',
  title: `Webhooks: ${perSecond}/s, each for one of ${people} people who are connected`,
  async run(context) {
    const seconds = context.quick ? 2 : 10;
    const { socketIo, storingFloor, triptrip } = context.servers;
    const measured = [
      { where: 'browser', server: triptrip, connect: tripTripInBrowser },
      { where: 'browser', server: socketIo, connect: socketIoInBrowser },
      { where: 'socket', server: triptrip, connect: tripTripSystem },
      { where: 'socket', server: triptrip, connect: tripTripSystem, options: { pages: true } },
      { where: 'socket', server: storingFloor, connect: floorSystem },
      { where: 'socket', server: socketIo, connect: socketIoSystem },
    ].map((one) => ({ ...one, runs: [] }));
    for (let round = 0; round < rounds; round++) {
      for (const { where, server, connect, options, runs } of measured) {
        runs.push(await measure(context, server, connect, seconds, { where, options }));
      }
    }
    const [inBrowser, socketIoThere, onSocket, whole, floor, socketIoHere] = measured.map(({ where, runs }) => {
      return { where, ...together(runs) };
    });
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
        `Each server in ${rounds} rounds, in turns, each round after ${warmupSeconds} s at the same rate. TripTrip checks a signature, stores the notification, the plan of its deliveries and the event in the object of its person, and then shows it; Socket.IO does nothing but pass it on. The floor shows what the platform takes by itself: a Worker calls the object of the person, which stores the message unread and sends it.`,
        `A message is there when the page of a browser has it, in which the ${people} people are connected; or, to see the servers by themselves, when a plain socket of the generator has it. Browser and generator read the same clock.`,
      ],
      tables: [
        {
          head: ['server', 'received by', 'POST answered, p50', 'message received, p50', 'against Socket.IO', 'p99', 'received'],
          rows: [
            row(inBrowser, socketIoThere),
            row(socketIoThere, socketIoThere),
            row(onSocket, socketIoHere),
            row({ ...whole, title: 'TripTrip behind the routers of its pages' }, socketIoHere),
            row(floor, socketIoHere),
            row(socketIoHere, socketIoHere),
          ],
        },
      ],
      targets: [
        { what: 'webhook to an open browser: p99', ...atMost(quantile(inBrowser.latencies, 0.99), 500, 'ms') },
        { what: 'webhook to an open browser: p50 against Socket.IO', ...atMost(ratioOf(inBrowser, socketIoThere), 3, '×') },
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

function together(runs) {
  const sum = (of) => runs.map(of).reduce((a, b) => a + b);
  return {
    title: runs[0].title,
    accepted: runs.flatMap(({ accepted }) => accepted),
    latencies: runs.flatMap(({ latencies }) => latencies),
    sent: sum(({ sent }) => sent),
    twice: sum(({ twice }) => twice),
  };
}

/**
 * Posts at a steady rate and notes when each message arrives. Latency counts from the moment at which the POST is made.
 * @param {(server: object) => Promise<{ post: (person: number, key: string) => Promise<void>, onArrival: (listener: (key: string, atMs: number) => void) => void, close: () => void }>} connect
 * @param {object} [options] of the server
 */
async function measure(context, description, connect, seconds, { where, options }) {
  const server = await description.start(context.stateDirectory(), options);
  let system;
  try {
    system = await connect(server);
    const postedAt = new Map();
    const accepted = [];
    const latencies = [];
    let twice = 0;
    let arrived = () => undefined;
    const seen = new Set();
    system.onArrival((key, atMs) => {
      const posted = postedAt.get(key);
      if (posted === undefined) return;
      if (seen.has(key)) twice++;
      else latencies.push(atMs - posted);
      seen.add(key);
      arrived();
    });
    // Objects wake, code is compiled.
    await postSteadily(warmupSeconds, (index) => system.post(index % people, `warm-${index}`));
    const sent = await postSteadily(seconds, async (index) => {
      const key = `${index}`;
      const postedMs = performance.now();
      postedAt.set(key, postedMs);
      await system.post(index % people, key);
      accepted.push(performance.now() - postedMs);
    });
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, lateMs);
      arrived = () => {
        if (latencies.length < sent) return;
        clearTimeout(timer);
        resolve();
      };
      arrived();
    });
    context.say(
      `  ${description.title} (${where}): p50 ${formatMillis(quantile(latencies, 0.5))}, p99 ${formatMillis(quantile(latencies, 0.99))}, ${latencies.length} of ${sent}`,
    );
    return { title: description.title, accepted, latencies, twice, sent };
  } finally {
    await system?.close();
    await server.stop();
  }
}

/** @returns how many were posted, and all of them answered */
async function postSteadily(seconds, post) {
  const posts = [];
  const start = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const dueMs = start + (index * 1_000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    posts.push(post(index));
  }
  await Promise.all(posts);
  return posts.length;
}

async function tripTripSystem(server) {
  const clients = await Promise.all(tokensOfPeople().map((token) => HubClient.open(server.port, token)));
  return {
    post: await tripTripPosts(server),
    onArrival(listener) {
      for (const client of clients) {
        client.onMessage = ({ type, data }, atMs) => {
          if (type === 'notification:new') listener(data.notification.data.key, atMs);
        };
      }
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}

async function tripTripInBrowser(server) {
  const page = await openHubs(server.port, tokensOfPeople());
  return { post: await tripTripPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const tokensOfPeople = () => Array.from({ length: people }, (_, person) => signToken(`person-${person}`, `Person ${person}`));

/** Declares a source, and posts what it signs. */
async function tripTripPosts(server) {
  const admin = signToken('bench-admin', 'Admin', 'admin');
  const { secret } = await callTripTrip(server, admin, 'POST', '/v1/webhook-sources', { name: 'bench' });
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return async (person, id) => {
    const body = JSON.stringify({
      type: 'bench_message',
      recipients: [`person-${person}`],
      title: 'A message',
      body: 'Its words.',
      data: { key: id },
    });
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', key).update(`msg_${id}.${timestamp}.${body}`).digest('base64');
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/webhooks/bench`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': `msg_${id}`,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    if (!response.ok) throw new Error(`the webhook answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
}

async function floorSystem(server) {
  const address = (person) => `://127.0.0.1:${server.port}/storing/person-${person}`;
  const clients = await Promise.all(
    Array.from({ length: people }, async (_, person) => {
      const client = new WebSocket(`ws${address(person)}`);
      await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
      return client;
    }),
  );
  return {
    async post(person, key) {
      const notification = { title: 'A message', body: 'Its words.', data: { key } };
      await fetch(`http${address(person)}`, { method: 'POST', body: JSON.stringify(notification) });
    },
    onArrival(listener) {
      for (const client of clients) {
        client.on('message', (message) => listener(JSON.parse(message).data.key, performance.now()));
      }
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}

async function socketIoSystem(server) {
  const clients = peopleOfSocketIo().map((person) =>
    io(`http://127.0.0.1:${server.port}`, { transports: ['websocket'], forceNew: true, auth: { person } }),
  );
  await Promise.all(clients.map((client) => new Promise((resolve) => client.once('joined', resolve))));
  return {
    post: socketIoPosts(server),
    onArrival(listener) {
      for (const client of clients) client.on('notification', ({ data }) => listener(data.key, performance.now()));
    },
    close() {
      for (const client of clients) client.disconnect();
    },
  };
}

async function socketIoInBrowser(server) {
  const page = await openSocketIo(server.port, peopleOfSocketIo());
  return { post: socketIoPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const peopleOfSocketIo = () => Array.from({ length: people }, (_, person) => String(person));

function socketIoPosts(server) {
  return async (person, id) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        person: String(person),
        notification: { title: 'A message', body: 'Its words.', data: { key: id } },
      }),
    });
    await response.arrayBuffer();
  };
}
