import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { validateContent } from '../../src/documents/content-validation';
import { eventSchema } from '../../src/documents/event';
import { documentAt } from '../../src/documents/history/document-at';
import { standardPatch } from '../../src/documents/history/standard-patch';
import { createDoc } from '../../src/documents/layout';
import { tripSchema } from '../../src/documents/trip';
import { type Content, contentOf } from '../../src/documents/view';
import { EngineHarness, person, seededRandom } from '../support/engine-harness';
import { TestClient } from '../support/test-client';
import { eventEdits } from './event-edits';
import { Dice, editRandomly } from './random-edits';
import { tripEdits } from './trip-edits';

/** `FUZZ_SEED=n` replays one run; `FUZZ_RUNS=n` runs more of them. */
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const runs = process.env.FUZZ_SEED === undefined ? Number(process.env.FUZZ_RUNS ?? 24) : 1;
const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);

describe('history', () => {
  it.each(seeds)('[Y5] going back and forth never makes anybody’s document another one, with seed %i', (seed) => {
    const play = new Play(seed);
    for (let step = 0; step < 60; step++) play.step();
    play.settle();
    play.checkConverged();
    expect(play.harness.reports).toEqual([]);
  });

  it.each(seeds)('[Y7] reverting the only one who wrote in a span is exact, with seed %i', (seed) => {
    const play = new Play(seed);
    play.write(15, ['owner', 'anna']);
    const before = play.content();
    const from = play.version + 1;
    play.write(15, ['anna']);
    const to = play.version;
    if (to < from) return;
    const reverted = play.harness.service.history.revert(person('owner'), { person: 'anna', from, to });
    expect(reverted).toMatchObject({ ok: true });
    expect(play.content()).toEqual(before);
    play.settle();
    play.checkConverged();
  });

  it.each(seeds)('[Y5] undoing everything and doing it again comes out the same, with seed %i', (seed) => {
    const play = new Play(seed);
    play.write(12, ['owner']);
    const contents = [play.content()];
    while (play.command('undo', 'owner')) contents.push(play.content());
    for (const content of contents.reverse().slice(1)) {
      expect(play.command('redo', 'owner')).toBe(true);
      expect(play.content()).toEqual(content);
    }
    expect(play.command('redo', 'owner')).toBe(false);
    play.settle();
    play.checkConverged();
  });

  it.each(seeds)('[Y4] restoring makes it what it was, with seed %i', (seed) => {
    const play = new Play(seed);
    const contents = new Map<number, Content>();
    for (let i = 0; i < 20; i++) {
      play.write(1, ['owner', 'anna']);
      contents.set(play.version, play.unordered());
    }
    for (const [version, content] of contents) {
      expect(play.harness.service.history.restore(person('owner'), version)).toMatchObject({ ok: true });
      expect(play.unordered()).toEqual(content);
    }
    play.settle();
    play.checkConverged();
  });

  it.each(seeds)('[Y3] a difference makes the one out of the other, with seed %i', (seed) => {
    const play = new Play(seed);
    play.write(12, ['owner', 'anna', 'ben']);
    for (let from = 0; from <= play.version; from += 2) {
      for (let to = 0; to <= play.version; to += 3) {
        const patched = plain(play.contentAt(from));
        const patch = structuredClone(plain(play.difference(from, to))) as Operation[];
        expect(applyPatch(patched, patch).filter((error) => error !== null)).toEqual([]);
        expect(patched).toEqual(plain(play.contentAt(to)));
      }
    }
  });
});

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Three people at a trip or an event, who edit, undo, redo, revert and restore. */
class Play {
  readonly #schema;
  readonly #edits;
  readonly #dice: Dice;
  readonly harness: EngineHarness;
  readonly #clients: TestClient[];

