import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { closes } from '../../../src/protocol/closes';
import type { Client, ConflictMessage } from '../../../web/sdk';
import { createClient } from '../../../web/sdk';
import type { DocumentSession } from '../../../web/sdk/document-session';
import { FakeNetwork, FakePage, FakeSocket, sessionMessage } from './fake-socket';

let client: Client;
let trip: DocumentSession;
let page: FakePage;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  page = new FakePage();
  const network = new FakeNetwork();
  client = createClient({ url: 'https://trips.example', ticket: () => 'tkt', WebSocket: FakeSocket, network, page });
  trip = client.openTrip('t1');
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  trip.close();
  vi.useRealTimers();
});

/** The server's part of a connection up to the first acknowledgement. */
function welcome(role: 'owner' | 'editor' | 'viewer' = 'editor', content = new Y.Doc()): FakeSocket {
  const socket = FakeSocket.last;
  socket.welcome({ role });
  socket.receive({ type: 'update', update: Y.encodeStateAsUpdate(content) });
  socket.receive({ type: 'step2', update: new Uint8Array([0, 0]) });
  socket.receive({ type: 'step1', stateVector: Y.encodeStateVector(content) });
  socket.receive({ type: 'saved', n: 1, version: 1 });
  return socket;
}

describe('an open trip', () => {
  it('connects as an SDK session to the address of the trip', () => {
    expect(FakeSocket.last.url).toBe('wss://trips.example/v1/trips/t1?sdk=1&ticket=tkt');
  });

  it('tells who this is, the role, and that it is loaded and saved', () => {
    welcome();
    expect(trip.state).toMatchObject({ loaded: true, saved: true, unsaved: 0, role: 'editor', person: { id: 'aoi' } });
    expect(trip.status).toEqual({ name: 'live' });
  });

  it('starts each connection with SyncStep1 and presence, once', async () => {
    const first = welcome();
    first.receive({ type: 'session', message: sessionMessage({ role: 'owner' }) });
    expect(first.sentTypes).toEqual(['step1', 'awareness', 'step2']);
    expect(trip.role).toBe('owner');
    first.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(welcome().sentTypes).toEqual(['step1', 'awareness', 'step2']);
  });

  it('counts edits of a lost connection as unsaved and sends them at the next one', async () => {
    welcome();
    FakeSocket.last.drop();
    trip.doc.getText('title').insert(0, 'offline');
    expect(trip.state).toMatchObject({ unsaved: 1, saved: false });
    await vi.advanceTimersByTimeAsync(1_000);
    const socket = welcome();
    const remote = new Y.Doc();
    Y.applyUpdate(remote, socket.updates[0] as Uint8Array);
    expect(remote.getText('title').toString()).toBe('offline');
    expect(trip.state).toMatchObject({ unsaved: 0, saved: true });
  });

  it('[A8] discards its document after a refusal and loads it anew under a new client id', async () => {
    const content = new Y.Doc();
    content.getText('title').insert(0, 'Kyoto');
    const first = welcome('viewer', content);
    const before = trip.doc;
    const replaced = vi.fn();
    trip.on('replaced', replaced);
    trip.doc.getText('title').insert(0, 'not mine to write ');
    first.receive({ type: 'refused', n: 2, code: 'forbidden' });
    first.receive({ type: 'notice', message: { code: 'read-only' } });
    await vi.advanceTimersByTimeAsync(0);
    expect(replaced).toHaveBeenCalledTimes(1);
    expect(trip.doc.clientID).not.toBe(before.clientID);
    expect(trip.state).toMatchObject({ unsaved: 0, loaded: false });
    const second = welcome('viewer', content);
    expect(FakeSocket.all).toHaveLength(2);
    expect(trip.doc.getText('title').toString()).toBe('Kyoto');
    expect(second.updates[0]).toEqual(new Uint8Array([0, 0]));
  });

  it('[A7] discards unsaved edits when the role is lost, and keeps the document when there are none', () => {
    const first = welcome('editor');
    const before = trip.doc;
    first.receive({ type: 'session', message: sessionMessage({ role: 'viewer' }) });
    expect(trip.doc).toBe(before);
    first.receive({ type: 'session', message: sessionMessage({ role: 'editor' }) });
    trip.doc.getText('title').insert(0, 'x');
    first.receive({ type: 'session', message: sessionMessage({ role: 'viewer' }) });
    expect(trip.doc).not.toBe(before);
  });

  it('tells why an edit was not taken until a later one is', () => {
    const socket = welcome();
    trip.doc.getText('title').insert(0, 'x');
    socket.receive({ type: 'refused', n: 2, code: 'document-full' });
    expect(trip.state).toMatchObject({ refused: 'document-full', unsaved: 1 });
    socket.receive({ type: 'step1', stateVector: Y.encodeStateVector(new Y.Doc()) });
    socket.receive({ type: 'saved', n: 3, version: 2 });
    expect(trip.state).toMatchObject({ refused: null, unsaved: 0 });
  });

  it('[R9] passes on what the server tells about an edit', () => {
    const notices: unknown[] = [];
    trip.on('notice', (notice) => notices.push(notice));
    welcome().receive({ type: 'notice', message: { code: 'repaired', paths: ['/title'] } });
    expect(notices).toEqual([{ code: 'repaired', paths: ['/title'] }]);
  });

  it('[P7] leaves at once: last edits, an empty presence, a clean close', () => {
    const socket = welcome();
    const before = socket.sent.length;
    const text = trip.doc.getText('title');
    text.insert(0, 'a');
    text.insert(1, 'b');
    trip.close();
    expect(socket.sentTypes.slice(before)).toEqual(['update', 'update', 'awareness']);
    expect(socket.closedWith).toBe(1000);
    expect(trip.status).toEqual({ name: 'closed' });
  });

  it('opens no connection when it is closed at once', async () => {
    FakeSocket.all = [];
    client.openTrip('t2').close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.all).toHaveLength(0);
  });
});

