import * as Y from 'yjs';
import type { ServerFrame } from '../../src/protocol/frames';
import type { Identity } from '../../src/protocol/roles';
import type { EngineHarness } from './engine-harness';

/** A Yjs client on an engine: what a stock provider does, or our SDK, with the network in the test's hands. */
export class TestClient {
  /** As a provider's, but for the guid: nothing asks for it, and making one takes longer than the rest. */
  readonly doc = new Y.Doc({ guid: 'test-client' });
  session: string;
  synced = false;
  /** Every frame the server sent, oldest first. */
  readonly received: ServerFrame[] = [];
  /** What was said and has not been sent yet. */
  readonly unsent: Uint8Array[] = [];
  n = 0;
  saved = 0;

  constructor(
    readonly harness: EngineHarness,
    readonly identity: Identity,
    readonly options: { readonly sdk?: boolean; readonly clientId?: number } = {},
  ) {
    if (options.clientId !== undefined) this.doc.clientID = options.clientId;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.unsent.push(update);
    });
    this.session = this.#open();
  }

  get isOpen(): boolean {
    return this.harness.attachments.has(this.session);
  }

  /** Sends the first `count` updates that wait. */
  sendUpdates(count = this.unsent.length): void {
    for (const update of this.unsent.splice(0, count))
      this.harness.send(this.session, { type: 'update', update, n: this.#nextN() });
  }

  /** Takes what the server has sent, and answers its questions. */
  receive(): void {
    for (const frame of this.harness.take(this.session)) {
      this.received.push(frame);
      if (frame.type === 'update' || frame.type === 'step2') Y.applyUpdate(this.doc, frame.update, 'server');
      if (frame.type === 'step2') this.synced = true;
      if (frame.type === 'saved') this.saved = frame.n;
      if (frame.type === 'step1') this.#answer(frame.stateVector);
    }
  }

  /** Sends and receives until nothing moves any more. */
  settle(): void {
    for (let round = 0; round < 50; round++) {
      this.sendUpdates();
      const before = this.received.length;
      this.receive();
      if (this.received.length === before && this.unsent.length === 0) return;
    }
    throw new Error('the client and the server do not come to rest');
  }

  /** Comes back with the same document, as a provider does. Updates that were not sent are in the document. */
  reconnect(): void {
    if (this.isOpen) this.harness.disconnect(this.session, false);
    this.session = this.#open();
  }

  frames<T extends ServerFrame['type']>(type: T): Extract<ServerFrame, { type: T }>[] {
    return this.received.filter((frame) => frame.type === type) as Extract<ServerFrame, { type: T }>[];
  }

  #open(): string {
    this.synced = false;
    this.unsent.length = 0;
    this.n = 0;
    this.saved = 0;
    const session = this.harness.connect(this.identity, { sdk: this.options.sdk ?? false });
    // A stock client says that it is there by its presence.
    if (this.options.sdk === true) this.harness.pinging.add(session);
    this.harness.send(session, { type: 'step1', stateVector: Y.encodeStateVector(this.doc) });
    return session;
  }

  #answer(stateVector: Uint8Array): void {
    // Everything said so far is in the answer, as it is for a provider that sends each update at once.
    this.unsent.length = 0;
    const update = Y.encodeStateAsUpdate(this.doc, stateVector);
    this.harness.send(this.session, { type: 'step2', update, n: this.#nextN() });
  }

  #nextN(): number | null {
    return this.options.sdk === true ? ++this.n : null;
  }
}
