import type { EventView } from '../../src/documents/event';
import type { AppliedOperation, Operation, OperationReplies } from '../../src/protocol/operations';
import type { Identity } from '../../src/protocol/roles';
import type { EngineHarness } from '../support/engine-harness';
import { applyTold } from './json-view';
import type { KeptEdit } from './kept-edits';

interface Sent {
  readonly id: string;
  readonly version: number;
  readonly operations: readonly Operation[];
  /** A tag that only this one adds. */
  readonly mark: string | null;
  readonly edits: readonly KeptEdit[];
}

/** A program that knows an event only as JSON, over a socket: it queues while it is offline and sends again what was not answered. */
export class OperationClient {
  view: Record<string, unknown> = {};
  version = 0;
  /** Tags of operations that were acknowledged. */
  readonly marks: string[] = [];
  /** Told of edits that were acknowledged. */
  onKept: (edits: readonly KeptEdit[]) => void = () => {};
  readonly #pending: Sent[] = [];
  #session: string | null = null;
  #sent = 0;
  #messages = 0;

  constructor(
    readonly harness: EngineHarness,
    readonly identity: Identity,
    readonly textEdits: boolean,
    /** Of this program among all those of the person. */
    readonly name: string,
  ) {
    this.connect();
  }

  get isOpen(): boolean {
    return this.#session !== null && this.harness.attachments.has(this.#session);
  }

  /** The event as it was told, as tests compare it. */
  get event(): EventView {
    return this.view as unknown as EventView;
  }

  connect(): void {
    this.disconnect();
    this.#session = this.harness.connect(this.identity, { language: 'json' });
    this.#sent = 0;
    const known = this.version === 0 ? {} : { last_version: this.version };
    this.#say('SUBSCRIBE', { resource_id: 'trip', resource_type: 'event', text_edits: this.textEdits, ...known });
  }

  disconnect(): void {
    if (this.#session !== null && this.isOpen) this.harness.disconnect(this.#session, false);
    this.#session = null;
  }

  /** What it does to the event as it knows it. Sent with the next {@link send}. */
  operate(operations: readonly Operation[], mark: string | null, edits: readonly KeptEdit[] = []): void {
    const marked: Operation[] = mark === null ? [] : [{ op: 'add', path: '/tags/-', value: mark }];
    const id = `${this.name}-${++this.#messages}`;
    this.#pending.push({ id, version: this.version, operations: [...operations, ...marked], mark, edits });
  }

  send(count = Number.POSITIVE_INFINITY): void {
    if (!this.isOpen) return;
    for (const { id, version, operations } of this.#pending.slice(this.#sent, this.#sent + count)) {
      this.#sent++;
      this.#say('OP', { resource_id: 'trip', resource_type: 'event', operations, version }, id);
    }
  }

  /** The connection is cut, and what is on its way to the client is lost with it. */
  lose(): void {
    if (this.#session !== null) this.harness.takeMessages(this.#session);
    this.disconnect();
  }

  /** Takes what it was sent. Answers how many messages that were. */
  receive(): number {
    if (this.#session === null) return 0;
    const messages = this.harness.takeMessages(this.#session);
    for (const { type, id, payload } of messages) {
      if (type === 'SUBSCRIBE_ACK') this.#subscribed(payload as OperationReplies['SUBSCRIBE_ACK']);
      else if (type === 'SYNC_RESPONSE') this.#synced(payload as OperationReplies['SYNC_RESPONSE']);
      else if (type === 'OP_BROADCAST') this.#told(payload as OperationReplies['OP_BROADCAST']);
      else if (type === 'OP_ACK') this.#acknowledged(id, payload as OperationReplies['OP_ACK']);
      else if (type === 'ERROR') this.#refused(id, payload as OperationReplies['ERROR']);
    }
    return messages.length;
  }

  get isIdle(): boolean {
    return this.#pending.length === 0;
  }

  #subscribed({ state, version }: OperationReplies['SUBSCRIBE_ACK']): void {
    if (state !== undefined) this.#take(state, version);
  }

  #synced({ state, operations, current_version: version }: OperationReplies['SYNC_RESPONSE']): void {
    if (state !== undefined) this.#take(state, version);
    else this.#apply(version, operations);
  }

  #take(state: unknown, version: number): void {
    this.view = state as Record<string, unknown>;
    this.version = version;
  }

  #told({ version, operations }: OperationReplies['OP_BROADCAST']): void {
    this.#apply(version, operations);
  }

  #acknowledged(id: string, { version, operations }: OperationReplies['OP_ACK']): void {
    const [done] = this.#pending.splice(0, 1);
    if (done?.id !== id) throw new Error(`${id} was acknowledged, ${done?.id} was the next`);
    this.#sent--;
    if (done.mark !== null) this.marks.push(done.mark);
    this.onKept(done.edits);
    // An answer that is given again is about what is known already.
    if (version > this.version) this.#apply(version, operations);
  }

  #refused(id: string, { code }: OperationReplies['ERROR']): void {
    const isRate = code === 'rate-limited';
    if (isRate || this.#pending[0]?.id !== id) throw new Error(`${id} was refused: ${code}`);
    this.#pending.shift();
    this.#sent--;
  }

  #apply(version: number, operations: readonly AppliedOperation[]): void {
    applyTold(this.view, operations);
    this.version = version;
  }

  #say(type: string, payload: Record<string, unknown>, id = `${this.name}-${++this.#messages}`): void {
    if (this.#session === null) return;
    this.harness.engine.receive(this.#session, JSON.stringify({ type, id, timestamp: this.harness.nowMs, payload }));
  }
}
