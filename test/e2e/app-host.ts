import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands between browsers and a server. Where it is unplugged there is no server at all; and it can deploy new versions of the app. */
export interface AppHost {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** Ends every connection, and accepts none. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Serves a new version of the app: its files have new names, and those with the old names are gone. */
  deploy(): void;
  /** Serves this service worker from now on, whatever the version. */
  replaceWorker(code: string): void;
}

const textTypes = /^(text\/(html|css|javascript)|application\/javascript)/;

/** Starts a host in front of the server at `serverUrl`. */
export async function startAppHost(serverUrl: string): Promise<AppHost> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let version = 1;
  let port = 0;
  let worker: string | null = null;

  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const path = incoming.url ?? '/';
    // A new version may come while the server is being asked: an answer is of one version.
    const served = version;
    if (worker !== null && path === '/service-worker.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(worker);
      return;
    }
    const { status, headers, body } = await ask(incoming, unversioned(path, served));
    const isText = !path.startsWith('/v1/') && textTypes.test(String(headers['content-type']));
    const content = isText ? Buffer.from(inVersion(body.toString(), served)) : body;
    response.writeHead(status, { ...headers, 'content-length': content.length });
    response.end(content);
  };

  const ask = (incoming: IncomingMessage, path: string) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      // Each version has its own bytes: what a browser has of one must not be confirmed for another.
      const { 'if-none-match': _, 'accept-encoding': __, ...headers } = incoming.headers;
      const outgoing = request({ hostname, port: serverPort, path, method: incoming.method, headers }, (reply) => {
        buffer(reply).then((body) => {
          const { 'transfer-encoding': ___, etag: ____, ...replied } = reply.headers;
          resolve({ status: reply.statusCode ?? 502, headers: replied, body });
        }, reject);
      });
      outgoing.on('error', reject);
      incoming.pipe(outgoing);
    });

  const listen = async (): Promise<Server> => {
    const server = createServer((incoming, response) => {
      answer(incoming, response).catch(() => response.destroy());
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    });
    server.on('upgrade', (incoming, socket) => {
      const upstream = connect(Number(serverPort), hostname, () => {
        const lines = incoming.rawHeaders.flatMap((part, index, all) => (index % 2 === 0 ? [`${part}: ${all[index + 1]}`] : []));
        upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const [one, other] of [
        [upstream, socket],
        [socket, upstream],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    return server;
  };

  let server = await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    unplug: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    plug: async () => {
      server = await listen();
    },
    deploy: () => {
      version++;
    },
    replaceWorker: (code) => {
      worker = code;
    },
  };
}

/** What the server calls a file of a version; a name of another version is one that the server does not know. */
function unversioned(path: string, version: number): string {
  if (version === 1 || !path.startsWith('/assets/')) return path;
  const ending = new RegExp(`-v${version}(\\.\\w+)$`);
  return ending.test(path) ? path.replace(ending, '$1') : '/assets/gone.js';
}

/** A file of the app with all names of files, and its version, changed. */
function inVersion(text: string, version: number): string {
  if (version === 1) return text;
  return text
    .replace(/(-[\w-]{8})\.(js|css)\b/g, `$1-v${version}.$2`)
    .replace(/version:`([\w-]+)`/, `version:\`$1-v${version}\``)
    .replace('<html', `<html data-version="${version}"`);
}
