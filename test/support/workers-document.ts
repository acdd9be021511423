import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import * as Y from 'yjs';
import { decodeAwareness, encodeAwareness } from '../../src/protocol/awareness';
import { type ClientFrame, decodeServerFrame, encodeClientFrame, type ServerFrame } from '../../src/protocol/frames';
import { base, type Caller } from './workers-caller';

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: T }>;

export interface ClientOptions {
  /** Whether it speaks our dialect; false: as a y-protocols client would. */
  readonly sdk?: boolean;
  readonly doc?: Y.Doc;
  /** More of the query, e.g. `invisible`. */
  readonly query?: Readonly<Record<string, string>>;
  /** Leaves the server's questions (SyncStep1) to the test. */
  readonly isSilent?: boolean;
}

/** A Yjs client on a real document socket, with everything that arrives kept in order. */
export class DocumentClient {
  readonly doc: Y.Doc;
  readonly sdk: boolean;
  /** Every frame the server sent and this version knows. */
  readonly frames: ServerFrame[] = [];
  /** Every text the server sent. */
  readonly texts: string[] = [];
  /** The code and the reason of the close, once the server has closed. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  /** The latest state of each client id, as the server says it. */
  readonly present = new Map<number, Readonly<Record<string, unknown>>>();
  /** How many sync frames with an update were sent. */
  n = 0;
  /** Up to which of them the server has said that they are stored. */
  saved = 0;
  isSilent: boolean;
  #closedWith: readonly [number, string] | null = null;
  #clock = 0;
  readonly #watchers = new Set<() => void>();

  private constructor(
    private readonly socket: WebSocket,
    { sdk = true, doc = new Y.Doc(), isSilent = false }: ClientOptions,
  ) {
    this.sdk = sdk;
    this.doc = doc;
    this.isSilent = isSilent;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.#receive(data as string | ArrayBuffer));
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => {
        this.#closedWith = [code, reason];
        doc.off('update', this.#say);
        resolve(this.#closedWith);
        this.#look();
      });
    });
    doc.on('update', this.#say);
    socket.accept();
  }

  /** Opens the socket of a trip, with a token in the query or, for null, with none. */
  static async open(token: string | null, trip: string, options: ClientOptions = {}): Promise<DocumentClient> {
    const query = new URLSearchParams({
      ...(token === null ? {} : { token }),
      ...(options.sdk === false ? {} : { sdk: '1' }),
      ...options.query,
    });
    const { status, webSocket } = await exports.default.fetch(`${base}${trip}?${query}`, { headers: { upgrade: 'websocket' } });
    if (!webSocket) throw new Error(`the upgrade answered ${status}`);
    return new DocumentClient(webSocket, options);
  }

  /** A client on a socket that the test opened by itself. */
  static over(socket: WebSocket, options: ClientOptions = {}): DocumentClient {
    return new DocumentClient(socket, options);
  }

  /** Opens the socket of a trip and waits until both sides have what the other had. */
  static async join({ token }: Caller, trip: string, options: ClientOptions = {}): Promise<DocumentClient> {
    const client = await DocumentClient.open(token, trip, options);
    await client.sync();
    if (client.sdk && !client.isSilent) await client.untilSaved();
    return client;
  }

  /** Asks for what the document lacks and waits for it: whatever the server sent before has arrived then, too. */
  async sync(): Promise<void> {
    const before = this.of('step2').length;
    this.send({ type: 'step1', stateVector: Y.encodeStateVector(this.doc) });
    await this.until(() => this.of('step2').length > before);
  }

  send(frame: ClientFrame): void {
    this.socket.send(encodeClientFrame(frame));
  }

  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /** Sends an update, numbered as the dialect wants it. */
  push(update: Uint8Array, type: 'update' | 'step2' = 'update'): void {
    this.n++;
    this.send({ type, update, n: this.sdk ? this.n : null });
  }

  /** Changes the document and waits until the server says that the change is stored. */
  async edit(work: (doc: Y.Doc) => void): Promise<void> {
    this.doc.transact(() => work(this.doc));
    await this.untilSaved();
  }

