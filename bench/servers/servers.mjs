import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { RunningServer } from './running-server.mjs';

/**
 * The servers that are compared. Each has
 * - `start(stateDirectory, { port, inspect, pages })`; any free port unless one is given; `inspect` opens workerd's inspector;
 *   `pages` puts Miniflare's two Workers in front that route between static files and the Worker,
 * - `openRoom(server, people)`: makes a document in which so many people may work, and answers how each of them
 *   connects: `{ path, dialect, room, token? }`. `options.stock` asks for what a stock y-websocket client does.
 */

const secret = 'a secret for benchmarks, worth nothing';
const sourceKey = Buffer.alloc(32, 7).toString('base64');
const host = (server) => `127.0.0.1:${server.port}`;
const here = (path) => new URL(path, import.meta.url).pathname;

/** The address of a person's connection. The server may have been restarted, on another port, since they were invited. */
export const addressOf = (server, person) => `ws://${host(server)}${person.path}`;

let rooms = 0;
const nextRoom = () => `bench-${++rooms}`;

function plainServer({ name, title, start, path = '', dialect = 'yjs' }) {
  return {
    name,
    title,
    start,
    openRoom: async (_server, people) => {
      const room = nextRoom();
      return Array.from({ length: people }, () => ({ path: `/${path}${room}`, dialect, room }));
    },
  };
}

/** @param {Record<string, { config: string, bundle: string }>} built the bundled Workers, by name */
export function describeServers(built) {
  const workerd =
    (name, bindings = {}) =>
    (stateDirectory, { port = 0, inspect = false, pages = false } = {}) =>
      RunningServer.start(
        here('workerd-host.mjs'),
        [
          built[name].config,
          built[name].bundle,
          stateDirectory,
          JSON.stringify(bindings),
          String(port),
          ...(inspect ? ['inspect'] : []),
          ...(pages ? ['pages'] : []),
        ],
        // wrangler warns of secrets that it does not find.
        { ...bindings, ...(inspect ? { MINIFLARE_WORKERD_V8_FLAGS: '--expose-gc' } : {}) },
      );
  const onNode = (script) => () => RunningServer.start(here(script), []);
  return {
    floor: plainServer({ name: 'floor', title: 'floor', start: workerd('floor'), dialect: 'floor' }),
    storingFloor: plainServer({
      name: 'storingFloor',
      title: 'floor that stores',
      start: workerd('floor'),
      path: 'storing/',
      dialect: 'floor',
    }),
    yPartyserver: plainServer({
      name: 'yPartyserver',
      title: 'y-partyserver',
      start: workerd('y-partyserver'),
      path: 'parties/room/',
    }),
    hocuspocus: plainServer({
      name: 'hocuspocus',
      title: 'Hocuspocus',
      start: onNode('hocuspocus.mjs'),
      dialect: 'hocuspocus',
    }),
    yWebsocket: plainServer({ name: 'yWebsocket', title: 'y-websocket', start: onNode('y-websocket.mjs') }),
    // Has no documents: it notifies people.
    socketIo: { name: 'socketIo', title: 'Socket.IO', start: onNode('socket-io.mjs') },
    // Knows no Yjs: its documents are JSON.
    shareDb: { name: 'shareDb', title: 'ShareDB', start: onNode('sharedb.mjs') },
    triptrip: {
      name: 'triptrip',
      title: 'TripTrip',
      start: async (stateDirectory, options) => {
        // A directory that holds something is a restart.
        if (readdirSync(stateDirectory).length === 0) built.triptrip.migrate(stateDirectory);
        return workerd('triptrip', { DEV_JWT_SECRET: secret, SOURCE_KEY: sourceKey })(stateDirectory, options);
      },
      openRoom: openTrip,
    },
  };
}

/** A trip with so many members, the first of them its owner. */
async function openTrip(server, people, { stock = false, owner = 'person-0' } = {}) {
  const ids = [owner, ...Array.from({ length: people - 1 }, (_, index) => `person-${index + 1}`)];
  const tokens = ids.map((id) => signToken(id, id));
  const { id } = await callTripTrip(server, tokens[0], 'POST', '/v1/trips', { title: 'Bench' });
  for (let index = 1; index < people; index++) {
    await callTripTrip(server, tokens[0], 'PUT', `/v1/trips/${id}/members/person-${index}`, { role: 'editor' });
  }
  const path = `/v1/trips/${id}`;
  return tokens.map((token) =>
    stock
      ? { path: `${path}?token=${token}`, dialect: 'yjs', room: id }
      : { path: `${path}?sdk=1`, dialect: 'sdk', room: id, token },
  );
}

/** One REST call to TripTrip. @throws Error with the problem when it is refused */
export async function callTripTrip(server, token, method, path, body) {
  const response = await fetch(`http://${host(server)}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** A token of the development login, without the login (which is limited per address). */
export function signToken(id, name, role = 'user') {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: id, name, role, iat: now, exp: now + 86_400 })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
