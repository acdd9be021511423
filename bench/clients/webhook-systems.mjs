import { createHmac } from 'node:crypto';
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { callTripTrip, signToken } from '../servers/servers.mjs';
import { HubClient } from './hub-client.mjs';
import { openFloor, openHubs, openSocketIo } from './notified-page.mjs';

/** Who is connected to each server, each of them posted to in turn. */
export const people = 50;

/*
 * What posts to a server, and hears of what arrives: `prepared(person, key)` makes a request, whole and signed, and answers
 * what sends it, which settles when the server has answered; `onArrival(listener)` tells the key of each message and when it
 * was there; `close()` ends the connections.
 */

/** People of TripTrip, each with a plain socket. */
export async function tripTripSystem(server) {
  const clients = await Promise.all(tokensOfPeople().map((token) => HubClient.open(server.port, token)));
  return {
    prepared: await tripTripPosts(server),
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

/** People of TripTrip, all in a page of a browser. */
export async function tripTripInBrowser(server) {
  const page = await openHubs(server.port, tokensOfPeople());
  return { prepared: await tripTripPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const tokensOfPeople = () => Array.from({ length: people }, (_, person) => signToken(`person-${person}`, `Person ${person}`));

/** Declares a source, and posts what it signs. */
async function tripTripPosts(server) {
  const admin = signToken('bench-admin', 'Admin', 'admin');
  const { secret } = await callTripTrip(server, admin, 'POST', '/v1/webhook-sources', { name: 'bench' });
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return (person, id) => {
    const body = JSON.stringify({ type: 'bench_message', recipients: [`person-${person}`], ...notificationOf(id) });
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', key).update(`msg_${id}.${timestamp}.${body}`).digest('base64');
    return () =>
      send(`http://127.0.0.1:${server.port}/v1/webhooks/bench`, body, {
        'webhook-id': `msg_${id}`,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      });
  };
}

/** People whose objects store what is posted, unread, and send it on. */
export async function floorSystem(server) {
  const clients = await Promise.all(
    floorAddresses('ws', server).map(async (address) => {
      const client = new WebSocket(address);
      await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
      return client;
    }),
  );
  return {
    prepared: floorPosts(server),
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

/** The same people, all in a page of a browser. */
export async function floorInBrowser(server) {
  const page = await openFloor(floorAddresses('ws', server));
  return { prepared: floorPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const floorAddresses = (scheme, server) =>
  Array.from({ length: people }, (_, person) => `${scheme}://127.0.0.1:${server.port}/storing/person-${person}`);

function floorPosts(server) {
  const addresses = floorAddresses('http', server);
  return (person, key) => {
    const body = JSON.stringify(notificationOf(key));
    return () => send(addresses[person], body);
  };
}

/** People of Socket.IO, each with a client in this process. */
export async function socketIoSystem(server) {
  const clients = peopleOfSocketIo().map((person) =>
    io(`http://127.0.0.1:${server.port}`, { transports: ['websocket'], forceNew: true, auth: { person } }),
  );
  await Promise.all(clients.map((client) => new Promise((resolve) => client.once('joined', resolve))));
  return {
    prepared: socketIoPosts(server),
    onArrival(listener) {
      for (const client of clients) client.on('notification', ({ data }) => listener(data.key, performance.now()));
    },
    close() {
      for (const client of clients) client.disconnect();
    },
  };
}

/** People of Socket.IO, all in a page of a browser. */
export async function socketIoInBrowser(server) {
  const page = await openSocketIo(server.port, peopleOfSocketIo());
  return { prepared: socketIoPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const peopleOfSocketIo = () => Array.from({ length: people }, (_, person) => String(person));

function socketIoPosts(server) {
  return (person, key) => {
    const body = JSON.stringify({ person: String(person), notification: notificationOf(key) });
    return () => send(`http://127.0.0.1:${server.port}/notify`, body);
  };
}

const notificationOf = (key) => ({ title: 'A message', body: 'Its words.', data: { key } });

/** Posts JSON, and waits for the whole answer. @throws Error when it was refused */
async function send(address, body, headers = {}) {
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${answer}`);
}
