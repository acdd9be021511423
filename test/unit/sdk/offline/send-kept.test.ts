import { gunzipSync } from 'node:zlib';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { closes } from '../../../../src/protocol/closes';
import { decodeSyncRequest, encodeSyncAnswer } from '../../../../src/protocol/sync-body';
import { type Client, createClient } from '../../../../web/sdk';
import { FakeNetwork, FakePage, FakeSocket } from '../fake-socket';
import './device';

/** Where sockets lead: what happens to one that was opened. */
let answer: (socket: FakeSocket) => void;
let client: Client;

/** A socket to a server that takes whatever it is brought. */
class TakingSocket extends FakeSocket {
  constructor(url: string) {
    super(url);
    setTimeout(() => answer(this));
  }

  override send(data: string | Uint8Array): void {
    super.send(data);
    const frame = this.sent.at(-1);
    if (frame === undefined || typeof frame === 'string') return;
    if (frame.type === 'step1') {
      this.receive({ type: 'step1', stateVector: new Uint8Array([0]) });
      this.receive({ type: 'step2', update: new Uint8Array([0, 0]) });
    } else if (frame.type === 'step2') this.receive({ type: 'saved', n: frame.n ?? 0, version: 1 });
  }
}

const welcome = (socket: FakeSocket) => socket.welcome({ role: 'editor' });

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  FakeSocket.all = [];
  answer = welcome;
  client = newClient();
});

afterEach(async () => {
  await client.signOut();
  vi.unstubAllGlobals();
});

function newClient(): Client {
  return createClient({
    ...{ url: 'https://trips.example', person: 'aoi', ticket: () => 'tkt', WebSocket: TakingSocket },
    ...{ network: new FakeNetwork(), page: new FakePage() },
  });
}

/** Writes into a document that the server does not answer for, and closes it. */
async function writeOffline(kind: 'trip' | 'event', id: string): Promise<void> {
  answer = (socket) => socket.drop();
  const session = kind === 'trip' ? client.openTrip(id) : client.openEvent(id);
  session.doc.getText('title').insert(0, `title of ${id}`);
  await vi.waitFor(() => expect(session.state.unsaved).toBe(1));
  session.close();
  await vi.waitFor(async () => expect((await unsaved())[id]).toBe(1));
  FakeSocket.all = [];
}

async function unsaved(): Promise<Record<string, number>> {
  const documents = (await client.offline?.documents()) ?? [];
  return Object.fromEntries(documents.map((one) => [one.id, one.unsaved]));
}

function sentTitles(): string[] {
  return FakeSocket.all.flatMap(({ updates }) => updates).map(titleOf);
}

function titleOf(update: Uint8Array): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc.getText('title').toString();
}

describe('what the device keeps unsaved', () => {
  it('has what was written into a document that was closed again at once', async () => {
    const session = client.openTrip('t1');
    session.doc.getText('title').insert(0, 'a quick thought');
    session.close();
    await vi.waitFor(async () => expect(await unsaved()).toEqual({ t1: 1 }));
  });

  it('is sent without being opened, unseen by others, and is saved then', async () => {
    await writeOffline('trip', 't1');
    await writeOffline('event', 'e1');
    answer = welcome;
    await client.sendKept();
    expect(sentTitles().sort()).toEqual(['title of e1', 'title of t1']);
    expect(FakeSocket.all.every(({ url, closedWith }) => url.includes('invisible=1') && closedWith === 1000)).toBe(true);
    await vi.waitFor(async () => expect(await unsaved()).toEqual({ e1: 0, t1: 0 }));
    FakeSocket.all = [];
    await client.sendKept();
    expect(FakeSocket.all).toEqual([]);
  });

  it('is left to the document where that is open', async () => {
    await writeOffline('trip', 't1');
    answer = () => undefined;
    const open = client.openTrip('t1');
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(1));
    await client.sendKept();
    expect(FakeSocket.all).toHaveLength(1);
    open.close();
  });

  it('waits on where the server cannot be reached, without trying one document after the other', async () => {
    await writeOffline('trip', 't1');
    await writeOffline('trip', 't2');
    await client.sendKept();
    expect(FakeSocket.all).toHaveLength(1);
    expect(await unsaved()).toEqual({ t1: 1, t2: 1 });
  });

  it('is sent over HTTP where no socket gets through', async () => {
    await writeOffline('trip', 't1');
    await writeOffline('trip', 't2');
    const brought: Uint8Array[] = [];
    vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
      const bytes = gunzipSync(new Uint8Array(await (body as Blob).arrayBuffer()));
      const { update } = decodeSyncRequest(new Uint8Array(bytes));
      if (update.length > 0) brought.push(update);
      const answered = encodeSyncAnswer({ update: new Uint8Array([0, 0]), version: 1 });
      return new Response(answered, { headers: { etag: '"v1"', 'x-triptrip-role': 'editor' } });
    });
    await client.sendKept();
    expect(brought.map(titleOf).sort()).toEqual(['title of t1', 'title of t2']);
    await vi.waitFor(async () => expect(await unsaved()).toEqual({ t1: 0, t2: 0 }));
  });

  it('becomes a copy for its author where they may not edit any more, and does not stop the others', async () => {
    await writeOffline('trip', 't1');
    await writeOffline('trip', 't2');
    answer = (socket) =>
      socket.url.includes('/t2') ? socket.drop(closes.forbidden.code, closes.forbidden.reason) : welcome(socket);
    await client.sendKept();
    expect(sentTitles()).toEqual(['title of t1']);
    await vi.waitFor(async () => expect(await client.offline?.copies('t2')).toMatchObject([{ title: 'title of t2' }]));
  });
});
