import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConflictView } from '../../../../src/protocol/operations';
import {
  createOperationsClient,
  type OperationConflict,
  type OperationSession,
  type OperationViews,
} from '../../../../web/sdk/operations';
import { FakeNetwork, FakePage } from '../fake-socket';
import { FakeServer } from './fake-server';

const aoi = { id: 'aoi', name: '葵' };
const ben = { id: 'ben', name: 'Ben' };
const chloe = { id: 'chloe', name: 'Chloé' };
const address = 'https://trips.example/v1/events/e1/conflicts';

let server: FakeServer;
let session: OperationSession<OperationViews['event']>;
let raised: OperationConflict[];
/** What the server has undecided, the newest first. */
let undecided: ConflictView[];
let calls: [string, string, unknown][];
let decide: () => Response;
/** Called while the server answers what is undecided. */
let whileReading: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  undecided = [];
  calls = [];
  raised = [];
  decide = () => Response.json({});
  whileReading = () => undefined;
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit) => {
    calls.push([method, url, body === undefined ? null : JSON.parse(String(body))]);
    if (method !== 'GET') return decide();
    const answer = Response.json({ conflicts: undecided });
    whileReading();
    return answer;
  });
  session = createOperationsClient({
    url: 'https://trips.example',
    ticket: () => 'aoi',
    WebSocket: server.WebSocket,
    network: new FakeNetwork(),
    page: new FakePage(),
  }).openOperations('event', 'e1');
  session.on('conflict', (conflict) => raised.push(conflict));
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The connection is lost, and there is another one. */
async function connectAgain(): Promise<void> {
  server.last.drop();
  await vi.advanceTimersByTimeAsync(1_000);
  await server.connect();
}

function conflict(id: string, winner = ben, loser = aoi, version = 7): ConflictView {
  return {
    conflict_id: id,
    document_id: 'e1',
    type: 'update_update',
    path: '/location',
    base: null,
    winner: { by: winner, value: `of ${winner.id}` },
    loser: { by: loser, value: `of ${loser.id}` },
    versions: { base: 1, winner: version, loser: 6 },
    detected_at: '2026-12-01T00:00:00.000Z',
    method: null,
    resolved_by: null,
    resolved_at: null,
  };
}

const toldOf = (view: ConflictView) => ({ ...view, mine: view.loser.value, theirs: view.winner.value, by: view.winner.by });
const decided = (view: ConflictView): ConflictView => ({
  ...view,
  method: 'theirs',
  resolved_by: 'ben',
  resolved_at: '2026-12-01T00:00:01.000Z',
});
const shown = () => session.state.conflicts.map(({ id }) => id);
const posted = () => calls.filter(([method]) => method === 'POST');
const refusal = (code: string) => () =>
  Response.json({ code, title: code }, { status: 409, headers: { 'content-type': 'application/problem+json' } });

describe('what two wrote at the same time', () => {
  it('[O14] is raised, and the server decides it for both', async () => {
    await server.connect();
    server.last.say('sync:conflict', toldOf(conflict('c1')));
    await server.flow();
    const expected = { id: 'c1', reason: 'concurrent', mine: 'of aoi', theirs: 'of ben', by: ben, version: 7 };
    expect(session.state.conflicts).toMatchObject([expected]);
    await session.resolve('c1', { merge: 'A/B' });
    expect(posted()).toEqual([['POST', `${address}/c1`, { choice: 'merged', value: 'A/B', winner_version: 7 }]]);
    expect(session.state.conflicts).toEqual([]);
  });

  it('[O32] is no conflict any more once somebody else has decided it, nor is one that is told as decided', async () => {
    await server.connect();
    server.last.say('sync:conflict', toldOf(conflict('c1')));
    server.last.say('sync:conflict', toldOf(decided(conflict('c1'))));
    server.last.say('sync:conflict', toldOf(decided(conflict('c2'))));
    await server.flow();
    expect(shown()).toEqual([]);
    expect(raised.map(({ id }) => id)).toEqual(['c1']);
  });

  it('[O32] is no conflict any more when it turns out to be decided', async () => {
    decide = refusal('already-resolved');
    await server.connect();
    server.last.say('sync:conflict', toldOf(conflict('c1')));
    await server.flow();
    await expect(session.resolve('c1', 'keep_local')).rejects.toMatchObject({ code: 'already-resolved' });
    expect(shown()).toEqual([]);
  });

  it('[O32] is not given up unseen: what was written since is shown instead', async () => {
    decide = refusal('conflict-outdated');
    await server.connect();
    server.last.say('sync:conflict', toldOf(conflict('c1')));
    await server.flow();
    undecided = [conflict('c1', chloe, aoi, 9)];
    await expect(session.resolve('c1', 'keep_local')).rejects.toMatchObject({ code: 'conflict-outdated' });
    expect(session.state.conflicts).toMatchObject([{ id: 'c1', theirs: 'of chloe', by: chloe, version: 9 }]);
    decide = () => Response.json({});
    await session.resolve('c1', 'keep_local');
    expect(posted().at(-1)).toEqual(['POST', `${address}/c1`, { choice: 'mine', winner_version: 9 }]);
    expect(shown()).toEqual([]);
  });

  it('[O32] is refused as outdated also when the server cannot be asked what stands there now', async () => {
    decide = refusal('conflict-outdated');
    await server.connect();
    server.last.say('sync:conflict', toldOf(conflict('c1')));
    await server.flow();
    whileReading = () => {
      throw new TypeError('fetch failed');
    };
    await expect(session.resolve('c1', 'keep_local')).rejects.toMatchObject({ code: 'conflict-outdated' });
    expect(shown()).toEqual(['c1']);
  });
});

describe('what nobody has decided', () => {
  it('is asked for at each connection: only this person’s, the oldest first, and each raised once', async () => {
    undecided = [conflict('c3', aoi, ben), conflict('c2', ben, chloe), conflict('c1')];
    await server.connect();
    expect(session.state.conflicts).toMatchObject([
      { id: 'c1', mine: 'of aoi', theirs: 'of ben' },
      { id: 'c3', mine: 'of aoi', theirs: 'of ben' },
    ]);
    await connectAgain();
    expect(shown()).toEqual(['c1', 'c3']);
    expect(raised.map(({ id }) => id)).toEqual(['c1', 'c3']);
  });

  it('is none any more that was decided while there was no connection', async () => {
    undecided = [conflict('c2'), conflict('c1')];
    await server.connect();
    undecided = [conflict('c2')];
    await connectAgain();
    expect(shown()).toEqual(['c2']);
  });

  it('is asked for once more when something was told meanwhile', async () => {
    undecided = [conflict('c1')];
    whileReading = () => {
      whileReading = () => undefined;
      undecided = [];
      server.last.say('sync:conflict', toldOf(decided(conflict('c1'))));
      server.last.flow();
    };
    await server.connect();
    expect(shown()).toEqual([]);
    expect(raised).toEqual([]);
  });

  it('is as it was known when the server cannot be asked', async () => {
    undecided = [conflict('c1')];
    await server.connect();
    whileReading = () => {
      throw new TypeError('fetch failed');
    };
    await connectAgain();
    expect(shown()).toEqual(['c1']);
    expect(session.state.status).toEqual({ name: 'live' });
  });
});
