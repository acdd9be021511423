import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { type ErrorCode, errorCodes } from '../../../src/protocol/codes';
import type { Role } from '../../../src/protocol/roles';
import { decodeSyncRequest, encodeSyncAnswer } from '../../../src/protocol/sync-body';
import { createClient, type RecoverableCopy } from '../../../web/sdk';
import type { DocumentSession } from '../../../web/sdk/document-session';
import { FakeNetwork, FakePage, FakeSocket } from './fake-socket';

/** A server that answers `POST …/sync` as PROTOCOL.md has it (H1 to H4). */
class PolledServer {
  readonly doc = new Y.Doc();
  role: Role = 'editor';
  /** Why it takes nothing; null when it does. */
  refusal: ErrorCode | null = null;
  #version = 1;
  #answered = 0;

  constructor() {
    this.doc.on('update', () => {
      this.#version += 1;
    });
  }

  get title(): string {
    return this.doc.getText('title').toString();
  }

  readonly fetch = async (_url: string, { headers, body }: RequestInit): Promise<Response> => {
    const bytes = gunzipSync(new Uint8Array(await (body as Blob).arrayBuffer()));
    const { stateVector, update } = decodeSyncRequest(new Uint8Array(bytes));
    this.#answered += 1;
    if (update.length > 0) {
      const code = this.role === 'viewer' ? 'forbidden' : this.refusal;
      if (code !== null) return Response.json({ code, title: code }, { status: errorCodes[code].status });
      Y.applyUpdate(this.doc, update);
    }
    const etag = `"v${this.#version}"`;
    const told = { etag, 'x-triptrip-role': this.role };
    const known = (headers as Record<string, string>)['if-none-match'];
    if (update.length === 0 && known === etag) return new Response(null, { status: 304, headers: told });
    const lacking = Y.encodeStateAsUpdate(this.doc, stateVector);
    return new Response(encodeSyncAnswer({ update: lacking, version: this.#version }), { headers: told });
  };

  /** Lets time pass until it has answered that often, and the answer has arrived. */
  async answers(times = 1): Promise<void> {
    const wanted = this.#answered + times;
    while (this.#answered < wanted) {
      await vi.advanceTimersByTimeAsync(100);
      await turn();
    }
    for (let i = 0; i < 10; i++) await turn();
  }
}

/** Requests and their compression end in turns of the real event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A network that lets no socket through. */
class BlockedSocket extends FakeSocket {
  constructor(url: string) {
    super(url);
    setTimeout(() => this.drop());
  }
}

let server: PolledServer;
let trip: DocumentSession;
let copies: RecoverableCopy[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  server = new PolledServer();
  server.doc.getText('title').insert(0, 'Kyoto');
  vi.stubGlobal('fetch', server.fetch);
  const surroundings = { WebSocket: BlockedSocket, network: new FakeNetwork(), page: new FakePage() };
  trip = createClient({ url: 'https://trips.example', ticket: () => 'tkt', ...surroundings }).openTrip('t1');
  copies = [];
  trip.on('copy', (copy) => copies.push(copy));
});

afterEach(() => {
  trip.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const titleHere = () => trip.doc.getText('title').toString();

describe('a document where no socket gets through', () => {
  it('is exchanged every few seconds', async () => {
    await server.answers();
    expect(trip.state).toMatchObject({ status: { name: 'polling', reason: 'blocked' }, role: 'editor', loaded: true });
    trip.doc.getText('title').insert(5, ' by train');
    await server.answers();
    expect(server.title).toBe('Kyoto by train');
    expect(trip.saved).toBe(true);
  });

  it('[H3] that was loaded anew is not blank, although the server has nothing new', async () => {
    await server.answers(2);
    trip.doc.getText('title').insert(5, ' in autumn');
    server.role = 'viewer';
    await server.answers();
    expect(copies).toMatchObject([{ reason: 'forbidden', fragments: [' in autumn'] }]);
    expect(titleHere()).toBe('');
    await server.answers();
    expect(titleHere()).toBe('Kyoto');
    expect(trip.state).toMatchObject({ loaded: true, role: 'viewer', unsaved: 0 });
  });

  it('hands over what somebody wrote before anybody could tell them that they may not', async () => {
    server.role = 'viewer';
    trip.doc.getText('title').insert(0, 'my own words');
    await server.answers();
    expect(copies).toMatchObject([{ reason: 'forbidden', fragments: ['my own words'] }]);
    await server.answers();
    expect(titleHere()).toBe('Kyoto');
    await server.answers(2);
    expect(trip.state).toMatchObject({ unsaved: 0, saved: true });
    expect(copies).toHaveLength(1);
  });

  it.each(['document-full', 'locked', 'invalid'] as const)(
    'shows what the others write while the server does not take an edit (%s), and says why',
    async (code) => {
      await server.answers();
      server.refusal = code;
      trip.doc.getText('title').insert(5, '!');
      await server.answers();
      expect(trip.state).toMatchObject({ status: { name: 'polling' }, refused: code, unsaved: 1 });
      server.doc.getText('title').insert(0, 'To ');
      await server.answers(2);
      expect(titleHere()).toBe('To Kyoto!');
      server.refusal = null;
      await server.answers(2);
      expect(server.title).toBe('To Kyoto!');
      expect(trip.state).toMatchObject({ refused: null, unsaved: 0 });
    },
  );
});
