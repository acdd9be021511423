import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createOperationsClient,
  type OperationResult,
  OperationSession,
  type OperationViews,
} from '../../../../web/sdk/operations';
import { FakeNetwork, FakePage } from '../fake-socket';
import { FakeServer } from './fake-server';
import { MemoryRecord } from './memory-record';

let server: FakeServer;
let session: OperationSession<OperationViews['event']>;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => Response.json({ conflicts: [] }));
  server = new FakeServer();
  session = newSession('aoi');
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function newSession(user: string): OperationSession<OperationViews['event']> {
  const client = createOperationsClient({
    url: 'https://trips.example',
    ticket: () => user,
    WebSocket: server.WebSocket,
    network: new FakeNetwork(),
    page: new FakePage(),
  });
  return client.openOperations('event', 'e1');
}

/** A program of this person that keeps on its device what is here. */
async function beginAgain(record: MemoryRecord): Promise<void> {
  session.close();
  session = new OperationSession<OperationViews['event']>('event', 'e1', {
    url: 'https://trips.example',
    credentials: { ticket: () => 'aoi' },
    WebSocket: server.WebSocket,
    network: new FakeNetwork(),
    page: new FakePage(),
    random: () => 0.5,
    invisible: false,
    record: () => record,
  });
  await vi.advanceTimersByTimeAsync(0);
}

const view = () => session.view as OperationViews['event'];
const title = (value: string) => ({ op: 'replace', path: '/title', value }) as const;
const location = (value: string) => ({ op: 'replace', path: '/location', value }) as const;

