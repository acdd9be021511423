import { createHmac } from 'node:crypto';
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { callTripTrip, signToken } from '../servers/servers.mjs';
import { HubClient } from './hub-client.mjs';
import { openFloor, openHubs, openSocketIo } from './notified-page.mjs';

/** Who is connected to each server, each of them posted to in turn. */
export const people = 50;

/*
 * What posts to a server, and hears of what arrives: `post(person, key)` settles when the server has answered,
 * `onArrival(listener)` tells the key of each message and when it was there, `close()` ends the connections.
 */

/** People of TripTrip, each with a plain socket. */
export async function tripTripSystem(server) {
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

/** People of TripTrip, all in a page of a browser. */
export async function tripTripInBrowser(server) {
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
    post: floorPosts(server),
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
  return { post: floorPosts(server), onArrival: (listener) => page.onArrival(listener), close: () => page.close() };
}

const floorAddresses = (scheme, server) =>
  Array.from({ length: people }, (_, person) => `${scheme}://127.0.0.1:${server.port}/storing/person-${person}`);

function floorPosts(server) {
  const addresses = floorAddresses('http', server);
  return async (person, key) => {
    const notification = { title: 'A message', body: 'Its words.', data: { key } };
    await fetch(addresses[person], { method: 'POST', body: JSON.stringify(notification) });
  };
}

/** People of Socket.IO, each with a client in this process. */
export async function socketIoSystem(server) {
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

/** People of Socket.IO, all in a page of a browser. */
export async function socketIoInBrowser(server) {
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
