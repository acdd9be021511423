import { vi } from 'vitest';
import type { AppliedOperation, LockView, Operation } from '../../../../src/protocol/operations';
import { applyOperation, MisfitOperation } from '../../../../web/sdk/operations/apply-operations';
import { shapeOf } from '../../../../web/sdk/operations/document-shape';
import type { WebSocketConstructor, WebSocketLike } from '../../../../web/sdk/socket';

const shape = shapeOf('event');

interface Message {
  readonly type: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at differs by type.
  readonly payload: any;
}

/** One step of the document. */
interface Step {
  readonly version: number;
  readonly operations: readonly AppliedOperation[];
  readonly user: string | null;
}

/** A socket whose two ends hand messages over only when the test says so. */
export class Line implements WebSocketLike {
  binaryType = 'blob';
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;
  readonly url: string;
  readonly toServer: string[] = [];
  readonly toClient: string[] = [];
  readonly #server: FakeServer;
  user = '';
  isSubscribed = false;
  isOpen = false;

  constructor(url: string, server: FakeServer) {
    this.url = url;
    this.#server = server;
    server.lines.push(this);
  }

  send(data: string | Uint8Array): void {
    if (data === 'ping') this.toClient.push('pong');
    else this.toServer.push(String(data));
  }

  close(): void {
    this.isOpen = false;
  }

  /** The connection comes into being. */
  open(): void {
    this.isOpen = true;
    this.onopen?.({} as never);
  }

  /** Hands one message over to the server; false when there is none. */
  up(): boolean {
    const text = this.toServer.shift();
    if (text === undefined || !this.isOpen) return false;
    this.#server.receive(this, JSON.parse(text) as Message);
    return true;
  }

  /** Hands one message over to the client; false when there is none. */
  down(): boolean {
    const data = this.toClient.shift();
    if (data === undefined || !this.isOpen) return false;
    this.onmessage?.({ data } as never);
    return true;
  }

  /** Hands over everything, and what is answered to it. */
  flow(): void {
    while (this.up() || this.down());
  }

  /** The connection breaks: what is on the way is lost. */
  drop(code = 1006): void {
    this.toServer.length = 0;
    this.toClient.length = 0;
    const wasOpen = this.isOpen;
    this.isOpen = false;
    if (wasOpen) this.onclose?.({ code, reason: '' } as never);
  }

  say(type: string, payload: unknown, id = `server-${this.#server.said++}`): void {
    this.toClient.push(JSON.stringify({ type, id, timestamp: Date.now(), payload }));
  }
}

/** A server of one event: does operations to the document as it is now, each id once, and tells the others. */
export class FakeServer {
  readonly lines: Line[] = [];
  state: unknown = { title: '', location: null, status: 'tentative', attendees: [], reminders: [], tags: [] };
  version = 1;
  said = 0;
  readonly steps: Step[] = [];
  readonly answers = new Map<string, { readonly version: number; readonly operations: readonly AppliedOperation[] }>();
  /** Whoever lacks a version that is not after this one gets the whole state. */
  forgotten = 0;
  /** What an OP is answered with in place of doing it; null does it. */
  refuse: (message: Message) => object | null = () => null;
  /** The same of a SUBSCRIBE. */
  refuseToTell: (message: Message) => object | null = () => null;
  readonly ops: Message[] = [];
  readonly subscriptions: Message[] = [];
  readonly presence: unknown[] = [];
  locks: LockView[] = [];

  get WebSocket(): WebSocketConstructor {
    const server = this;
    return class extends Line {
      constructor(url: string) {
        super(url, server);
      }
    };
  }

  get last(): Line {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error('no socket was opened');
    return line;
  }

  /** The newest socket comes into being, and everything that follows arrives. Needs the test's clock. */
  async connect(): Promise<void> {
    this.last.open();
    await this.flow();
  }

  /** Everything that is on the way arrives. */
  async flow(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) {
      this.last.flow();
      await vi.advanceTimersByTimeAsync(0);
    }
  }

  receive(line: Line, message: Message): void {
    const { type, id, payload } = message;
    switch (type) {
      case 'AUTH':
        line.user = payload.token;
        return line.say('AUTH_ACK', { user_id: payload.token, client_id: payload.client_id, expires_at: null }, id);
      case 'SUBSCRIBE':
        return this.#subscribe(line, message);
      case 'PRESENCE_UPDATE':
        this.presence.push(payload);
        return;
      case 'OP':
        return this.#do(line, message);
      default:
        throw new Error(`nobody sends ${type}`);
    }
  }

  /** Somebody changes the document by another way. */
  edit(operations: readonly Operation[], user: string | null = 'other', except: Line | null = null): Step {
    const done: AppliedOperation[] = [];
    let state = this.state;
    for (const operation of operations) {
      try {
        state = applyOperation(shape, state, operation);
        done.push(operation);
      } catch (error) {
        if (!(error instanceof MisfitOperation)) throw error;
        done.push({ op: 'noop', path: operation.path });
      }
    }
    this.state = state;
    const step = { version: ++this.version, operations: done, user };
    this.steps.push(step);
    for (const line of this.lines) {
      if (line === except || !line.isSubscribed || !line.isOpen) continue;
      line.say('OP_BROADCAST', { ...step, resource_id: 'e1', resource_type: 'event', user_id: user, client_id: null });
    }
    return step;
  }

  #subscribe(line: Line, message: Message): void {
    const { id, payload } = message;
    this.subscriptions.push(message);
    const refusal = this.refuseToTell(message);
    if (refusal !== null) return line.say('ERROR', refusal, id);
    const { last_version: last } = payload;
    const isKnown = last !== undefined && last >= this.forgotten;
    line.isSubscribed = true;
    const about = {
      resource_id: 'e1',
      resource_type: 'event',
      version: this.version,
      role: 'editor',
      client_id: 'x',
      locks: this.locks,
    };
    line.say('SUBSCRIBE_ACK', isKnown ? about : { ...about, state: this.state }, id);
    if (isKnown) {
      const operations = this.steps.filter(({ version }) => version > last).flatMap((step) => step.operations);
      line.say('SYNC_RESPONSE', { resource_id: 'e1', operations, current_version: this.version }, id);
    }
    line.say('PRESENCE_STATE', { presences: [] });
  }

  #do(line: Line, message: Message): void {
    const { id, payload } = message;
    this.ops.push(message);
    const refusal = this.refuse(message);
    if (refusal !== null) return line.say('ERROR', refusal, id);
    const known = this.answers.get(id);
    const { version, operations } = known ?? this.edit(payload.operations, line.user, line);
    this.answers.set(id, { version, operations });
    const effect = operations.some(({ op }) => op !== 'noop');
    line.say('OP_ACK', { resource_id: 'e1', version, operations, effect }, id);
  }
}