  constructor(seed: number) {
    const isTrip = seed % 2 === 1;
    this.#schema = isTrip ? tripSchema : eventSchema;
    this.#edits = isTrip ? tripEdits : eventEdits;
    this.#dice = new Dice(seededRandom(seed));
    this.harness = new EngineHarness({ seed, schema: this.#schema, members: { anna: 'editor', ben: 'editor' } });
    this.#clients = ['owner', 'anna', 'ben'].map(
      (name, index) => new TestClient(this.harness, person(name), { sdk: true, clientId: 100 + index }),
    );
    this.settle();
  }

  get version(): number {
    return this.harness.engine.state.version();
  }

  contentAt(version: number): Content {
    return contentOf(documentAt(this.#schema, this.harness.storage.log, version), this.#schema);
  }

  difference(from: number, to: number): readonly unknown[] {
    return standardPatch(this.#schema, this.contentAt(from), this.contentAt(to));
  }

  /** What can be taken back: words of sets that only grow cannot. */
  content(): Content {
    const { tags: _tags, ...content } = contentOf(this.harness.engine.state.live().doc, this.#schema);
    return plain(content);
  }

  /** The content with its set as a set: whoever comes back comes last. */
  unordered(): Content {
    const content = this.content();
    const attendees = (content.attendees ?? []) as readonly { user_id: string }[];
    return { ...content, attendees: new Map(attendees.map((attendee) => [attendee.user_id, attendee])) };
  }

  /** Steps of some of the people, each stored and seen by everybody. */
  write(count: number, people: readonly string[]): void {
    for (let i = 0; i < count; i++) {
      const client = this.#clients.find(({ identity }) => identity.id === this.#dice.pick(people)) ?? this.#clients[0];
      if (client !== undefined) editRandomly(client.doc, this.#edits, this.#dice, 0);
      this.settle();
      this.harness.advance(1_000);
    }
  }

  step(): void {
    const dice = this.#dice;
    const client = dice.pick(this.#clients);
    const { id } = client.identity;
    const what = dice.random();
    if (what < 0.55) editRandomly(client.doc, this.#edits, dice, id === 'ben' ? 0.3 : 0);
    else if (what < 0.7) this.command('undo', id);
    else if (what < 0.8) this.command('redo', id);
    else if (what < 0.84) this.#revert();
    else if (what < 0.86) this.harness.service.history.restore(client.identity, dice.below(this.version + 1));
    else if (what < 0.88) this.harness.crash();
    else this.harness.advance(dice.below(1_500));
    if (dice.chance(0.6)) for (const other of this.#clients) this.#sync(other);
    else this.#sync(client);
  }

  /** Whether there was something to take back, or to do again. */
  command(kind: 'undo' | 'redo', who: string): boolean {
    const taken = this.harness.service.history.step(person(who), { kind, id: null });
    if (!taken.ok) expect(taken.refusal.code).toBe('nothing-to-undo');
    return taken.ok;
  }

  #revert(): void {
    if (this.version === 0) return;
    const to = 1 + this.#dice.below(this.version);
    const request = { person: this.#dice.pick(['owner', 'anna', 'ben']), from: 1 + this.#dice.below(to), to };
    expect(this.harness.service.history.revert(person('owner'), request)).toMatchObject({ ok: true });
  }

  #sync(client: TestClient): void {
    if (!client.isOpen) client.reconnect();
    client.settle();
    this.harness.advance(60);
  }

  settle(): void {
    for (let round = 0; round < 3; round++) for (const client of this.#clients) this.#sync(client);
  }

  checkConverged(): void {
    const { log } = this.harness.storage;
    const server = this.harness.engine.state.live().doc;
    const content = JSON.stringify(contentOf(server, this.#schema));
    expect(validateContent(this.#schema, contentOf(server, this.#schema))).toEqual([]);
    expect(JSON.stringify(contentOf(documentAt(this.#schema, log, log.head()), this.#schema))).toBe(content);
    for (const { doc, identity } of this.#clients) {
      const own = createDoc(this.#schema);
      Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
      expect(own.store.pendingStructs, identity.id).toBeNull();
      expect(JSON.stringify(contentOf(own, this.#schema)), identity.id).toBe(content);
    }
  }
}
