import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { JsonClient } from '../../docs/examples/json-client.mjs';
import { type Caller, expectOk, login } from '../support/rest-client';
import { sharedServer } from './shared-server';

// One event, three programs that know nothing of each other: an unmodified y-websocket client, the client of docs/operations.md
// and curl. What this test does is told there.

interface Event {
  readonly id: string;
  readonly title: string;
  readonly location: string | null;
  readonly tags: readonly string[];
  readonly metadata: { readonly version: number };
}

/** The example, as this test uses it. */
interface ExampleClient {
  readonly view: Event | null;
  readonly version: number;
  readonly socket: { close(): void };
  edit(...operations: readonly object[]): void;
}

const server = sharedServer();
let aoi: Caller;
let ben: Caller;

beforeAll(async () => {
  [aoi, ben] = await Promise.all([login(server.url, 'aoi', '葵'), login(server.url, 'ben', 'Ben')]);
});

const run = promisify(execFile);

/** `curl -X PATCH` of an event at a version. */
async function curlPatch(path: string, version: number, operations: readonly object[]): Promise<Event> {
  const { stdout } = await run('curl', [
    ...['--silent', '--show-error', '--fail-with-body', '--request', 'PATCH'],
    ...['--header', `Authorization: Bearer ${aoi.token}`, '--header', 'Content-Type: application/json-patch+json'],
    ...['--data', JSON.stringify(operations), `${server.url}${path}?base_version=${version}`],
  ]);
  return JSON.parse(stdout) as Event;
}

/** What all three show of the event, in one spelling. */
function shown({ title, location, tags }: Event): string {
  return JSON.stringify({ title, location, tags });
}

describe('three languages', () => {
  it('[O8] a Yjs client, a JSON client and curl edit one field at once, and all three have the same event', async () => {
    const times = { start_time: '2027-05-01T03:00:00Z', end_time: '2027-05-01T04:00:00Z', time_zone: 'Asia/Tokyo' };
    const { id } = await expectOk<Event>(aoi, 'POST', '/v1/events', { title: 'Lunch in Kyoto', ...times });
    const path = `/v1/events/${id}`;
    await expectOk(aoi, 'PUT', `${path}/members/ben`, { role: 'editor' });
    const sockets = server.url.replace(/^http/, 'ws');

    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`${sockets}/v1/events`, id, doc, {
      params: { token: aoi.token },
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    const errors: unknown[] = [];
    let look: () => void = () => {};
    const json = new JsonClient(`${sockets}${path}`, ben.token, (_client: unknown, error?: unknown) => {
      if (error !== undefined) errors.push(error);
      look();
    }) as unknown as ExampleClient;
    const until = async (holds: () => boolean) => {
      while (!holds()) {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
      }
    };
    try {
      await Promise.all([once(provider as never, 'synced'), until(() => json.view !== null)]);
      const version = json.version;

      // At once: none of the three has seen what the others do.
      const title = doc.getText('title');
      title.insert(title.length, ', Aoi pays');
      json.edit({ op: 'replace', path: '/title', value: 'Long lunch in Kyoto' });
      const patched = curlPatch(path, version, [
        { op: 'replace', path: '/title', value: 'Lunch in old Kyoto' },
        { op: 'add', path: '/tags/-', value: 'food' },
      ]);
      await patched;

      const together = 'Long lunch in old Kyoto, Aoi pays';
      doc.on('update', () => look());
      await until(() => title.toString() === together && json.view?.title === together && json.version === version + 3);
      expect(errors).toEqual([]);

      const atCurl = JSON.parse(
        (await run('curl', ['--silent', '--header', `Authorization: Bearer ${ben.token}`, `${server.url}${path}`])).stdout,
      ) as Event;
      const atYjs = {
        title: title.toString(),
        location: (doc.getMap('details').get('location') as string | undefined) ?? null,
        tags: [...doc.getMap('tags').keys()].sort(),
      };
      expect(shown(json.view as Event)).toBe(shown(atCurl));
      expect(shown({ ...atCurl, ...atYjs })).toBe(shown(atCurl));
      expect(atCurl).toMatchObject({ title: together, tags: ['food'], metadata: { version: version + 3 } });
    } finally {
      json.socket.close();
      provider.destroy();
      doc.destroy();
    }
  });
});
