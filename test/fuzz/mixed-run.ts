import { expect } from 'vitest';
import * as Y from 'yjs';
import { compact } from '../../src/documents/compaction';
import { validateContent } from '../../src/documents/content-validation';
import { type EventView, eventSchema } from '../../src/documents/event';
import { documentAt } from '../../src/documents/history/document-at';
import { createDoc } from '../../src/documents/layout';
import { contentOf } from '../../src/documents/view';
import { EngineHarness, person, seededRandom } from '../support/engine-harness';
import { TestClient } from '../support/test-client';
import { eventEdits } from './event-edits';
import { KeptEdits } from './kept-edits';
import { OperationClient } from './operation-client';
import { rollOperations } from './operation-dice';
import { Dice, editRandomly } from './random-edits';

const names = ['owner', 'anna', 'ben', 'chloe'];

/** Most runs are short, because they find more in the same time; some are as long as it takes a document to get large. */
const shortest = 10;
const usual = 24;
export const longest = 50;
/** Until everybody has come to rest, at most. */
const maxRounds = 6;

/** A program that reads an event over HTTP and patches what it has read, after a while. */
class HttpClient {
  view: EventView | null = null;

  constructor(
    readonly harness: EngineHarness,
    readonly name: string,
  ) {}

  read(): void {
    const read = this.harness.service.read(person(this.name));
    if (read.ok) this.view = plain(read.value.view) as EventView;
  }

  patch(dice: Dice, mark: string): string | null {
    if (this.view === null) return null;
    const isDone = this.#send(dice, [...rollOperations(this.view, dice), { op: 'add', path: '/tags/-', value: mark }]);
    return isDone ? mark : null;
  }

  keep(dice: Dice, kept: KeptEdits): void {
    if (this.view === null) return;
    const { operations, edits } = kept.roll(this.view, dice);
    if (this.#send(dice, operations)) kept.acknowledged(edits);
  }

  #send(dice: Dice, operations: readonly unknown[]): boolean {
    if (this.view === null) return false;
    const base = dice.chance(0.8) ? { baseVersion: this.view.metadata.version } : this.view.metadata.version;
    const patched = this.harness.service.patch(person(this.name), { kind: 'json-patch', operations }, base);
    if (patched.ok) this.view = plain(patched.value.view) as EventView;
    return patched.ok;
  }
}

/** One run: people and programs at one event, until everybody has come to rest. */
export class MixedRun {
  readonly #dice: Dice;
  readonly #harness: EngineHarness;
  readonly #editors: TestClient[] = [];
  readonly #programs: OperationClient[] = [];
  readonly #callers: HttpClient[] = [];
  /** Tags of which somebody was told that they are stored. */
  readonly #kept: string[] = [];
  readonly #keptEdits: KeptEdits | null;
  readonly #steps: number;
  #marks = 0;

  /** @param steps How long it is; by default as the seed has it. @param keeps Whether there are files that are edited and moved. */
  constructor(seed: number, steps = lengthOf(seed), keeps = true) {
    const dice = new Dice(seededRandom(seed));
    this.#dice = dice;
    this.#steps = steps;
    const members = { anna: 'editor', ben: 'editor', chloe: 'editor' } as const;
    this.#harness = new EngineHarness({ seed, schema: eventSchema, members });
    this.#keptEdits = keeps ? this.#begin() : null;
    for (let index = 0; index < 3 + dice.below(6); index++) {
      const name = dice.pick(names);
      const kind = index < 3 ? index : dice.below(3);
      if (kind === 0)
        this.#editors.push(new TestClient(this.#harness, person(name), { clientId: 1 + dice.below(1e9), sdk: dice.chance(0.5) }));
      else if (kind === 1) this.#programs.push(this.#program(name, `program ${index}`));
      else this.#callers.push(new HttpClient(this.#harness, name));
    }
  }

  play(): void {
    for (let step = 0; step < this.#steps; step++) {
      this.#step();
      this.#keptEdits?.look(this.#content());
    }
    this.#settle();
    this.#check();
  }

  #program(name: string, program: string): OperationClient {
    const client = new OperationClient(this.#harness, person(name), this.#dice.chance(0.5), program);
    client.onKept = (edits) => this.#keptEdits?.acknowledged(edits);
    return client;
  }

