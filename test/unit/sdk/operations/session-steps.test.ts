import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOperationsClient, type OperationSession, type OperationViews } from '../../../../web/sdk/operations';
import { FakeNetwork, FakePage } from '../fake-socket';
import { FakeServer } from './fake-server';

let session: OperationSession<OperationViews['event']>;
let keys: (string | null)[];
let answers: (() => Response)[];

beforeEach(() => {
  keys = [];
  answers = [];
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get('idempotency-key'));
    return (answers.shift() ?? (() => Response.json({})))();
  });
  session = createOperationsClient({
    url: 'https://trips.example',
    ticket: () => 'aoi',
    WebSocket: new FakeServer().WebSocket,
    network: new FakeNetwork(),
    page: new FakePage(),
  }).openOperations('event', 'e1');
});

afterEach(() => {
  session.close();
  vi.unstubAllGlobals();
});

function lost(): Response {
  throw new TypeError('fetch failed');
}

function nothingToUndo(): Response {
  return Response.json({ code: 'nothing-to-undo', title: 'Nothing' }, { status: 409 });
}

describe('undo and redo', () => {
  it.each(['undo', 'redo'] as const)('[O25] %s is asked for again under its key when the answer was lost', async (step) => {
    answers = [lost];
    await session[step]();
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  it('[O25] are a step of their own each time', async () => {
    await session.undo();
    await session.undo();
    expect(new Set(keys).size).toBe(2);
  });

  it('are not asked for again when there is an answer, nor a third time', async () => {
    answers = [nothingToUndo];
    await expect(session.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' });
    expect(keys).toHaveLength(1);
    answers = [lost, lost];
    await expect(session.undo()).rejects.toMatchObject({ code: 'network' });
    expect(keys).toHaveLength(3);
  });
});
