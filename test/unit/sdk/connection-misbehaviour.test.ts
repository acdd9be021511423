import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../web/sdk/connection';
import { FakeCredentials, FakeNetwork, FakePage, FakeSocket } from './fake-socket';

/** What a server, or the network before it, does to one connection. */
const behaviours = {
  'behaves well': (socket) => socket.welcome(),
  'accepts then closes': (socket) => {
    socket.open();
    socket.drop(1012, 'service restart');
  },
  'welcomes then closes': (socket) => {
    socket.welcome();
    socket.drop(1011, 'crashed');
  },
  'refuses the connection': (socket) => socket.drop(1006),
  'never answers': () => undefined,
  'opens and says nothing': (socket) => socket.open(),
  'is half open': (socket) => {
    socket.welcome();
    socket.answersPings = false;
  },
  'has a wrong clock': (socket) => {
    const hoursOff = Date.now() + 7 * 3_600_000;
    socket.welcome({ nowMs: hoursOff, expiresAtMs: hoursOff + 600_000 });
  },
  'says the token has expired': (socket) => {
    socket.open();
    socket.drop(4401, 'token expired');
  },
  'sends nonsense': (socket) => {
    socket.welcome();
    socket.receiveRaw(new Uint8Array([0, 2, 200]).buffer);
  },
} as const satisfies Record<string, (socket: FakeSocket) => void>;

type Behaviour = keyof typeof behaviours;

type Step =
  | { readonly kind: 'server'; readonly behaviour: Behaviour }
  | { readonly kind: 'network'; readonly online: boolean }
  | { readonly kind: 'page'; readonly hidden: boolean }
  | { readonly kind: 'late frames' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...(Object.keys(behaviours) as Behaviour[]))
      .map((behaviour) => ({ kind: 'server' as const, behaviour })),
  },
  { weight: 1, arbitrary: fc.boolean().map((online) => ({ kind: 'network' as const, online })) },
  { weight: 1, arbitrary: fc.boolean().map((hidden) => ({ kind: 'page' as const, hidden })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'late frames' as const }) },
);

/** The longest way back: a half-open socket is noticed, a try gets no answer, the longest delay passes. */
const recoveryMs = 30_000 + 10_000 + 30_000;

class Scene {
  readonly network = new FakeNetwork();
  readonly page = new FakePage();
  readonly connection: Connection;
  behaviour: Behaviour = 'behaves well';
  #met = 0;

  constructor() {
    FakeSocket.all = [];
    this.connection = new Connection({
      url: 'ws://trips/v1/trips/x',
      credentials: new FakeCredentials(),
      WebSocket: FakeSocket,
      network: this.network,
      page: this.page,
      random: () => 0,
      poll: async () => undefined,
    });
  }

  async pass(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= 500) {
      await vi.advanceTimersByTimeAsync(Math.min(500, leftMs));
      for (; this.#met < FakeSocket.all.length; this.#met++) behaviours[this.behaviour](FakeSocket.all[this.#met] as FakeSocket);
      expect(
        FakeSocket.all.filter(({ closedWith, onclose }) => closedWith === null && onclose !== null).length,
      ).toBeLessThanOrEqual(1);
    }
  }

  /** A stalled network delivers what it held back. */
  lateFrames(): void {
    for (const socket of FakeSocket.all.slice(0, -1)) {
      socket.receiveRaw(new Uint8Array([100, 1, 1]).buffer);
      socket.welcome();
      socket.drop(4404, 'document deleted');
    }
  }
}

async function play(scene: Scene, steps: readonly (readonly [Step, number])[]): Promise<void> {
  for (const [happening, ms] of steps) {
    if (happening.kind === 'server') scene.behaviour = happening.behaviour;
    else if (happening.kind === 'network') scene.network.change(happening.online);
    else if (happening.kind === 'page') scene.page.change(happening.hidden);
    else scene.lateFrames();
    await scene.pass(ms);
  }
}

async function recovers(scene: Scene): Promise<void> {
  scene.behaviour = 'behaves well';
  scene.page.change(false);
  scene.network.change(true);
  // What stands refused or half open is the last misbehaviour's doing.
  if (scene.connection.state.name === 'denied') scene.connection.reconnect();
  await scene.pass(recoveryMs);
  expect(scene.connection.state.name).toBe('live');
}

describe('a server that misbehaves', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(Object.keys(behaviours) as Behaviour[])('and %s for ten minutes is survived', async (behaviour) => {
    const scene = new Scene();
    await play(scene, [[{ kind: 'server', behaviour }, 600_000]]);
    // Tries get rarer: at most those of the backoff, and one per heartbeat of a half-open connection.
    expect(FakeSocket.all.length).toBeLessThanOrEqual(30);
    if (behaviour === 'says the token has expired') expect(scene.connection.state).toMatchObject({ name: 'denied', code: 4401 });
    await recovers(scene);
    scene.connection.close();
  });

  it('in any way and order is survived', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat({ max: 90_000 })), { maxLength: 12 }), async (steps) => {
        const scene = new Scene();
        await play(scene, steps);
        await recovers(scene);
        scene.connection.close();
        const { length } = FakeSocket.all;
        await vi.advanceTimersByTimeAsync(600_000);
        expect(FakeSocket.all).toHaveLength(length);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
