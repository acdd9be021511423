import {
  type ClientFrame,
  decodeClientFrame,
  encodeServerFrame,
  type ServerFrame,
  type SessionMessage,
} from '../../../src/protocol/frames';
import type { Credentials } from '../../../web/sdk/credentials';
import type { Network, Page } from '../../../web/sdk/network';
import type { WebSocketLike } from '../../../web/sdk/socket';
import type { TokenRequest } from '../../../web/sdk/tokens';

/** A WebSocket whose other end is the test. Every one that is constructed is in `FakeSocket.all`. */
export class FakeSocket implements WebSocketLike {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  readonly url: string;
  readonly sent: (ClientFrame | string)[] = [];
  /** The code this side closed with; null while it is open. */
  closedWith: number | null = null;
  /** Whether the other side is there, as the heartbeat sees it. */
  answersPings = true;
  binaryType = 'blob';
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;

  constructor(url: string) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  send(data: string | Uint8Array): void {
    this.sent.push(typeof data === 'string' ? data : decodeClientFrame(data));
    if (data === 'ping' && this.answersPings) queueMicrotask(() => this.receiveRaw('pong'));
  }

  close(code = 1005): void {
    this.closedWith ??= code;
  }

  /** The types of what was sent, in order; sync and token frames by their name. */
  get sentTypes(): string[] {
    return this.sent.map((frame) => (typeof frame === 'string' ? frame : frame.type));
  }

  /** The updates that were sent, of SyncStep2 and of Update frames. */
  get updates(): Uint8Array[] {
    return this.sent.filter((frame) => typeof frame !== 'string').flatMap((frame) => ('update' in frame ? [frame.update] : []));
  }

  open(): void {
    this.onopen?.({} as never);
  }

  receive(frame: ServerFrame): void {
    this.receiveRaw(encodeServerFrame(frame).slice().buffer);
  }

  receiveRaw(data: unknown): void {
    this.onmessage?.({ data } as never);
  }

  /** The server, or the network, ends the connection. */
  drop(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason } as never);
  }

  /** Opens, and says who this is. */
  welcome(session: Partial<SessionMessage> = {}): void {
    this.open();
    this.receive({ type: 'session', message: sessionMessage(session) });
  }
}

export function sessionMessage(change: Partial<SessionMessage> = {}): SessionMessage {
  const person = { id: 'aoi', name: '葵', color: '#b4232c' };
  return { session: 's1', person, role: 'editor', version: 1, expiresAtMs: null, nowMs: Date.now(), ...change };
}

/** A network that the test switches on and off. */
export class FakeNetwork implements Network {
  online = true;
  readonly #listeners = new Set<() => void>();

  isOnline(): boolean {
    return this.online;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  change(online: boolean): void {
    this.online = online;
    for (const listener of this.#listeners) listener();
  }
}

/** A page that the test hides, shows and touches. */
export class FakePage implements Page {
  hidden = false;
  readonly #changes = new Set<() => void>();
  readonly #inputs = new Set<() => void>();
  readonly #keys = new Set<() => void>();

  isHidden(): boolean {
    return this.hidden;
  }

  onChange(listener: () => void): () => void {
    this.#changes.add(listener);
    return () => {
      this.#changes.delete(listener);
    };
  }

  onInput(listener: () => void): () => void {
    this.#inputs.add(listener);
    return () => {
      this.#inputs.delete(listener);
    };
  }

  onKey(listener: () => void): () => void {
    this.#keys.add(listener);
    return () => {
      this.#keys.delete(listener);
    };
  }

  press(): void {
    for (const listener of this.#keys) listener();
  }

  change(hidden: boolean): void {
    this.hidden = hidden;
    for (const listener of this.#changes) listener();
  }

  touch(): void {
    for (const listener of this.#inputs) listener();
  }
}

/** Tickets 1, 2, 3 …, and how they were asked for. */
export class FakeCredentials implements Credentials {
  canRenew = true;
  readonly requests: TokenRequest[] = [];
  /** What the next tickets are; throws to refuse one. */
  next: (request: TokenRequest, n: number) => string | Promise<string> = (_request, n) => `ticket-${n}`;

  async ticket(request: TokenRequest): Promise<string> {
    const n = this.requests.push(request);
    return this.next(request, n);
  }

  async authorization(request: TokenRequest): Promise<string> {
    return `Ticket ${await this.ticket(request)}`;
  }
}
