import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchDirectory } from '../toolchain.mjs';
import { launchChromium, serveScript } from './chromium.mjs';

/** More than this between two clocks of one machine, and what they say of one message means nothing. */
const maxClockErrorMs = 5;

/**
 * One page of a browser in which many people are connected.
 * @property {(listener: (key: string, atMs: number) => void) => void} onArrival of each message, on the clock of this process
 */
class NotifiedPage {
  #listener = () => undefined;
  #browser;
  #stop;

  constructor(browser, stop) {
    this.#browser = browser;
    this.#stop = stop;
  }

  arrived(key, epochMs) {
    this.#listener(key, epochMs - performance.timeOrigin);
  }

  onArrival(listener) {
    this.#listener = listener;
  }

  async close() {
    await this.#browser.close();
    this.#stop();
  }
}

/** Opens hubs of TripTrip in a page of its own, as the app does. */
export function openHubs(port, tokens) {
  return openPage(`http://127.0.0.1:${port}/healthz`, connectHubs, tokens);
}

/** Opens connections of Socket.IO, by its own client. */
export async function openSocketIo(port, people) {
  // Its package does not export the file that pages load.
  const client = readFileSync(join(benchDirectory, 'node_modules/socket.io-client/dist/socket.io.min.js'), 'utf8');
  const site = await serveScript(client);
  return openPage(site.url, connectSocketIo, { url: `http://127.0.0.1:${port}`, people }, site.stop);
}

/** Opens sockets of the floor, which say what was posted and nothing else. */
export async function openFloor(addresses) {
  const site = await serveScript('');
  return openPage(site.url, connectFloor, addresses, site.stop);
}

async function openPage(url, connect, argument, stop = () => undefined) {
  const browser = await launchChromium();
  const opened = new NotifiedPage(browser, stop);
  try {
    // What is opened of TripTrip is no page of its app, and may connect to nothing.
    const page = await browser.newPage({ bypassCSP: true });
    await page.exposeFunction('arrived', (key, epochMs) => opened.arrived(key, epochMs));
    await page.goto(url);
    await checkClock(page);
    await page.evaluate(connect, argument);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Both count from the epoch; a machine whose clock was set in between would show here. */
async function checkClock(page) {
  const before = performance.timeOrigin + performance.now();
  const there = await page.evaluate(() => performance.timeOrigin + performance.now());
  const after = performance.timeOrigin + performance.now();
  if (there < before - maxClockErrorMs || there > after + maxClockErrorMs) {
    throw new Error(`the browser's clock is not ours: ${there} is not between ${before} and ${after}`);
  }
}

/* These run in the page. */

function connectHubs(tokens) {
  const connect = (token) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/v1/realtime?token=${token}`);
      socket.onclose = ({ code }) => reject(new Error(`the hub closed with ${code}`));
      socket.onmessage = ({ data }) => {
        const epochMs = performance.timeOrigin + performance.now();
        const message = JSON.parse(data);
        if (message.type === 'auth:ok') resolve();
        for (const { type, data } of message.type === 'batch' ? message.data.messages : [message]) {
          if (type === 'notification:new') globalThis.arrived(data.notification.data.key, epochMs);
        }
      };
    });
  return Promise.all(tokens.map(connect)).then(() => undefined);
}

function connectSocketIo({ url, people }) {
  const connect = (person) =>
    new Promise((resolve) => {
      const socket = globalThis.io(url, { transports: ['websocket'], forceNew: true, auth: { person } });
      socket.on('notification', ({ data }) => globalThis.arrived(data.key, performance.timeOrigin + performance.now()));
      socket.once('joined', resolve);
    });
  return Promise.all(people.map(connect)).then(() => undefined);
}

function connectFloor(addresses) {
  const connect = (address) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`no connection with ${address}`));
      socket.onmessage = ({ data }) => {
        const epochMs = performance.timeOrigin + performance.now();
        globalThis.arrived(JSON.parse(data).data.key, epochMs);
      };
    });
  return Promise.all(addresses.map(connect)).then(() => undefined);
}