  #begin(): KeptEdits {
    this.#harness.service.patch(person('owner'), { kind: 'json-patch', operations: KeptEdits.first }, { baseVersion: 0 });
    return new KeptEdits();
  }

  #content(): EventView {
    return contentOf(this.#harness.engine.state.live().doc, eventSchema) as unknown as EventView;
  }

  #step(): void {
    const dice = this.#dice;
    const luck = dice.random();
    if (luck < 0.3) this.#withProgram(dice.pick(this.#programs));
    else if (luck < 0.6) this.#withEditor(dice.pick(this.#editors));
    else if (luck < 0.75) this.#withCaller(dice.pick(this.#callers));
    else if (luck < 0.8) this.#hibernate();
    else if (luck < 0.83) this.#harness.crash();
    else if (luck < 0.85) this.#failAppend();
    else if (luck < 0.88) this.#compact();
    else this.#harness.advance(dice.below(1500));
  }

  #withProgram(client: OperationClient): void {
    const dice = this.#dice;
    if (dice.chance(0.7)) client.receive();
    if (dice.chance(0.8) && client.version > 0) {
      client.operate(rollOperations(client.event, dice), dice.chance(0.5) ? this.#newMark() : null);
    }
    // What is not acknowledged is not in its view: it would take that away again.
    if (this.#keptEdits !== null && client.isIdle && client.version > 0) {
      const { operations, edits } = this.#keptEdits.roll(client.event, dice);
      client.operate(operations, null, edits);
    }
    if (dice.chance(0.7)) client.send(1 + dice.below(4));
    if (dice.chance(0.1)) client.lose();
    if (dice.chance(0.1)) client.disconnect();
    if (!client.isOpen && dice.chance(0.5)) client.connect();
    if (dice.chance(0.5)) client.receive();
  }

  #withEditor(client: TestClient): void {
    const dice = this.#dice;
    if (dice.chance(0.8)) editRandomly(client.doc, eventEdits, dice, 0);
    if (this.#keptEdits !== null && dice.chance(0.5)) this.#keep(this.#keptEdits, client);
    if (!client.isOpen) {
      if (dice.chance(0.5)) client.reconnect();
      return;
    }
    if (dice.chance(0.7)) client.sendUpdates(1 + dice.below(3));
    if (dice.chance(0.7)) client.receive();
  }

  /** Sent at once: who hears of a move before, and is cut off then, has nothing left of it themselves. */
  #keep(kept: KeptEdits, client: TestClient): void {
    kept.edit(client.doc, this.#dice);
    if (!client.isOpen) return;
    client.sendUpdates();
    this.#harness.engine.ring('flush');
  }

  #withCaller(client: HttpClient): void {
    if (client.view === null || this.#dice.chance(0.4)) client.read();
    const mark = this.#dice.chance(0.6) ? client.patch(this.#dice, this.#newMark()) : null;
    if (mark !== null) this.#kept.push(mark);
    if (this.#keptEdits !== null && this.#dice.chance(0.5)) client.keep(this.#dice, this.#keptEdits);
  }

  /** The platform evicts only what has no timer running. */
  #hibernate(): void {
    this.#harness.advance(1_000);
    this.#harness.hibernate();
  }

  #failAppend(): void {
    this.#harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    const program = this.#dice.pick(this.#programs);
    program.send(1);
    this.#harness.engine.ring('flush');
    this.#harness.storage.beforeCommit = () => {};
  }

  #compact(): void {
    this.#harness.engine.writer.flush();
    compact(this.#harness.storage, this.#harness.engine.state.live().doc);
  }

  #newMark(): string {
    return `mark ${++this.#marks}`;
  }

  #settle(): void {
    for (let round = 0; round < maxRounds; round++) {
      const told = [...this.#editors.map((editor) => this.#settleEditor(editor)), ...this.#programs.map(settleProgram)];
      if (round > 0 && told.every((count) => count === 0)) break;
      this.#harness.advance(5_000);
    }
    for (const program of this.#programs) program.receive();
  }

  /** Answers how much it was told. */
  #settleEditor(editor: TestClient): number {
    const before = editor.received.length;
    if (!editor.isOpen) editor.reconnect();
    editor.settle();
    return editor.received.length - before;
  }

  #check(): void {
    const view = contentOf(this.#harness.engine.state.live().doc, eventSchema);
    expect(validateContent(eventSchema, view)).toEqual([]);
    const server = plain(view) as Record<string, unknown>;
    const { log } = this.#harness.storage;
    expectSame(contentOf(documentAt(eventSchema, log, log.head()), eventSchema), server);
    for (const { doc } of this.#editors) {
      const own = createDoc(eventSchema);
      Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
      expectSame(contentOf(own, eventSchema), server);
    }
    for (const program of this.#programs) {
      expect(program.isIdle).toBe(true);
      expectSame(contentIn(program.view), server);
    }
    const tags = new Set(server.tags as string[]);
    const acknowledged = [...this.#kept, ...this.#programs.flatMap(({ marks }) => marks)];
    expect(acknowledged.filter((mark) => !tags.has(mark))).toEqual([]);
    this.#checkKept(view as unknown as EventView);
    expect(this.#harness.reports.filter(({ event }) => event !== 'append failed')).toEqual([]);
  }

  #checkKept(view: EventView): void {
    const conflicts = this.#harness.service.conflicts.list(person('owner'), false);
    const { log } = this.#harness.storage;
    const everHad = (id: string, address: string): boolean =>
      log.rows(0, log.head()).some(({ version }) => {
        const { attachments } = contentOf(documentAt(eventSchema, log, version), eventSchema) as unknown as EventView;
        return attachments.some((file) => file.id === id && file.url === address);
      });
    this.#keptEdits?.check(view, JSON.stringify(conflicts), everHad);
  }
}

/** Not of the dice of the run, so that what happens in it does not depend on how long it is. */
function lengthOf(seed: number): number {
  const dice = new Dice(seededRandom(seed ^ 0x5eed));
  return shortest + dice.below((dice.chance(0.1) ? longest : usual) - shortest + 1);
}

/** Answers how much it was told. */
function settleProgram(program: OperationClient): number {
  if (!program.isOpen) program.connect();
  const told = program.receive();
  program.send();
  return told;
}

/** The JSON of most is the same letter by letter, which is quicker to see than that two values are equal. */
function expectSame(content: Record<string, unknown>, server: Record<string, unknown>): void {
  const json = JSON.stringify(content);
  if (json !== JSON.stringify(server)) expect(JSON.parse(json)).toEqual(server);
}

function contentIn(view: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(eventSchema.fields).map((name) => [name, view[name]]));
}

/** With the prototypes that a comparison can print. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
