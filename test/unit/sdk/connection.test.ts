import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closes } from '../../../src/protocol/codes';
import { Connection, type ConnectionState, handshakeMs } from '../../../web/sdk/connection';
import { heartbeatTimes } from '../../../web/sdk/socket';
import type { TokenRequest, TokenSource } from '../../../web/sdk/tokens';
import { FakeNetwork, FakeSocket, sessionMessage } from './fake-socket';

let network: FakeNetwork;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  network = new FakeNetwork();
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

async function connect(token: TokenSource = 'token'): Promise<ConnectionState[]> {
  const states: ConnectionState[] = [];
  connection = new Connection({ url: 'ws://trips/v1/trips/x?sdk=1', token, WebSocket: FakeSocket, network, random: () => 0 });
  connection.events.on('state', (state) => states.push(state));
  await vi.advanceTimersByTimeAsync(0);
  return states;
}

/** A source that gives token 1, 2, 3 … and remembers how it was asked. */
function numberedTokens() {
  const requests: TokenRequest[] = [];
  const source = (request: TokenRequest) => `token ${requests.push(request)}`;
  return { requests, source };
}

describe('authentication', () => {
  it('A1 sends the token as the first frame, not in the address', async () => {
    await connect('secret');
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual([{ type: 'token', token: 'secret' }]);
    expect(FakeSocket.last.url).not.toContain('secret');
  });

  it('A2 sends nothing else before the session message', async () => {
    await connect();
    FakeSocket.last.open();
    connection.send({ type: 'queryAwareness' });
    expect(FakeSocket.last.sentTypes).toEqual(['token']);
    FakeSocket.last.receive({ type: 'session', message: sessionMessage() });
    connection.send({ type: 'queryAwareness' });
    expect(FakeSocket.last.sentTypes).toEqual(['token', 'queryAwareness']);
    expect(connection.state.name).toBe('open');
  });

  it('gives up a connection without a session message and tries another one', async () => {
    await connect();
    const first = FakeSocket.last;
    first.open();
    await vi.advanceTimersByTimeAsync(handshakeMs);
    expect(first.closedWith).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('A4 renews the token on the open socket a minute before it expires', async () => {
    const { requests, source } = numberedTokens();
    await connect(source);
    FakeSocket.last.welcome({ expiresAtMs: Date.now() + 600_000 });
    await vi.advanceTimersByTimeAsync(539_999);
    expect(requests).toEqual([{ renew: false }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests).toEqual([{ renew: false }, { renew: true }]);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'token', token: 'token 2' });
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('keeps the connection when a token cannot be renewed yet', async () => {
    await connect(({ renew }) => {
      if (renew) throw new Error('identity provider is down');
      return 'token';
    });
    FakeSocket.last.welcome({ expiresAtMs: Date.now() + 100_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.state.name).toBe('open');
  });

  it('A5 connects with a renewed token when the old one has expired, and stops when that one is refused too', async () => {
    const { requests, source } = numberedTokens();
    await connect(source);
    FakeSocket.last.welcome();
    FakeSocket.last.drop(4401, 'token expired');
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toEqual([{ renew: false }, { renew: true }]);
    FakeSocket.last.open();
    FakeSocket.last.drop(4401, 'no valid token');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(connection.state).toEqual({ name: 'closed', code: 4401, reason: 'no valid token' });
  });

  it('stops, and says why, when a refused token cannot be renewed', async () => {
    await connect(({ renew }) => {
      if (renew) throw new Error('sign in again');
      return 'token';
    });
    FakeSocket.last.open();
    FakeSocket.last.drop(4401, 'token expired');
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state).toEqual({ name: 'closed', code: 4401, reason: 'sign in again' });
  });

  it('tries again when the token cannot be fetched for lack of a network', async () => {
    let reachable = false;
    await connect(() => {
      if (!reachable) throw new Error('no network');
      return 'token';
    });
    expect(connection.state.name).toBe('waiting');
    reachable = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('reconnecting', () => {
  it('C1 stops at a permanent close until it is told to go on', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.drop(closes.revoked.code, closes.revoked.reason);
    network.change(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connection.state).toEqual({ name: 'closed', ...closes.revoked });
    expect(FakeSocket.all).toHaveLength(1);
    connection.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('C1 comes back at once after a retry close', async () => {
    await connect();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(10_000);
    FakeSocket.last.drop(1013, 'recovering, try again');
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('waits longer each time', async () => {
    await connect();
    const openedAt: number[] = [];
    const startMs = Date.now();
    for (let i = 0; i < 6; i++) {
      FakeSocket.last.drop();
      await vi.advanceTimersToNextTimerAsync();
      openedAt.push(Date.now() - startMs);
    }
    expect(openedAt).toEqual([1_000, 3_000, 7_000, 15_000, 31_000, 61_000]);
  });

  it('comes back at once when the network does', async () => {
    await connect();
    FakeSocket.last.welcome();
    network.online = false;
    FakeSocket.last.drop();
    network.change(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('does not hear a socket that was given up', async () => {
    const states = await connect();
    const first = FakeSocket.last;
    first.welcome();
    connection.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.welcome();
    const before = states.length;
    first.drop(4404, 'document deleted');
    expect(states).toHaveLength(before);
  });

  it('opens no socket when it was closed while the token was on its way', async () => {
    const token = Promise.withResolvers<string>();
    await connect(() => token.promise);
    connection.close();
    token.resolve('token');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(0);
  });
});

describe('the heartbeat', () => {
  it('F3 pings by text every 25 s and lives on when it is answered', async () => {
    await connect();
    FakeSocket.last.welcome();
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(heartbeatTimes.pingEveryMs);
    }
    expect(FakeSocket.last.sentTypes).toEqual(['token', 'ping', 'ping', 'ping']);
    expect(connection.state.name).toBe('open');
  });

  it('gives up a connection that does not answer within 5 s', async () => {
    await connect();
    const first = FakeSocket.last;
    first.welcome();
    first.answersPings = false;
    await vi.advanceTimersByTimeAsync(heartbeatTimes.pingEveryMs + heartbeatTimes.pongWithinMs);
    expect(first.closedWith).not.toBeNull();
    expect(connection.state.name).toBe('waiting');
  });

  it('asks at once when the network changed', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.answersPings = false;
    network.change(false);
    expect(FakeSocket.last.sentTypes).toEqual(['token', 'ping']);
    await vi.advanceTimersByTimeAsync(heartbeatTimes.pongWithinMs);
    expect(connection.state.name).toBe('waiting');
  });
});

describe('frames', () => {
  it('F5 ignores a type it does not know', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.receiveRaw(new Uint8Array([119, 1, 2, 3]).buffer);
    expect(connection.state.name).toBe('open');
  });

  it('leaves a server that sends nonsense, and tries again', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.receiveRaw(new Uint8Array([0, 2, 200]).buffer);
    expect(connection.state.name).toBe('waiting');
  });
});
