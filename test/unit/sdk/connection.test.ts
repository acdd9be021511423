import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closes } from '../../../src/protocol/closes';
import { Connection } from '../../../web/sdk/connection';
import type { MachineState } from '../../../web/sdk/connection-machine';
import { credentialSource, credentialsFor } from '../../../web/sdk/credentials';
import { ProblemError } from '../../../web/sdk/problem';
import { reconnectTimes } from '../../../web/sdk/reconnect-policy';
import { heartbeatTimes } from '../../../web/sdk/socket';
import { FakeCredentials, FakeNetwork, FakePage, FakeSocket } from './fake-socket';

let network: FakeNetwork;
let page: FakePage;
let credentials: FakeCredentials;
let connection: Connection;
let polls: boolean[];
let pollWith: () => Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  network = new FakeNetwork();
  page = new FakePage();
  credentials = new FakeCredentials();
  polls = [];
  pollWith = async () => undefined;
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

async function connect(): Promise<MachineState[]> {
  const states: MachineState[] = [];
  connection = new Connection({
    url: 'ws://trips/v1/trips/x?sdk=1',
    credentials,
    WebSocket: FakeSocket,
    network,
    page,
    random: () => 0,
    poll: (renew) => {
      polls.push(renew);
      return pollWith();
    },
  });
  connection.events.on('state', (state) => states.push(state));
  await vi.advanceTimersByTimeAsync(0);
  return states;
}

describe('authentication', () => {
  it('brings a ticket in the address, never a token, and sends no frame before the session message', async () => {
    await connect();
    expect(FakeSocket.last.url).toBe('ws://trips/v1/trips/x?sdk=1&ticket=ticket-1');
    FakeSocket.last.open();
    connection.send({ type: 'queryAwareness' });
    expect(FakeSocket.last.sentTypes).toEqual([]);
    FakeSocket.last.welcome();
    connection.send({ type: 'queryAwareness' });
    expect(FakeSocket.last.sentTypes).toEqual(['queryAwareness']);
    expect(connection.state.name).toBe('live');
  });

  it('gives up a connection without a session message after 10 s and tries another one', async () => {
    await connect();
    const first = FakeSocket.last;
    first.open();
    await vi.advanceTimersByTimeAsync(reconnectTimes.connectWithinMs - 1);
    expect(first.closedWith).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(first.closedWith).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.url).toContain('ticket=ticket-2');
  });

  it('[A4] renews on the open socket a minute before the expiry', async () => {
    await connect();
    FakeSocket.last.welcome({ expiresAtMs: Date.now() + 600_000 });
    await vi.advanceTimersByTimeAsync(539_999);
    expect(credentials.requests).toEqual([{ renew: false }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(credentials.requests).toEqual([{ renew: false }, { renew: true }]);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'token', token: 'ticket-2' });
    expect(FakeSocket.all).toHaveLength(1);
  });

  it.each([-36_000_000, 36_000_000])('[A4] renews in time when the clock of the device is %d ms off', async (offMs) => {
    await connect();
    const serverMs = Date.now() + offMs;
    FakeSocket.last.welcome({ expiresAtMs: serverMs + 600_000, nowMs: serverMs });
    await vi.advanceTimersByTimeAsync(539_999);
    expect(credentials.requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(credentials.requests).toHaveLength(2);
  });

  it('does not renew what cannot last longer', async () => {
    credentials.canRenew = false;
    await connect();
    FakeSocket.last.welcome({ expiresAtMs: Date.now() + 600_000 });
    await vi.advanceTimersByTimeAsync(599_000);
    expect(credentials.requests).toHaveLength(1);
  });

  it('keeps the connection when a renewal is not possible yet', async () => {
    await connect();
    credentials.next = () => Promise.reject(new Error('identity provider is down'));
    FakeSocket.last.welcome({ expiresAtMs: Date.now() + 100_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(credentials.requests).toHaveLength(2);
    expect(connection.state.name).toBe('live');
  });

  it('[A5] connects with a new credential when the old one has expired, and stops when that one is refused too', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.drop(4401, 'token expired');
    await vi.advanceTimersByTimeAsync(0);
    expect(credentials.requests).toEqual([{ renew: false }, { renew: true }]);
    FakeSocket.last.open();
    FakeSocket.last.drop(4401, 'no valid token');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(connection.state).toMatchObject({ name: 'denied', code: 4401, reason: 'no valid token' });
  });

  it('stops, and says why, when the program has no other credential', async () => {
    await connect();
    credentials.next = () => Promise.reject(new Error('sign in again'));
    FakeSocket.last.open();
    FakeSocket.last.drop(4401, 'token expired');
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state).toMatchObject({ name: 'denied', code: 4401, reason: 'sign in again' });
  });

  it.each([
    [401, 4401],
    [403, 4403],
    [404, 4404],
  ])('stops when a ticket is refused with %d', async (status, code) => {
    credentials.next = () => Promise.reject(new ProblemError('forbidden', status, 'no'));
    await connect();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state).toMatchObject({ name: 'denied', code });
  });

  it.each([
    ['a firewall', () => new Response('<h1>Blocked</h1>', { status: 403 })],
    ['the page of a train’s network', () => new Response('<h1>Welcome on board</h1>')],
  ])('does not take %s in place of the server for a refusal', async (_what, answer) => {
    await connect();
    FakeSocket.last.welcome();
    vi.stubGlobal('fetch', async () => answer());
    const real = credentialsFor('https://x', 'trips/t1', credentialSource({ token: () => 'secret' }));
    credentials.next = (request) => real.ticket(request);
    FakeSocket.last.drop(4401, 'token expired');
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state).toMatchObject({ name: 'waiting', cause: 'server' });
    vi.unstubAllGlobals();
  });

  it.each([
    ['there is no network', new ProblemError('network', 0, 'x')],
    ['there are too many requests', new ProblemError('rate-limited', 429, 'x')],
    ['a firewall in between does not let it through', new ProblemError('unexpected', 403, 'x')],
    ['something in between answers with its own page', new ProblemError('unexpected', 404, 'x')],
    ['the program’s own fetch fails', new TypeError('failed to fetch')],
  ])('tries again when a ticket cannot be had because %s', async (_why, error) => {
    credentials.next = () => Promise.reject(error);
    await connect();
    expect(connection.state.name).toBe('waiting');
    credentials.next = () => 'good';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.last.url).toContain('ticket=good');
  });
});