describe('what the server will not take', () => {
  it('[A8] is put aside as a copy with the words in it', async () => {
    const content = new Y.Doc();
    content.getText('title').insert(0, 'Kyoto');
    const socket = welcome('editor', content);
    const copies: unknown[] = [];
    const replaced = vi.fn();
    trip.on('copy', (copy) => copies.push(copy));
    trip.on('replaced', replaced);
    trip.doc.getText('title').insert(5, ' in autumn');
    socket.receive({ type: 'session', message: sessionMessage({ role: 'viewer' }) });
    expect(copies).toMatchObject([
      { document: 't1', title: 'Kyoto in autumn', reason: 'forbidden', edits: 1, fragments: [' in autumn'] },
    ]);
    expect(replaced).toHaveBeenCalledExactlyOnceWith({ doc: trip.doc, awareness: trip.awareness, copy: copies[0] });
    expect(trip.doc.getText('title').toString()).toBe('');
  });

  it('is put aside too when its author is removed', () => {
    const socket = welcome();
    const copies: unknown[] = [];
    trip.on('copy', (copy) => copies.push(copy));
    trip.doc.getText('title').insert(0, 'my last words');
    socket.drop(4403, 'membership ended');
    expect(trip.status).toEqual({ name: 'denied', reason: 'forbidden', code: 4403 });
    expect(copies).toMatchObject([{ fragments: ['my last words'], reason: 'forbidden' }]);
  });

  it('is put aside when what the device kept is damaged, and the document is loaded anew', async () => {
    const socket = welcome();
    const copies: unknown[] = [];
    trip.on('copy', (copy) => copies.push(copy));
    trip.doc.getText('title').insert(0, 'half of it');
    const before = trip.doc;
    socket.drop(closes.noProgress.code, closes.noProgress.reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(copies).toMatchObject([{ reason: 'missing-dependency', fragments: ['half of it'] }]);
    expect(trip.doc).not.toBe(before);
    welcome();
    expect(trip.state).toMatchObject({ status: { name: 'live' }, saved: true, unsaved: 0 });
  });

  it('leaves alone what is only open too often', () => {
    const before = trip.doc;
    welcome().drop(closes.tooManyOfPerson.code, closes.tooManyOfPerson.reason);
    expect(trip.status).toEqual({ name: 'denied', reason: 'conflict', code: 4409 });
    expect(trip.doc).toBe(before);
  });

  it('leaves alone what was written on a site that the server does not let in any more', () => {
    const socket = welcome();
    const before = trip.doc;
    trip.doc.getText('title').insert(0, 'mine');
    socket.drop(closes.originNotAllowed.code, closes.originNotAllowed.reason);
    expect(trip.status).toMatchObject({ name: 'denied', code: 4403 });
    expect(trip.doc).toBe(before);
    expect(trip.unsaved).toBe(1);
  });

  it('does not stand in the way of somebody who is let in again', async () => {
    welcome().drop(4403, 'membership ended');
    trip.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    const content = new Y.Doc();
    content.getText('title').insert(0, 'Kyoto');
    welcome('editor', content);
    expect(trip.doc.getText('title').toString()).toBe('Kyoto');
  });

  it('is not what a firewall between here and the server lets nobody bring', async () => {
    const own = createClient({
      ...{ url: 'https://trips.example', token: 'secret', WebSocket: FakeSocket, page },
      network: new FakeNetwork(),
    });
    vi.stubGlobal('fetch', async () => new Response('<h1>Blocked</h1>', { status: 403 }));
    const session = own.openTrip('t2');
    const { doc } = session;
    doc.getText('title').insert(0, 'written on a train');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.status).toMatchObject({ name: 'offline', reason: 'server' });
    expect(session.doc).toBe(doc);
    expect(session.unsaved).toBe(1);
    session.close();
    vi.unstubAllGlobals();
  });

  it('makes no copy of nothing', () => {
    const socket = welcome();
    const copied = vi.fn();
    trip.on('copy', copied);
    socket.drop(4404, 'document deleted');
    expect(copied).not.toHaveBeenCalled();
  });
});