describe('a document as plain JSON', () => {
  it('[O3] shows its credential in the first message, never in the address', async () => {
    server.last.open();
    expect(server.last.url).toBe('wss://trips.example/v1/events/e1?lang=json');
    expect(JSON.parse(server.last.toServer[0] as string)).toMatchObject({ type: 'AUTH', payload: { token: 'aoi' } });
  });

  it('is loaded once the server has told it', async () => {
    server.edit([title('Kickoff')]);
    let isLoaded = false;
    void session.loaded.then(() => {
      isLoaded = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(isLoaded).toBe(false);
    await server.connect();
    expect(isLoaded).toBe(true);
    expect(view().title).toBe('Kickoff');
    expect(session.state).toMatchObject({ status: { name: 'live' }, role: 'editor', version: 2, pending: 0, saved: true });
  });

  it('shows an operation at once, and tells what came of it', async () => {
    await server.connect();
    const result = session.apply([title('Kickoff')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(view().title).toBe('Kickoff');
    expect(session.state).toMatchObject({ pending: 1, saved: false });
    await server.flow();
    expect(await result).toMatchObject({ status: 'applied', version: 2, effect: true });
    expect(session.state).toMatchObject({ pending: 0, saved: true, version: 2 });
  });

  it('refuses at once what does not fit, and does nothing of it', async () => {
    await server.connect();
    const result = await session.apply([title('x'), { op: 'remove', path: '/attendees/@nobody' }]);
    expect(result).toMatchObject({ status: 'refused', error: { code: 'patch-failed', index: 1 } });
    expect(view().title).toBe('');
    expect(server.ops).toEqual([]);
  });

  it('shows what others do below what is pending here', async () => {
    server.edit([title('Kickoff')]);
    await server.connect();
    void session.apply([title('Kickoff!')]);
    await vi.advanceTimersByTimeAsync(0);
    server.edit([title('The kickoff'), location('Room 1')]);
    server.last.down();
    expect(view()).toMatchObject({ title: 'The kickoff!', location: 'Room 1' });
  });

  it('tells what others did, and whose doing it was', async () => {
    await server.connect();
    const changes: unknown[] = [];
    session.on('view', ({ operations, user }) => changes.push({ operations, user }));
    server.edit([location('Room 1')], 'ben');
    await server.flow();
    expect(changes).toEqual([{ operations: [location('Room 1')], user: 'ben' }]);
  });
});

describe('what is done without a connection', () => {
  it('goes out one by one, each against the version that its author saw', async () => {
    await server.connect();
    server.last.drop();
    void session.apply([location('Room 1')]);
    void session.apply([{ op: 'add', path: '/attendees/-', value: { user_id: 'ben' } }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state).toMatchObject({ pending: 2, saved: false });
    server.edit([title('Kickoff')]);
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(server.ops.map(({ payload }) => payload.version)).toEqual([1, 1]);
    expect(view()).toMatchObject({ title: 'Kickoff', location: 'Room 1', attendees: [{ user_id: 'ben' }] });
    expect(session.state.saved).toBe(true);
  });

  it('[O7] is not done twice when only the answer was lost', async () => {
    await server.connect();
    const result = session.apply([{ op: 'add', path: '/attendees/-', value: { user_id: 'ben' } }]);
    await vi.advanceTimersByTimeAsync(0);
    server.last.up();
    server.last.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(server.ops).toHaveLength(2);
    expect(server.ops[1]?.id).toBe(server.ops[0]?.id);
    expect(await result).toMatchObject({ status: 'applied', version: 2 });
    expect(view().attendees).toEqual([{ user_id: 'ben' }]);
  });

  it('keeps the words of others where it builds on what went out over another connection', async () => {
    server.edit([title('Kickoff')]);
    await server.connect();
    void session.apply([title('Kickoff 2')]);
    await vi.advanceTimersByTimeAsync(0);
    server.last.up();
    void session.apply([title('Kickoff 2027')]);
    await vi.advanceTimersByTimeAsync(0);
    server.last.drop();
    server.edit([title('The Kickoff 2')]);
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(server.ops.at(-1)?.payload).toMatchObject({ version: 4, operations: [title('The Kickoff 2027')] });
    expect(view().title).toBe('The Kickoff 2027');
  });

  it('is one step where a field was written again and again', async () => {
    await server.connect();
    server.last.drop();
    const results: OperationResult[] = [];
    session.on('result', (result) => results.push(result));
    const all = ['K', 'Ki', 'Kick'].map((text) => session.apply([title(text)]));
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(server.ops.map(({ payload }) => payload.operations)).toEqual([[title('Kick')]]);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect(results).toHaveLength(1);
  });

  it('[O4] takes the whole state when it was away for too long, and does its own on top', async () => {
    await server.connect();
    server.last.drop();
    void session.apply([location('Room 1')]);
    server.edit([title('Kickoff')]);
    server.forgotten = 2;
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(view()).toMatchObject({ title: 'Kickoff', location: 'Room 1' });
  });
});

describe('what the server does not take', () => {
  it('is gone from the view, and its author is told why', async () => {
    await server.connect();
    server.refuse = () => ({ code: 'invalid', title: 'A value breaks a rule', pointer: '/location', index: 0 });
    const result = session.apply([location('x')]);
    await server.flow();
    expect(await result).toMatchObject({ status: 'refused', error: { code: 'invalid', pointer: '/location' } });
    expect(view().location).toBeNull();
    expect(session.state.saved).toBe(true);
  });

  it('[O17] goes out again after a limit of rate', async () => {
    await server.connect();
    server.refuse = () => ({ code: 'rate-limited', title: 'Too many requests', retry_after: 2 });
    const result = session.apply([location('Room 1')]);
    await server.flow();
    expect(view().location).toBe('Room 1');
    server.refuse = () => null;
    await vi.advanceTimersByTimeAsync(1_900);
    await server.flow();
    expect(server.ops).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    await server.flow();
    expect(await result).toMatchObject({ status: 'applied' });
  });

  describe('because the document is another one', () => {
    let record: MemoryRecord;

    beforeEach(async () => {
      record = new MemoryRecord();
      await beginAgain(record);
      await server.connect();
      server.refuse = ({ payload }) =>
        payload.force ? null : { code: 'CONFLICT', title: '', server_state: server.state, current_version: 2 };
      const result = session.apply([{ op: 'test', path: '/location', value: null }, location('Room 1')]);
      server.edit([location('Room 2')]);
      await server.flow();
      expect(await result).toMatchObject({ status: 'conflict' });
    });

    const conflict = () => session.state.conflicts[0];

    it('waits for a choice', () => {
      expect(conflict()).toMatchObject({ reason: 'stale', path: '/location', mine: 'Room 1', theirs: 'Room 2' });
      expect(view().location).toBe('Room 2');
    });

    it('[O13] is done all the same for keep_local', async () => {
      await session.resolve(conflict()?.id ?? '', 'keep_local');
      expect(view().location).toBe('Room 1');
      await server.flow();
      expect(server.ops.at(-1)).toMatchObject({
        id: server.ops[0]?.id,
        payload: { force: true, operations: [{ op: 'test', path: '/location', value: null }, location('Room 1')] },
      });
      expect(server.state).toMatchObject({ location: 'Room 1' });
      expect(session.state.conflicts).toEqual([]);
    });

    it('is forgotten for keep_server', async () => {
      await session.resolve(conflict()?.id ?? '', 'keep_server');
      await server.flow();
      expect(server.state).toMatchObject({ location: 'Room 2' });
      expect(session.state.conflicts).toEqual([]);
    });

    it('becomes another value for merge', async () => {
      await session.resolve(conflict()?.id ?? '', { merge: 'Rooms 1 and 2' });
      await server.flow();
      expect(server.state).toMatchObject({ location: 'Rooms 1 and 2' });
    });

    it('waits on the device, over the end of the program, until somebody has chosen', async () => {
      await beginAgain(record);
      expect(conflict()).toMatchObject({ reason: 'stale', path: '/location', mine: 'Room 1', theirs: 'Room 2' });
      await server.connect();
      await session.resolve(conflict()?.id ?? '', 'keep_server');
      await beginAgain(record);
      expect(view().location).toBe('Room 2');
      expect(session.state.conflicts).toEqual([]);
    });

    it('is done, once chosen, by the next program', async () => {
      await beginAgain(record);
      await session.resolve(conflict()?.id ?? '', 'keep_local');
      await beginAgain(record);
      expect(session.state).toMatchObject({ conflicts: [], pending: 1 });
      await server.connect();
      expect(server.state).toMatchObject({ location: 'Room 1' });
    });
  });
});

describe('a SUBSCRIBE that the server refuses', () => {
  const limited = { code: 'rate-limited', status: 429, title: 'Too many requests', retry_after: 2 };

  it('[O17] is sent again after a limit of rate, and the document is not live before', async () => {
    server.edit([title('Kickoff')]);
    const names: string[] = [];
    session.on('state', ({ status }) => names.push(status.name));
    server.refuseToTell = () => limited;
    await server.connect();
    expect(session.state.status).toEqual({ name: 'connecting', failures: 0 });
    server.refuseToTell = () => null;
    await vi.advanceTimersByTimeAsync(1_900);
    await server.flow();
    expect(server.subscriptions).toHaveLength(1);
    expect(names).not.toContain('live');
    await vi.advanceTimersByTimeAsync(200);
    await server.flow();
    expect(server.subscriptions).toHaveLength(2);
    expect(server.lines).toHaveLength(1);
    expect(session.state).toMatchObject({ status: { name: 'live' }, role: 'editor', version: 2 });
    server.edit([title('The kickoff')]);
    await server.flow();
    expect(view().title).toBe('The kickoff');
  });

  it('[O17] is for the whole view again when what is here cannot be what the server has', async () => {
    await server.connect();
    server.refuseToTell = () => limited;
    const misfit = { op: 'remove', path: '/attendees/@nobody' };
    for (const version of [2, 3]) server.last.say('OP_BROADCAST', { version, operations: [misfit], user_id: null });
    server.state = { ...(server.state as object), title: 'Kickoff' };
    server.version = 3;
    await server.flow();
    expect(server.subscriptions).toHaveLength(2);
    expect(session.state.status.name).toBe('connecting');
    server.refuseToTell = () => null;
    await vi.advanceTimersByTimeAsync(2_000);
    await server.flow();
    expect(server.subscriptions).toHaveLength(3);
    expect(server.subscriptions.at(-1)?.payload).not.toHaveProperty('last_version');
    expect(view().title).toBe('Kickoff');
    expect(session.state).toMatchObject({ status: { name: 'live' }, version: 3 });
  });

  it('is not sent over a connection that is gone', async () => {
    server.refuseToTell = () => limited;
    await server.connect();
    server.refuseToTell = () => null;
    server.last.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(session.state.status.name).toBe('live');
    await vi.advanceTimersByTimeAsync(5_000);
    await server.flow();
    expect(server.subscriptions).toHaveLength(2);
  });

  it.each([
    ['forbidden', 403, 'forbidden', 4403],
    ['not-found', 404, 'not-found', 4404],
    ['invalid', 422, 'malformed', 4400],
  ] as const)('for good (%s) ends the connection, with the reason', async (code, status, reason, closeCode) => {
    server.refuseToTell = () => ({ code, status, title: 'No' });
    await server.connect();
    expect(session.state.status).toEqual({ name: 'denied', reason, code: closeCode });
    expect(server.last.isOpen).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.lines).toHaveLength(1);
    server.refuseToTell = () => null;
    session.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    await server.connect();
    expect(session.state.status.name).toBe('live');
  });
});

describe('who is here', () => {
  const presence = (client_id: string, is_typing = false) => ({
    ...{ user_id: 'ben', client_id, is_typing, cursor: null, joined_at: 1, last_seen: 1 },
    user: { id: 'ben', name: 'Ben', avatar_url: null, color: '#1d62b7' },
  });

  it('[O15] is told as they come, move and go', async () => {
    await server.connect();
    server.last.say('PRESENCE_JOIN', presence('b1'));
    server.last.say('PRESENCE_JOIN', presence('b2'));
    server.last.say('PRESENCE_UPDATE', presence('b1', true));
    await server.flow();
    expect(session.state.presences.map(({ client_id, is_typing }) => [client_id, is_typing])).toEqual([
      ['b2', false],
      ['b1', true],
    ]);
    server.last.say('PRESENCE_LEAVE', { user_id: 'ben', client_id: 'b2' });
    await server.flow();
    expect(session.state.presences).toHaveLength(1);
    server.last.drop();
    expect(session.state.presences).toEqual([]);
  });

  it('hears where this person is, on each connection, and that they type, not at each key', async () => {
    await server.connect();
    session.setCursor({ field: '/title', position: 3 });
    session.setCursor({ field: '/title', position: 3 });
    session.typing();
    session.typing();
    await server.flow();
    expect(server.presence).toEqual([{ cursor: { field: '/title', position: 3 } }, { is_typing: true }]);
    server.last.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    await server.connect();
    expect(server.presence.at(-1)).toEqual({ cursor: { field: '/title', position: 3 } });
  });
});
