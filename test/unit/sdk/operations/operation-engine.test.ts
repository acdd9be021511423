import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TripView } from '../../../../src/documents/trip';
import type { Operation } from '../../../../src/protocol/operations';
import { OperationSession } from '../../../../web/sdk/operations';
import { EngineHarness, person, seededRandom } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';
import { FakeNetwork, FakePage } from '../fake-socket';
import { type EngineLine, engineSocket } from './engine-line';
import { serveRest } from './engine-rest';

/** A person who works on the trip in JSON. */
class Program {
  line: EngineLine | null = null;
  readonly session: OperationSession;

  constructor(harness: EngineHarness, user: string) {
    this.session = new OperationSession('trip', 'trip', {
      url: 'https://trips.example',
      credentials: { ticket: () => user },
      WebSocket: engineSocket(harness, (line) => {
        this.line = line;
      }),
      network: new FakeNetwork(),
      page: new FakePage(),
      random: () => 0.5,
      invisible: false,
      record: null,
    });
  }

  get view(): TripView {
    return this.session.view as TripView;
  }
}

let harness: EngineHarness;
let programs: Program[];

beforeEach(async () => {
  vi.useFakeTimers();
  harness = new EngineHarness({ members: { anna: 'editor', ben: 'editor', chloe: 'editor' } });
  serveRest(harness);
  programs = ['anna', 'ben'].map((user) => new Program(harness, user));
  for (let turn = 0; turn < 3; turn++) await pass();
});