describe('reconnecting', () => {
  it('[C1] stops at a permanent close until it is told to go on', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.drop(closes.revoked.code, closes.revoked.reason);
    network.change(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connection.state).toMatchObject({ name: 'denied', ...closes.revoked });
    expect(FakeSocket.all).toHaveLength(1);
    connection.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('[C1] comes back at once after a retry close', async () => {
    await connect();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(10_000);
    FakeSocket.last.drop(1013, 'recovering, try again');
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('waits longer each time, with polls or without', async () => {
    await connect();
    const openedAt: number[] = [];
    const startMs = Date.now();
    for (let i = 0; i < 6; i++) {
      const { length } = FakeSocket.all;
      FakeSocket.last.drop();
      while (FakeSocket.all.length === length) await vi.advanceTimersToNextTimerAsync();
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

  it('opens no socket when it was closed while the ticket was on its way', async () => {
    const ticket = Promise.withResolvers<string>();
    credentials.next = () => ticket.promise;
    await connect();
    connection.close();
    ticket.resolve('late');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(0);
  });
});

describe('the heartbeat', () => {
  it('[F3] pings by text every 25 s and lives on when it is answered', async () => {
    await connect();
    FakeSocket.last.welcome();
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(heartbeatTimes.pingEveryMs);
    }
    expect(FakeSocket.last.sentTypes).toEqual(['ping', 'ping', 'ping']);
    expect(connection.state.name).toBe('live');
  });

  it('[C6] pings also while frames come in all the time, as long as it says nothing else', async () => {
    await connect();
    FakeSocket.last.welcome();
    for (let passedMs = 0; passedMs < 3 * heartbeatTimes.pingEveryMs; passedMs += 1_000) {
      await vi.advanceTimersByTimeAsync(1_000);
      FakeSocket.last.receiveRaw(new Uint8Array([119, 1, 2, 3]).buffer);
    }
    expect(FakeSocket.last.sentTypes).toEqual(['ping', 'ping', 'ping']);
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
    expect(FakeSocket.last.sentTypes).toEqual(['ping']);
    await vi.advanceTimersByTimeAsync(heartbeatTimes.pongWithinMs);
    expect(connection.state.name).toBe('waiting');
  });
});

describe('frames', () => {
  it('[F5] ignores a type it does not know', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.receiveRaw(new Uint8Array([119, 1, 2, 3]).buffer);
    expect(connection.state.name).toBe('live');
  });

  it('leaves a server that sends nonsense, and tries again', async () => {
    await connect();
    FakeSocket.last.welcome();
    FakeSocket.last.receiveRaw(new Uint8Array([0, 2, 200]).buffer);
    expect(connection.state.name).toBe('waiting');
  });
});

describe('polling', () => {
  async function failFiveTimes(): Promise<void> {
    await connect();
    for (let i = 0; i < 5; i++) {
      const { length } = FakeSocket.all;
      FakeSocket.last.drop();
      if (i < 4) while (FakeSocket.all.length === length) await vi.advanceTimersToNextTimerAsync();
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  it('begins after five failures, every 5 s, and goes on trying the socket', async () => {
    await failFiveTimes();
    expect(connection.state).toMatchObject({ name: 'polling', answered: true });
    expect(polls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(polls).toHaveLength(4);
    expect(FakeSocket.all).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.all).toHaveLength(6);
    FakeSocket.last.welcome();
    expect(connection.state.name).toBe('live');
    const { length } = polls;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(polls).toHaveLength(length);
  });

  it('does not start a poll before the last one is answered', async () => {
    const answer = Promise.withResolvers<void>();
    pollWith = () => answer.promise;
    await failFiveTimes();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(polls).toHaveLength(1);
    answer.resolve();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(polls).toHaveLength(2);
  });

  it('tells when polls do not get through either', async () => {
    pollWith = () => Promise.reject(new ProblemError('network', 0, 'x'));
    await failFiveTimes();
    expect(connection.state).toMatchObject({ name: 'polling', answered: false });
    pollWith = async () => undefined;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connection.state).toMatchObject({ name: 'polling', answered: true });
  });

  const overloaded = () => Promise.reject(new ProblemError('overloaded', 503, 'x', { retryAfterMs: 12_000 }));

  it('does not poll before the server wants to be asked again', async () => {
    pollWith = overloaded;
    await failFiveTimes();
    expect(connection.state).toMatchObject({ name: 'polling', answered: false });
    pollWith = async () => undefined;
    await vi.advanceTimersByTimeAsync(11_999);
    expect(polls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(polls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(reconnectTimes.pollEveryMs);
    expect(polls).toHaveLength(3);
  });

  it('polls no sooner because the page is hidden now', async () => {
    page.change(true);
    pollWith = async () => {
      throw new ProblemError('rate-limited', 429, 'x', { retryAfterMs: reconnectTimes.hiddenCloseMs + 7_000 });
    };
    await failFiveTimes();
    const since = Date.now();
    pollWith = async () => undefined;
    while (polls.length === 1) await vi.advanceTimersToNextTimerAsync();
    expect(connection.state.name).toBe('hidden');
    expect(Date.now() - since).toBe(reconnectTimes.hiddenCloseMs + 7_000);
  });

  it('renews a refused credential once, and then stops', async () => {
    pollWith = () => Promise.reject(new ProblemError('unauthenticated', 401, 'expired'));
    await failFiveTimes();
    expect(connection.state.name).toBe('polling');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(polls).toEqual([false, true]);
    expect(connection.state).toMatchObject({ name: 'denied', code: 4401 });
  });
});

describe('a hidden page', () => {
  it('keeps its socket for a while, then closes it and polls every five minutes until it is shown', async () => {
    await connect();
    const first = FakeSocket.last;
    first.welcome();
    page.change(true);
    await vi.advanceTimersByTimeAsync(reconnectTimes.hiddenCloseMs - 1);
    expect(connection.state.name).toBe('live');
    await vi.advanceTimersByTimeAsync(1);
    expect(connection.state.name).toBe('hidden');
    expect(first.closedWith).toBe(1000);
    expect(polls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * reconnectTimes.hiddenPollEveryMs);
    expect(polls).toHaveLength(3);
    expect(FakeSocket.all).toHaveLength(1);
    page.change(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
    expect(connection.state.name).toBe('connecting');
  });

  it('that is shown again in time keeps its socket', async () => {
    await connect();
    FakeSocket.last.welcome();
    page.change(true);
    await vi.advanceTimersByTimeAsync(60_000);
    page.change(false);
    await vi.advanceTimersByTimeAsync(reconnectTimes.hiddenCloseMs);
    expect(connection.state.name).toBe('live');
    expect(FakeSocket.all).toHaveLength(1);
  });
});
