import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { compact } from '../../src/documents/compaction';
import { validateContent } from '../../src/documents/content-validation';
import { eventSchema } from '../../src/documents/event';
import { documentAt } from '../../src/documents/history/document-at';
import { createDoc } from '../../src/documents/layout';
import type { DocumentSchema } from '../../src/documents/schema';
import { tripSchema } from '../../src/documents/trip';
import { examineUpdate } from '../../src/documents/update-facts';
import { contentOf } from '../../src/documents/view';
import { EngineHarness, person, seededRandom } from '../support/engine-harness';
import { TestClient } from '../support/test-client';
import { eventEdits } from './event-edits';
import { Dice, type Edits, editRandomly } from './random-edits';
import { tripEdits } from './trip-edits';

/** `FUZZ_SEED=n` replays one run; `FUZZ_RUNS=n` runs more of them. */
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const runs = process.env.FUZZ_SEED === undefined ? Number(process.env.FUZZ_RUNS ?? 160) : 1;

/** Seeds that once found a bug. */
const regressions: readonly number[] = [];

describe('convergence', () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    it(`converges and loses nothing with seed ${seed}`, () => new Run(seed).play());
  }
  for (const seed of regressions) it(`converges with the former failure ${seed}`, () => new Run(seed).play());
});

class Run {
  /** Of two runs one is about a trip and one about an event. */
  readonly #schema: DocumentSchema;
  readonly #edits: Edits;
  readonly #dice: Dice;
  readonly #harness: EngineHarness;
  readonly #clients: TestClient[];

  constructor(seed: number) {
    const isTrip = seed % 2 === 1;
    this.#schema = isTrip ? tripSchema : eventSchema;
    this.#edits = isTrip ? tripEdits : eventEdits;
    this.#dice = new Dice(seededRandom(seed));
    this.#harness = new EngineHarness({
      seed,
      schema: this.#schema,
      members: { anna: 'editor', ben: 'editor', eve: 'editor', vic: 'viewer' },
    });
    const ids = [...new Set(Array.from({ length: 5 }, () => 1 + this.#dice.below(1e9)))];
    this.#clients = ['owner', 'anna', 'ben', 'eve', 'vic'].map((name, index) => {
      const clientId = ids[index];
      return new TestClient(this.#harness, person(name), {
        sdk: index % 2 === 1,
        ...(clientId === undefined ? {} : { clientId }),
      });
    });
  }

  play(): void {
    for (let step = 0; step < 60; step++) this.#step();
    this.#settle();
    this.#checkConverged();
    this.#checkHistory();
    expect(this.#harness.reports.filter(({ event }) => event !== 'append failed')).toEqual([]);
  }

  #step(): void {
    const dice = this.#dice;
    const client = dice.pick(this.#clients);
    if (!client.isOpen) client.reconnect();
    if (dice.chance(0.6)) this.#edit(client);
    const [action] = [dice.random()];
    if (action < 0.45) this.#deliver(client);
    else if (action < 0.6) for (const other of this.#clients) this.#deliver(other);
    else if (action < 0.65) client.reconnect();
    else if (action < 0.68) this.#loseFrames(client);
    else if (action < 0.72) this.#sendOutOfOrder(client);
    else if (action < 0.76) this.#harness.hibernate();
    else if (action < 0.79) this.#harness.crash();
    else if (action < 0.82) this.#crashAfterAppend(client);
    else if (action < 0.84) this.#failAppend(client);
    else if (action < 0.87) this.#compact();
    else this.#harness.advance(dice.below(2000));
    this.#checkSafety();
  }

  #edit(client: TestClient): void {
    const { id } = client.identity;
    if (id === 'vic') return;
    editRandomly(client.doc, this.#edits, this.#dice, id === 'eve' ? 0.7 : 0);
  }

  #deliver(client: TestClient): void {
    if (!client.isOpen) return client.reconnect();
    if (this.#dice.chance(0.7)) client.sendUpdates(1 + this.#dice.below(3));
    if (this.#dice.chance(0.7)) client.receive();
  }

  /** What waits on the way to the client is lost with its connection. */
  #loseFrames(client: TestClient): void {
    if (client.isOpen) this.#harness.takeBytes(client.session);
    client.reconnect();
  }

  /** A later update overtakes an earlier one: a gap. */
  #sendOutOfOrder(client: TestClient): void {
    if (!client.isOpen || client.unsent.length < 2) return;
    client.unsent.push(client.unsent.shift() as Uint8Array);
    client.sendUpdates(1);
  }

  /** The process dies when the rows are stored and nobody has been told. */
  #crashAfterAppend(client: TestClient): void {
    if (!client.isOpen) return;
    const { wire } = this.#harness;
    wire.isCut = true;
    client.sendUpdates();
    this.#harness.engine.ring('flush');
    wire.isCut = false;
    this.#harness.crash();
  }

  #failAppend(client: TestClient): void {
    if (!client.isOpen) return;
    this.#harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    client.sendUpdates(1);
    this.#harness.engine.ring('flush');
    this.#harness.storage.beforeCommit = () => {};
  }

  #compact(): void {
    this.#harness.engine.writer.flush();
    compact(this.#harness.storage, this.#harness.engine.state.live().doc);
  }

  /** Everybody comes back and sends and receives until nothing moves. */
  #settle(): void {
    for (let round = 0; round < 6; round++) {
      for (const client of this.#clients) {
        if (!client.isOpen) client.reconnect();
        client.settle();
        this.#harness.advance(5000);
      }
    }
  }

  /** Holds at every moment: nobody has seen, and nobody was told saved of, what is not stored. */
  #checkSafety(): void {
    const stored = documentAt(this.#schema, this.#harness.storage.log, this.#harness.storage.log.head());
    for (const { doc, identity, options, saved, n, unsent, isOpen } of this.#clients) {
      for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
        if (client !== doc.clientID)
          expect(Y.getState(stored.store, client), `${identity.id} saw ${client}`).toBeGreaterThanOrEqual(clock);
      }
      if (!options.sdk || !isOpen || n === 0 || saved !== n || unsent.length > 0 || identity.id === 'vic') continue;
      const everything = Y.encodeStateAsUpdate(doc);
      expect(examineUpdate(stored, Y.decodeUpdate(everything)).hasEffect, `${identity.id} was told saved`).toBe(false);
    }
  }

  #checkConverged(): void {
    const server = contentOf(this.#harness.engine.state.live().doc, this.#schema);
    expect(validateContent(this.#schema, server)).toEqual([]);
    for (const { doc, identity } of this.#clients) {
      const own = createDoc(this.#schema);
      Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
      expect(own.store.pendingStructs, identity.id).toBeNull();
      expect(plain(contentOf(own, this.#schema)), identity.id).toEqual(plain(server));
    }
  }

  #checkHistory(): void {
    const { log } = this.#harness.storage;
    const versions = log.rows(0, log.head()).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    const rebuilt = contentOf(documentAt(this.#schema, log, log.head()), this.#schema);
    expect(plain(rebuilt)).toEqual(plain(contentOf(this.#harness.engine.state.live().doc, this.#schema)));
  }
}

/** With the prototypes that a comparison can print. */
function plain(content: object): unknown {
  return JSON.parse(JSON.stringify(content));
}