afterEach(() => {
  for (const { session } of programs) session.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Time passes: connections that broke come back, and everything arrives. */
async function pass(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_500);
  harness.advance(1_500);
  for (const { line } of programs) if (line !== null && line.onopen !== null && !line.isOpen) line.open();
  await vi.advanceTimersByTimeAsync(0);
  for (const { line } of programs) line?.down();
  await vi.advanceTimersByTimeAsync(0);
}

const [anna, ben] = [() => programs[0] as Program, () => programs[1] as Program];
const title = (value: string): Operation => ({ op: 'replace', path: '/title', value });

describe('JSON clients at a real engine', () => {
  it('[O34] know their role as soon as it is another one', async () => {
    harness.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'A', avatar: null });
    await pass();
    expect([anna(), ben()].map(({ session }) => session.state.role)).toEqual(['viewer', 'editor']);
  });

  it('type into one text with a Yjs client, and lose no word', async () => {
    const chloe = new TestClient(harness, person('chloe'), { sdk: true });
    chloe.settle();
    void anna().session.apply([title('Kyoto')]);
    for (let turn = 0; turn < 2; turn++) await pass();
    chloe.settle();
    void anna().session.apply([title('Kyoto in May')]);
    void ben().session.apply([title('Our Kyoto')]);
    // Not where Anna writes: which of two words at one place comes first is up to their client ids.
    chloe.doc.getText('title').insert(2, '-');
    chloe.settle();
    for (let turn = 0; turn < 3; turn++) await pass();
    chloe.settle();
    expect(chloe.doc.getText('title').toString()).toBe('Our Ky-oto in May');
    expect([anna().view.title, ben().view.title]).toEqual(['Our Ky-oto in May', 'Our Ky-oto in May']);
  });

  it('do offline what merges when they are back', async () => {
    void anna().session.apply([
      { op: 'add', path: '/itinerary/-', value: { id: 'one', title: 'One' } },
      { op: 'add', path: '/itinerary/-', value: { id: 'two', title: 'Two' } },
    ]);
    for (let turn = 0; turn < 2; turn++) await pass();
    anna().line?.drop();
    void anna().session.apply([{ op: 'replace', path: '/itinerary/1/title', value: 'Two!' }]);
    void anna().session.apply([{ op: 'remove', path: '/itinerary/0' }]);
    void ben().session.apply([{ op: 'add', path: '/itinerary/0', value: { id: 'zero', title: 'Zero' } }]);
    await vi.advanceTimersByTimeAsync(0);
    for (let turn = 0; turn < 4; turn++) await pass();
    const items = (view: TripView) => view.itinerary.map((item) => `${item.id} ${item.title}`);
    expect(items(anna().view)).toEqual(['zero Zero', 'two Two!']);
    expect(items(ben().view)).toEqual(['zero Zero', 'two Two!']);
  });

  it('[O32] know a conflict that came up while they were away, and no more when it was decided meanwhile', async () => {
    const destination = (value: string): Operation => ({ op: 'replace', path: '/destination', value });
    ben().line?.drop();
    void ben().session.apply([destination('Nara')]);
    void anna().session.apply([destination('Kyoto')]);
    await vi.advanceTimersByTimeAsync(0);
    anna().line?.drop();
    await vi.advanceTimersByTimeAsync(1_500);
    ben().line?.open();
    for (let turn = 0; turn < 3; turn++) {
      await vi.advanceTimersByTimeAsync(0);
      ben().line?.down();
    }
    const conflictsOf = ({ session }: Program) => session.state.conflicts.map(({ mine, theirs }) => [mine, theirs]);
    expect(conflictsOf(ben())).toEqual([['Nara', 'Kyoto']]);
    expect(conflictsOf(anna())).toEqual([]);
    for (let turn = 0; turn < 3; turn++) await pass();
    expect(conflictsOf(anna())).toEqual([['Kyoto', 'Nara']]);

    anna().line?.drop();
    const [conflict] = ben().session.state.conflicts;
    const choice = { choice: 'mine', value: null, winnerVersion: conflict?.version ?? null } as const;
    expect(harness.service.conflicts.resolve(person('ben'), conflict?.id ?? '', choice).ok).toBe(true);
    for (let turn = 0; turn < 3; turn++) await pass();
    expect([anna(), ben()].map(conflictsOf)).toEqual([[], []]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('[O6] end with the same document whatever they do (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const chloe = new TestClient(harness, person('chloe'), { sdk: true });
    chloe.settle();
    for (let step = 0; step < 60; step++) {
      const program = programs[Math.floor(random() * programs.length)] as Program;
      const what = random();
      if (what < 0.55) void program.session.apply([operation(program.view, random, `${seed}-${step}`)]);
      else if (what < 0.75) program.line?.down(Math.floor(random() * 4));
      else if (what < 0.8) program.line?.drop();
      else if (what < 0.9) await pass();
      else {
        const text = chloe.doc.getText('title');
        text.insert(Math.floor(random() * (text.length + 1)), `y${step}`);
        chloe.settle();
      }
      await vi.advanceTimersByTimeAsync(0);
    }
    for (let turn = 0; turn < 60 && programs.some(({ session }) => !session.state.saved); turn++) await pass();
    for (let turn = 0; turn < 3; turn++) await pass();
    chloe.settle();
    const joined = new Program(harness, 'owner');
    programs.push(joined);
    for (let turn = 0; turn < 3; turn++) await pass();
    for (const { session, view } of programs) {
      expect(session.state).toMatchObject({ saved: true, pending: 0 });
      expect(view).toEqual(joined.view);
    }
    expect(chloe.doc.getText('title').toString()).toBe(joined.view.title);
  });
});

function operation(view: TripView, random: () => number, n: string): Operation {
  const pick = Math.floor(random() * view.itinerary.length);
  const at = Math.floor(random() * (view.title.length + 1));
  const kinds: (() => Operation)[] = [
    () => title(`${view.title.slice(0, at)}${n}${view.title.slice(at)}`),
    () => ({ op: 'replace', path: '/destination', value: n }),
    () => ({ op: 'add', path: `/itinerary/${pick}`, value: { id: n, title: n } }),
    () => ({ op: 'replace', path: `/itinerary/${pick}/title`, value: `${view.itinerary[pick]?.title}${n}` }),
    () => ({ op: 'remove', path: `/itinerary/${pick}` }),
    () => ({ op: 'move', from: `/itinerary/${pick}`, path: '/itinerary/0' }),
    () => ({ op: 'add', path: '/budget/JPY', value: at }),
  ];
  const isEmpty = view.itinerary.length === 0;
  const kind = Math.floor(random() * kinds.length);
  return (isEmpty && kind > 2 && kind < 6 ? kinds[2] : kinds[kind])?.() as Operation;
}
