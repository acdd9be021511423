import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../../../src/protocol/operations';
import { createOperationsClient, type OperationSession, type OperationViews } from '../../../../web/sdk/operations';
import { FakeNetwork, FakePage } from '../fake-socket';
import { FakeServer } from './fake-server';

const attendee = (user_id: string) => ({ user_id, response_status: 'NEEDS_ACTION' });

let server: FakeServer;
let session: OperationSession<OperationViews['event']>;
let given: number;
let calls: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[];

beforeEach(async () => {
  vi.useFakeTimers();
  given = 0;
  calls = [];
  vi.stubGlobal('fetch', async (url: string, { body, headers }: RequestInit) => {
    calls.push({ url, headers: headers as Record<string, string> });
    const { path } = JSON.parse(String(body)) as { path: string };
    const token = ++given;
    return Response.json({ lock: { id: `l${token}`, path, holder: { id: 'aoi', name: 'A' }, expires_at: 0 }, token });
  });
  server = new FakeServer();
  server.edit([{ op: 'replace', path: '/attendees', value: [attendee('aoi'), attendee('ben')] }]);
  const client = createOperationsClient({
    url: 'https://trips.example',
    ticket: () => 'aoi',
    WebSocket: server.WebSocket,
    network: new FakeNetwork(),
    page: new FakePage(),
  });
  session = client.openOperations('event', 'e1');
  await vi.advanceTimersByTimeAsync(0);
  await server.connect();
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The tokens that a write shows. */
async function shown(...operations: readonly Operation[]): Promise<unknown> {
  void session.apply(operations);
  await server.flow();
  return server.ops.at(-1)?.payload.lock_token;
}

const replace = (path: string, value: unknown): Operation => ({ op: 'replace', path, value });

describe('a write of what this program has locked', () => {
  it('[X4] shows the tokens of all that it touches, and of nothing else', async () => {
    await session.lock('/location');
    await session.lock('/title');
    await session.lock('/status');
    expect(await shown(replace('/location', 'Room 1'), replace('/status', 'confirmed'))).toEqual([1, 3]);
    expect(await shown(replace('/title', 'x'))).toEqual([2]);
    expect(await shown(replace('/tags', []))).toBeUndefined();
  });

  it.each<[string, Operation]>([
    ['by its id', replace('/attendees/@ben/response_status', 'ACCEPTED')],
    ['by its index', replace('/attendees/1/response_status', 'ACCEPTED')],
    ['as a whole', replace('/attendees/1', { user_id: 'ben' })],
    ['by taking it out', { op: 'remove', path: '/attendees/1' }],
    ['by moving it', { op: 'move', from: '/attendees/1', path: '/attendees/0' }],
    ['in all that it is in', replace('/attendees', [])],
  ])('[X4] shows the token of an element that it names %s', async (_, operation) => {
    await session.lock('/attendees/@ben');
    expect(await shown(operation)).toEqual([1]);
  });

  it('[X4] shows its token where an index means what was there before', async () => {
    await session.lock('/attendees/@ben');
    const first: Operation = { op: 'remove', path: '/attendees/0' };
    expect(await shown(first, replace('/attendees/0/response_status', 'ACCEPTED'))).toEqual([1]);
    await session.lock('');
    expect(await shown(replace('/title', 'x'))).toEqual([2]);
  });

  it('[X4] shows its token where it resolves a conflict', async () => {
    await session.lock('/attendees');
    await session.lock('/title');
    const by = { id: 'ben', name: 'Ben' };
    const versions = { base: 1, winner: 3, loser: 2 };
    const told = { base: null, mine: 'A', theirs: 'B', by, versions, resolved_at: null };
    server.last.say('sync:conflict', { ...told, conflict_id: 'c1', path: '/attendees/@ben/name' });
    server.last.say('sync:conflict', { ...told, conflict_id: 'c2', path: '/location' });
    await server.flow();
    await session.resolve('c1', 'keep_local');
    await session.resolve('c2', 'keep_local');
    expect(calls.filter(({ url }) => url.includes('/conflicts/')).map(({ headers }) => headers['lock-token'])).toEqual([
      '1',
      undefined,
    ]);
  });

  it('[X4] shows no token where it names another element', async () => {
    await session.lock('/attendees/@ben');
    expect(await shown(replace('/attendees/0/response_status', 'ACCEPTED'))).toBeUndefined();
    expect(await shown(replace('/attendees/@aoi/response_status', 'DECLINED'))).toBeUndefined();
  });
});
