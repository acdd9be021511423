import type {
  AppliedOperation,
  Operation,
  OperationMessage,
  OperationReplies,
  OperationReplyType,
  OperationRequests,
  OperationRequestType,
} from '../../../../src/protocol/operations';
import type { Identity } from '../../../../src/protocol/roles';
import type { EngineHarness } from '../../../support/engine-harness';

type Reply<T extends OperationReplyType> = OperationMessage<T, OperationReplies[T]>;

/** A client of an engine that speaks JSON operations. */
export class JsonClient {
  readonly session: string;
  readonly received: OperationMessage[] = [];
  #requests = 0;

  constructor(
    readonly harness: EngineHarness,
    identity: Identity | null,
    options: { readonly invisible?: boolean } = {},
  ) {
    this.session = harness.connect(identity, { ...options, language: 'json' });
  }

  /** A client that is subscribed and has taken what it was told first. */
  static join(
    harness: EngineHarness,
    identity: Identity,
    options: { readonly invisible?: boolean; readonly textEdits?: boolean } = {},
  ): JsonClient {
    const client = new JsonClient(harness, identity, options);
    client.subscribe({ text_edits: options.textEdits ?? false });
    client.take();
    return client;
  }

  get isOpen(): boolean {
    return this.harness.attachments.has(this.session);
  }

  /** Sends a message; answers its id. */
  say<T extends OperationRequestType>(
    type: T,
    payload: OperationRequests[T],
    id = `${this.session}-${++this.#requests}`,
  ): string {
    this.text(JSON.stringify({ type, id, timestamp: this.harness.nowMs, payload }));
    return id;
  }

  text(text: string): void {
    this.harness.engine.receive(this.session, text);
  }

  subscribe(more: Partial<OperationRequests['SUBSCRIBE']> = {}): string {
    return this.say('SUBSCRIBE', { resource_type: 'trip', resource_id: 'trip', ...more });
  }

  op(operations: readonly Operation[], version: number, more: Partial<OperationRequests['OP']> = {}, id?: string): string {
    return this.say('OP', { resource_id: 'trip', resource_type: 'trip', operations, version, ...more }, id);
  }

  /** What came since the last call. */
  take(): OperationMessage[] {
    const messages = this.harness.takeMessages(this.session);
    this.received.push(...messages);
    return messages;
  }

  /** What came of a type since the last call; the rest is forgotten. */
  takeOf<T extends OperationReplyType>(type: T): Reply<T>[] {
    return this.take().filter((message): message is Reply<T> => message.type === type);
  }

  /** The payload of the only message of a type that came since the last call. */
  one<T extends OperationReplyType>(type: T): OperationReplies[T] {
    const messages = this.take();
    const [found, ...more] = messages.filter((message): message is Reply<T> => message.type === type);
    if (found === undefined || more.length > 0) throw new Error(`not one ${type}: ${JSON.stringify(messages)}`);
    return found.payload;
  }
}

export function replaceTitle(value: string): Operation {
  return { op: 'replace', path: '/title', value };
}

export function textOf(operations: readonly AppliedOperation[], path: string): unknown {
  const found = operations.find((operation) => operation.op === 'replace' && operation.path === path);
  return found !== undefined && 'value' in found ? found.value : undefined;
}
