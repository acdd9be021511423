import fc from 'fast-check';
import { describe, it } from 'vitest';
import { RoomNetwork } from './room-network';

const people = ['anna', 'ben', 'chloe', 'dora', 'emil', 'fritz', 'gina', 'hugo'];

/** What can happen to a room, its people and the network between them. */
type Step =
  | { readonly kind: 'join' | 'leave'; readonly person: string }
  | { readonly kind: 'say'; readonly priority: 'normal' | 'high' }
  | { readonly kind: 'carry'; readonly pick: number; readonly fate: 'arrives' | 'lost' | 'answer lost' }
  | { readonly kind: 'crash'; readonly whom: number }
  | { readonly kind: 'write' | 'lose'; readonly person: string }
  | { readonly kind: 'pass'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const), person: fc.constantFrom(...people) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('say' as const), priority: fc.constantFrom('normal' as const, 'high' as const) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('carry' as const),
      pick: fc.nat(100),
      fate: fc.constantFrom('arrives' as const, 'arrives' as const, 'arrives' as const, 'lost' as const, 'answer lost' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('write' as const, 'lose' as const), person: fc.constantFrom(...people) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), whom: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 100, 1_500, 12_000) }) },
);

/** The room as it should be: what was said while somebody was there, each time they were. */
class Model {
  readonly #said: number[] = [];
  readonly #stays = new Map<string, { from: number; to: number | null }[]>();

  join(person: string): void {
    const stays = this.#stays.get(person) ?? [];
    if (stays.at(-1)?.to !== null) stays.push({ from: this.#said.length, to: null });
    this.#stays.set(person, stays);
  }

  leave(person: string): void {
    const last = this.#stays.get(person)?.at(-1);
    if (last?.to === null) last.to = this.#said.length;
  }

  say(): number {
    this.#said.push(this.#said.length);
    return this.#said.length - 1;
  }

  /**
   * Why what somebody was told is wrong; null when it is right: each message once, in order, nothing from before they
   * came or after they left, and everything of the stay that lasts.
   */
  fault(person: string, told: readonly number[]): string | null {
    const stays = this.#stays.get(person) ?? [];
    if (told.some((message, index) => index > 0 && message <= (told[index - 1] as number))) return 'twice, or out of order';
    const isDuring = (message: number) => stays.some(({ from, to }) => message >= from && (to === null || message < to));
    if (!told.every(isDuring)) return 'told of what was said without them';
    const lasting = stays.at(-1);
    if (lasting?.to !== null) return null;
    const missing = this.#said.slice(lasting.from).filter((message) => !told.includes(message));
    return missing.length === 0 ? null : `not told ${missing}`;
  }
}

function run(network: RoomNetwork, model: Model, step: Step): void {
  switch (step.kind) {
    case 'join':
      network.join(step.person);
      return model.join(step.person);
    case 'leave':
      network.leave(step.person);
      return model.leave(step.person);
    case 'say':
      network.say(model.say(), { priority: step.priority });
      return;
    case 'carry': {
      const [carried] = network.carried.splice(step.pick % Math.max(1, network.carried.length), 1);
      if (carried === undefined) return;
      const landing = step.fate === 'lost' ? 'failed' : carried.arrive();
      return carried.answer(step.fate === 'answer lost' ? 'failed' : landing);
    }
    case 'crash': {
      const nodes = [network.room, ...network.relays.values()];
      nodes[step.whom % nodes.length]?.crash();
      return;
    }
    case 'write':
      return network.inbox(step.person).write();
    case 'lose':
      return network.loseSome(step.person);
    case 'pass':
      return network.pass(step.ms, false);
  }
}

describe('a room, whatever happens', () => {
  it.each([
    ['without relays', 100],
    ['with relays', 2],
  ])('[G4] [G8] %s everybody is told each message once and in order', (_, fanOutWidth) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 150 }), (steps) => {
        const network = new RoomNetwork({ fanOutWidth, maxPeopleTold: 3, maxParallel: 3, messageBurst: 1_000 });
        const model = new Model();
        for (const one of steps) run(network, model, one);
        // In the end the network works again.
        for (let round = 0; round < 5; round++) network.pass(60_000);
        for (const person of people) {
          const fault = model.fault(person, network.inbox(person).said as number[]);
          if (fault !== null) throw new Error(`${person}: ${fault}`);
        }
        for (const { reports } of [network.room, ...network.relays.values()]) if (reports.length > 0) throw reports[0];
      }),
      { numRuns: 150 },
    );
  });
});
