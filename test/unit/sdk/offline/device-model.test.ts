import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { maxTailBytes } from '../../../../web/sdk/offline/document-log';
import { retryAfterMs } from '../../../../web/sdk/offline/stored-document';
import { Device, type OpenDocument } from './device';
import { FaultyDrive } from './faulty-drive';

/**
 * Random lives of a document on a device: tabs that open, edit, reach the server, run out of room, crash in the middle of
 * anything and open again. Whatever happened, what was on the device is in the document that is opened next, and what the
 * server lacks of it is told.
 */

const tabs = 3;

/** The server, as far as it matters here. */
class Server {
  readonly doc = new Y.Doc();

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update);
  }

  get lacksSomething(): boolean {
    return this.doc.store.pendingStructs !== null;
  }
}

/** One program with the document open, and its connection to the server. */
class Program {
  readonly drive: FaultyDrive;
  readonly #opened: OpenDocument;
  readonly #device: Device;
  /** Edits made since the last exchange, that have not been sent. */
  #unsent: Uint8Array[] = [];
  #isConnected = false;
  #isCrashed = false;
  isOver = false;
  /** Words of this tab that may not have been written. */
  words: string[] = [];

  constructor(device: Device, hasChannels: boolean) {
    this.#device = device;
    this.drive = new FaultyDrive(device.indexedDB);
    const channels = hasChannels ? { channels: this.#mortal(device) } : { channels: null };
    this.#opened = device.tab({ indexedDB: this.drive.indexedDB, ...channels }).bind();
    this.doc.on('update', (update, origin) => {
      if (origin === null && this.#isConnected) this.#unsent.push(update);
    });
  }

  get doc(): Y.Doc {
    return this.#opened.doc;
  }

  get stored() {
    return this.#opened.stored;
  }

  edit(word: string, filling = ''): void {
    this.#opened.type(`${filling};${word};`);
    this.words.push(word);
  }

  /** The exchange at the beginning of a connection: both have everything then. */
  async connect(server: Server): Promise<void> {
    await this.stored.whenLoaded;
    if (this.#isCrashed) return;
    this.#isConnected = true;
    this.#unsent = [];
    server.take(Y.encodeStateAsUpdate(this.doc));
    this.#opened.receive(Y.encodeStateAsUpdate(server.doc));
    this.stored.settled();
  }

  /** Sends what was edited here, not what other tabs brought, and is told that it is saved. */
  async send(server: Server): Promise<void> {
    if (!this.#isConnected) return;
    for (const update of this.#unsent.splice(0)) server.take(update);
    if (server.lacksSomething) await this.connect(server);
    else this.stored.settled();
  }

  /** Words that are known to be on the device from here on. */
  async written(): Promise<string[]> {
    await this.stored.whenLoaded;
    await this.stored.written;
    return this.stored.state.kind === 'persistent' && !this.#isCrashed ? this.words : [];
  }

  crash(): void {
    this.isOver = true;
    this.#isCrashed = true;
    this.#isConnected = false;
    this.drive.cut();
  }

  async close(): Promise<string[]> {
    this.isOver = true;
    this.#isConnected = false;
    await this.stored.destroy();
    return this.stored.state.kind === 'persistent' ? this.words : [];
  }

  /** Channels that end with the program. */
  #mortal(device: Device): NonNullable<Device['hub']['factory']> {
    return (name) => {
      const channel = device.hub.factory(name);
      return {
        postMessage: (message) => {
          if (!this.#isCrashed) channel.postMessage(message);
        },
        addEventListener: (type, listener) =>
          channel.addEventListener(type, (event) => {
            if (!this.#isCrashed) listener(event);
          }),
        close: () => channel.close(),
      };
    };
  }

  passTime(): void {
    this.#device.nowMs += retryAfterMs;
  }
}

const tab = fc.nat(tabs - 1);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), tab }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const), turns: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('send' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('written' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('paste' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('full' as const), tab, isFull: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remote' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Life {
  readonly #device = new Device();
  readonly #server = new Server();
  readonly #programs = new Map<number, Program>();
  readonly #kept = new Set<string>();
  readonly #hasChannels: boolean;
  readonly #checks: Promise<void>[] = [];
  #nextWord = 0;

  constructor(hasChannels: boolean) {
    this.#hasChannels = hasChannels;
  }

  async run(one: Step): Promise<void> {
    if (one.do === 'turn') return turns(one.turns);
    if (one.do === 'remote') return this.#server.doc.getText('notes').insert(0, `${this.#word()};`);
    const program = this.#programs.get(one.tab);
    if (program === undefined) return this.#open(one.tab);
    switch (one.do) {
      case 'edit':
        return program.edit(this.#word());
      case 'paste':
        return program.edit(this.#word(), 'x'.repeat(maxTailBytes / 2));
      case 'connect':
        return program.connect(this.#server);
      case 'send':
        return program.send(this.#server);
      case 'full':
        program.drive.isFull = one.isFull;
        return program.passTime();
      case 'written':
        return this.#note(await program.written());
      case 'crash':
        this.#programs.delete(one.tab);
        return program.crash();
      case 'close':
        this.#programs.delete(one.tab);
        return this.#note(await program.close());
    }
  }

  /** Ends all programs and looks at what is left. */
  async end(): Promise<void> {
    for (const program of this.#programs.values()) program.crash();
    this.#open(0);
    await Promise.all(this.#checks);
    const last = this.#programs.get(0);
    await last?.connect(this.#server);
    await last?.close();
    const { stored, text } = await this.#device.tab({ channels: null }).open();
    expect(text).toBe(this.#server.doc.getText('notes').toString());
    expect(stored.inherited).toBe(0);
    expect(stored.state).toEqual({ kind: 'persistent' });
  }

  #open(number: number): void {
    const program = new Program(this.#device, this.#hasChannels);
    this.#programs.set(number, program);
    const before = [...this.#kept];
    const check = program.stored.whenLoaded.then(() => this.#check(program, before));
    // Looked at in the end; until then a failed one is nobody's.
    check.catch(() => undefined);
    this.#checks.push(check);
  }

  /** What is loaded has all that was on the device, and tells whether the server lacks something of it. */
  #check(program: Program, before: readonly string[]): void {
    if (program.isOver) return;
    if (!program.drive.isFull) expect(program.stored.state).toEqual({ kind: 'persistent' });
    const words = wordsOf(program.doc);
    expect(before.filter((word) => !words.has(word))).toEqual([]);
    const saved = new Set([...wordsOf(this.#server.doc), ...program.words]);
    if ([...words].some((word) => !saved.has(word))) expect(program.stored.inherited).toBeGreaterThan(0);
  }

  #note(words: string[]): void {
    for (const word of words) this.#kept.add(word);
  }

  #word(): string {
    return `w${this.#nextWord++}`;
  }
}

function wordsOf(doc: Y.Doc): Set<string> {
  return new Set(doc.getText('notes').toString().match(/w\d+/g));
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('lives of a document on a device', () => {
  it.each([
    ['whose tabs talk to each other', true],
    ['whose tabs do not', false],
  ])(
    '%s: nothing is lost, and nothing is called saved too early',
    async (_what, hasChannels) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), async (steps) => {
          const life = new Life(hasChannels);
          for (const one of steps) await life.run(one);
          await life.end();
        }),
        { numRuns: Number(process.env.FUZZ_RUNS ?? 20) },
      );
    },
    60_000,
  );
});