  async untilSaved(): Promise<void> {
    if (this.sdk) await this.until(() => this.saved === this.n);
    // Who is told nothing asks: an answer has everything that was taken before it.
    else await this.sync();
  }

  /** Announces a presence state of its own: an object, null, or JSON text. */
  announce(state: Readonly<Record<string, unknown>> | string | null): void {
    const json = typeof state === 'string' ? state : JSON.stringify(state);
    const entry = { client: this.doc.clientID, clock: ++this.#clock, state: json };
    this.send({ type: 'awareness', payload: encodeAwareness([entry]) });
  }

  /** The frames of a type, oldest first. */
  of<T extends ServerFrame['type']>(type: T): FrameOf<T>[] {
    return this.frames.filter((frame): frame is FrameOf<T> => frame.type === type);
  }

  /** Waits until something holds, looked at after each frame. Rejects when the server closes before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#closedWith !== null) throw new Error(`closed with ${this.#closedWith} before: ${holds}`);
      await new Promise<void>((resolve) => {
        const watcher = () => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }

  close(code = 1000): void {
    this.doc.off('update', this.#say);
    this.socket.close(code);
  }

  readonly #say = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.push(update);
  };

  get isOpen(): boolean {
    return this.#closedWith === null;
  }

  #receive(data: string | ArrayBuffer): void {
    if (typeof data === 'string') this.texts.push(data);
    else {
      const frame = decodeServerFrame(new Uint8Array(data));
      if (frame !== null) this.#take(frame);
    }
    this.#look();
  }

  #take(frame: ServerFrame): void {
    this.frames.push(frame);
    switch (frame.type) {
      case 'update':
      case 'step2':
        return Y.applyUpdate(this.doc, frame.update, this);
      case 'step1':
        if (!this.isSilent) this.answer(frame);
        return;
      case 'saved':
        this.saved = Math.max(this.saved, frame.n);
        return;
      case 'awareness':
        return this.#meet(frame.payload);
    }
  }

  /** Answers a question of the server. */
  answer({ stateVector }: Pick<FrameOf<'step1'>, 'stateVector'>): void {
    this.push(Y.encodeStateAsUpdate(this.doc, stateVector), 'step2');
  }

  #meet(payload: Uint8Array): void {
    for (const { client, stateBytes } of decodeAwareness(payload)) {
      const state = JSON.parse(new TextDecoder().decode(stateBytes)) as Record<string, unknown> | null;
      if (state === null) this.present.delete(client);
      else this.present.set(client, state);
    }
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** The object of a document (`/v1/trips/{id}`). */
export function objectOf(path: string) {
  const id = path.slice(path.lastIndexOf('/') + 1);
  if (path.startsWith('/v1/events/')) return env.EVENTS.getByName(id);
  return path.startsWith('/v1/calendars/') ? env.CALENDARS.getByName(id) : env.TRIPS.getByName(id);
}

/** Has the alarm of a trip ring now. False when none was set. */
export function ringAlarm(trip: string): Promise<boolean> {
  return runDurableObjectAlarm(objectOf(trip));
}

/** Does something with the SQLite of a trip. */
export function inStorage<T>(trip: string, work: (storage: DurableObjectStorage) => T | Promise<T>): Promise<T> {
  return runInDurableObject(objectOf(trip), (_, state) => work(state.storage));
}

/** Puts the object of a trip to sleep, as the platform does with one that is idle: its sockets stay open. */
export async function sleep(trip: string): Promise<void> {
  await evictDurableObject(objectOf(trip), { webSockets: 'hibernate' });
}

/** Takes the clock out of the hands of the machine. To be called before the objects of the test exist. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
}

/** Lets the stopped clock go on by this much. */
export function passTime(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** As {@link stopClock}, and the timers in memory with it. They ring when {@link letTimersRing} says so. */
export function stopTimers(): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'], now: Date.now() });
}

/** Lets the stopped clock go on, and the timers of a trip's object ring that are due by then. */
export async function letTimersRing(trip: string, ms: number): Promise<void> {
  await inStorage(trip, () => {
    vi.advanceTimersByTime(ms);
  });
}