describe('members and presence', () => {
  it('tells who belongs to the trip, at once when that changes', () => {
    const socket = welcome();
    expect(trip.members).toBeNull();
    const members = [{ id: 'aoi', name: '葵', role: 'owner' as const, color: '#b4232c', avatar: null }];
    socket.receive({ type: 'members', message: { members } });
    expect(trip.members).toEqual(members);
  });

  it('says nothing of an invisible person', async () => {
    const invisible = client.openTrip('t2', { invisible: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.last.url).toContain('invisible=1');
    const socket = welcome();
    invisible.awareness.setCursor({ section: 'trip', index: null, field: 'title', offset: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket.sentTypes).not.toContain('awareness');
    invisible.close();
  });

  it('keeps still while the page is hidden, and is not idle after a touch', async () => {
    const socket = welcome();
    await vi.advanceTimersByTimeAsync(60);
    const told = () => socket.sentTypes.filter((type) => type === 'awareness').length;
    const before = told();
    page.change(true);
    trip.awareness.setCursor({ section: 'trip', index: null, field: 'title', offset: 1 });
    await vi.advanceTimersByTimeAsync(60);
    expect(told()).toBe(before);
    page.change(false);
    expect(told()).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(299_000);
    page.touch();
    await vi.advanceTimersByTimeAsync(299_000);
    expect(trip.awareness.getLocalState()).toMatchObject({ activity: 'viewing' });
  });
});

describe('an open event and an open calendar', () => {
  it('connect to addresses of their own, with tickets of their own', async () => {
    const asked: string[] = [];
    const own = createClient({
      url: 'https://trips.example',
      ticket: (document) => {
        asked.push(document);
        return 'tkt';
      },
      WebSocket: FakeSocket,
      network: new FakeNetwork(),
      page: new FakePage(),
    });
    const sessions = [own.openEvent('e1'), own.openCalendar('c1')];
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['events/e1', 'calendars/c1']);
    expect(FakeSocket.all.slice(-2).map(({ url }) => new URL(url).pathname)).toEqual(['/v1/events/e1', '/v1/calendars/c1']);
    expect(sessions.map(({ kind, id }) => [kind, id])).toEqual([
      ['event', 'e1'],
      ['calendar', 'c1'],
    ]);
    for (const session of sessions) session.close();
  });

  it('[X1] tell what is locked, as long as there is a connection', () => {
    const socket = welcome();
    const locks = [{ id: 'l1', path: '/title', holder: { id: 'ben', name: 'Ben' }, expires_at: 1 }];
    socket.receive({ type: 'locks', message: { locks } });
    expect(trip.state.locks).toEqual(locks);
    socket.drop();
    expect(trip.state.locks).toEqual([]);
  });

  it('pass on conflicts, and what happens to the events of a calendar', () => {
    const told: unknown[] = [];
    trip.on('event-changed', (change) => told.push(change));
    trip.on('conflict', ({ path }) => told.push(path));
    const socket = welcome();
    socket.receive({ type: 'eventChanged', message: { id: 'e1', event: null } });
    const conflict = { conflict_id: 'k', path: '/location', mine: 'A', theirs: 'B' } as unknown as ConflictMessage;
    socket.receive({ type: 'conflict', message: conflict });
    expect(told).toEqual([{ id: 'e1', event: null }, '/location']);
  });
});
