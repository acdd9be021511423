import { problemType } from '../../../src/protocol/codes';
import type { AppliedOperation, Operation, OperationReplies } from '../../../src/protocol/operations';
import type { Role } from '../../../src/protocol/roles';
import type { MachineState } from '../connection-machine';
import type { CredentialSource } from '../credentials';
import { credentialsFor } from '../credentials';
import { type DocumentKind, documentAddress, documentPath } from '../document-kind';
import { newMessageId } from '../hub/message-id';
import { type LinkHandlers, LinkKeeper } from '../link-keeper';
import type { Network, Page } from '../network';
import { documentKey } from '../offline/document-key';
import { ProblemError } from '../problem';
import type { WebSocketConstructor } from '../socket';
import { type DocumentStatus, statusOf } from '../status';
import { MisfitOperation } from './apply-operations';
import { operationsFor } from './conflicts';
import { DocumentRest } from './document-rest';
import { shapeOf } from './document-shape';
import { type HeldLock, HeldLocks } from './held-locks';
import { OperationLink, type OperationReply } from './operation-link';
import { OperationReplica, type Outgoing } from './operation-replica';
import { type ConflictAnswer, type OperationResult, OperationResults } from './operation-results';
import { OperationSender } from './operation-sender';
import type { OperationEvents, OperationState } from './operation-state';
import { type DeviceRecord, type KeptDocument, OperationStore } from './operation-store';
import { OwnPresence } from './own-presence';
import { contentOf, type PolledView } from './polled-view';
import { presencesAfter } from './presences';
import { ShownDocument } from './shown-document';
import { Subscription } from './subscription';
import { WrittenConflicts } from './written-conflicts';

export interface OperationSessionOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly credentials: CredentialSource;
  readonly WebSocket: WebSocketConstructor;
  readonly network: Network;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Nobody else sees that this person is here. */
  readonly invisible: boolean;
  /** A place on the device; null keeps nothing there. */
  readonly record: ((name: string) => DeviceRecord) | null;
}

/** What the server would answer. */
const misfit = {
  type: problemType('patch-failed'),
  status: 422,
  code: 'patch-failed',
  title: 'The patch cannot be applied',
} as const;
const nobody: OperationState['presences'] = [];
const unlocked: OperationState['locks'] = [];

/**
 * An open document as plain JSON: what is done to it shows at once, goes out as RFC 6902 operations, and is merged by the
 * server. Opened by `openOperations`.
 */
export class OperationSession<View = unknown> {
  readonly kind: DocumentKind;
  readonly id: string;
  /** Resolves when the content is known, from the device or the server. */
  readonly loaded: Promise<void>;
  readonly #options: OperationSessionOptions;
  readonly #replica: OperationReplica;
  readonly #store: OperationStore;
  readonly #rest: DocumentRest;
  readonly #keeper: LinkKeeper;
  readonly #results = new OperationResults();
  readonly #shown: ShownDocument<View>;
  readonly #sender: OperationSender;
  readonly #presence = new OwnPresence((said) => this.#link?.send('PRESENCE_UPDATE', said));
  readonly #locks: HeldLocks;
  readonly #conflicts: WrittenConflicts;
  readonly #subscription = new Subscription({
    ask: (anew) => this.#askToFollow(anew),
    denied: (code, reason) => this.#link?.giveUp(code, reason),
  });
  readonly #clientId = newMessageId();
  #link: OperationLink | null = null;
  #isRead = false;
  #isAuthenticated = false;

  constructor(kind: DocumentKind, id: string, options: OperationSessionOptions) {
    this.kind = kind;
    this.id = id;
    this.#options = options;
    const shape = shapeOf(kind);
    const address = documentAddress(options.url, kind, id);
    const credentials = credentialsFor(options.url, documentPath(kind, id), options.credentials);
    this.#rest = new DocumentRest(address, credentials);
    this.#locks = new HeldLocks(this.#rest);
    this.#replica = new OperationReplica(shape);
    const record = options.record?.(`operations ${documentKey(kind, id)}`) ?? null;
    this.#store = new OperationStore(
      record,
      () => this.#kept,
      (storage) => this.#shown.update({ storage }),
    );
    this.#keeper = new LinkKeeper({
      ...options,
      credentials,
      open: (ticket, handlers) => this.#open(ticket, handlers),
      poll: (renew) => this.#poll(renew),
      changed: (state) => this.#shown.update({ status: this.#statusOf(state) }),
    });
    const state: OperationState = {
      status: statusOf(this.#keeper.state),
      role: null,
      version: null,
      pending: 0,
      saved: true,
      storage: record === null ? { kind: 'memory', reason: 'off' } : { kind: 'persistent' },
      presences: nobody,
      locks: unlocked,
      conflicts: [],
    };
    this.#shown = new ShownDocument<View>(this.#replica, state, () => this.#store.write());
    this.#conflicts = new WrittenConflicts(this.#rest, this.#locks, this.#shown);
    this.loaded = this.#shown.loaded;
    this.#sender = new OperationSender(shape, this.#replica, {
      isReady: () => this.#link !== null && this.#isAuthenticated,
      send: (next) => this.#send(next),
      over: (result) => this.#over(result),
      raise: (conflict) => this.#shown.raise(conflict),
    });
    void this.#read();
  }

  /**
   * The document as plain JSON, with everything that was done here, but without `metadata` (`state.version` is the version);
   * null before it is `loaded`. Not to be changed.
   */
  get view(): View | null {
    return this.#replica.view as View | null;
  }

  get state(): OperationState {
    return this.#shown.state;
  }

  /** Calls `listener` at every event of that name, until the returned function is called. */
  on<Name extends keyof OperationEvents>(name: Name, listener: (event: OperationEvents<View>[Name]) => void): () => void {
    return this.#shown.events.on(name, listener);
  }

  /**
   * Does RFC 6902 operations to the document, all or nothing: here at once, at the server as soon as it can be reached. In a
   * path `@id` may stand in place of an index: `/attendees/@user_123`. Resolves with what came of them; never rejects.
   */
  async apply(operations: readonly Operation[]): Promise<OperationResult> {
    if (this.#replica.version === null) await this.loaded;
    const id = newMessageId();
    const made = this.#replica.make(id, operations);
    if (!made.ok) {
      const { index, detail } = made;
      return { id, status: 'refused', error: { ...misfit, detail, index } };
    }
    const result = this.#results.of(made.pending.id);
    this.#shown.changed();
    this.#sender.sendNext();
    return result;
  }

  /**
   * Takes back this person's own last step, whatever others did since.
   * @throws ProblemError code `nothing-to-undo` when there is none
   */
  undo(): Promise<void> {
    return this.#step('/undo');
  }

  /** Does again what was undone last. @throws ProblemError code `nothing-to-undo` when there is nothing */
  redo(): Promise<void> {
    return this.#step('/redo');
  }

  /**
   * Decides one of `state.conflicts`.
   * @throws ProblemError when the server cannot be asked and has to be, `already-resolved` when somebody else was faster, and
   *   `conflict-outdated` when what would be given up was never shown here: `state.conflicts` has it now
   */
  async resolve(conflictId: string, answer: ConflictAnswer): Promise<void> {
    const conflict = this.#shown.state.conflicts.find(({ id }) => id === conflictId);
    if (conflict === undefined) return;
    if (conflict.reason === 'concurrent') await this.#conflicts.decide(conflict, answer);
    const operations = operationsFor(conflict, answer);
    if (operations.length > 0) this.#replica.force(conflictId, operations);
    this.#store.decided(conflictId);
    this.#shown.settled(conflictId);
    // The device keeps both at once: what was decided is pending, and there is nothing to decide.
    this.#shown.changed();
    this.#sender.sendNext();
  }

  /** Where this person is in the document: a field as its path, and a position in its text in UTF-16 units; null for nowhere. */
  setCursor(cursor: { readonly field: string; readonly position?: number } | null): void {
    this.#presence.setCursor(cursor);
  }

  /** Somebody typed; to be called at each key. */
  typing(): void {
    this.#presence.typing(Date.now());
  }

  /** Has a field, or the whole document (`''`), for oneself until it is released. @throws ProblemError code `locked` */
  lock(path: string): Promise<HeldLock> {
    return this.#locks.take(path);
  }

  /** Tries again at once, also after a refusal (with a token that is good again, for example). */
  reconnect(): void {
    this.#keeper.reconnect();
  }

  /** Leaves the document. What is pending stays on this device where it keeps it (`state.storage`), else it is lost. */
  close(): void {
    this.#sender.stop();
    this.#locks.stop();
    this.#keeper.close();
  }

  async #read(): Promise<void> {
    const kept = await this.#store.read();
    // The server may have been faster where nothing was kept.
    if (kept !== null) this.#replica.restore(kept);
    this.#isRead = true;
    for (const conflict of kept?.undecided ?? []) this.#shown.raise(conflict);
    if (kept !== null) this.#shown.changed();
    this.#subscribe();
  }

  get #kept(): KeptDocument | null {
    const { kept } = this.#replica;
    // The server keeps the others.
    return kept && { ...kept, undecided: this.#shown.state.conflicts.filter(({ reason }) => reason === 'stale') };
  }

  #open(ticket: string, handlers: LinkHandlers): OperationLink {
    const { url, WebSocket, invisible } = this.#options;
    const address = documentAddress(url, this.kind, this.id).replace(/^http/, 'ws');
    this.#link = new OperationLink(
      ticket,
      {
        url: `${address}?lang=json${invisible ? '&invisible=1' : ''}`,
        WebSocket,
        clientId: this.#clientId,
        opened: () => {
          this.#isAuthenticated = true;
          this.#subscribe();
        },
        received: (reply) => this.#receive(reply),
        ended: () => this.#ended(),
      },
      handlers,
    );
    return this.#link;
  }

  /** Begins to follow the document, once both the device and the connection are ready. */
  #subscribe(): void {
    if (!this.#isRead || !this.#isAuthenticated) return;
    // First what may have arrived: whatever came of it is part of what the server then tells.
    this.#sender.sendNext();
    this.#subscription.ask(false);
  }

  #askToFollow(anew: boolean): string | null {
    const { version } = this.#replica;
    const last = anew || version === null ? {} : { last_version: version };
    return this.#link?.send('SUBSCRIBE', { ...this.#resource, text_edits: true, ...last }) ?? null;
  }

  /** A connection over which the server does not tell what happens is on the way, however good it is. */
  #statusOf(state: MachineState): DocumentStatus {
    const isOnTheWay = state.name === 'live' && !this.#subscription.isActive;
    return isOnTheWay ? { name: 'connecting', failures: state.failures } : statusOf(state);
  }

  get #resource() {
    return { resource_type: this.kind, resource_id: this.id };
  }

  #ended(): void {
    this.#link = null;
    this.#isAuthenticated = false;
    this.#sender.stop();
    this.#subscription.stop();
    this.#replica.disconnected();
    this.#presence.disconnected();
    this.#shown.update({ presences: nobody, locks: unlocked });
  }

  #receive(reply: OperationReply): void {
    switch (reply.type) {
      case 'SUBSCRIBE_ACK':
        return this.#subscribed(reply.payload);
      case 'SYNC_RESPONSE':
        return this.#caughtUp(reply.payload);
      case 'OP_BROADCAST':
        return this.#told(reply.payload);
      case 'OP_ACK':
        return this.#done(reply.id, reply.payload);
      case 'ERROR':
        return this.#refused(reply.id, reply.payload);
      case 'PRESENCE_STATE':
      case 'PRESENCE_JOIN':
      case 'PRESENCE_UPDATE':
      case 'PRESENCE_LEAVE':
        return this.#shown.update({ presences: presencesAfter(this.#shown.state.presences, reply.type, reply.payload) });
      case 'ROLE':
        return this.#shown.update({ role: reply.payload.role as Role });
      case 'LOCKS':
        return this.#shown.update({ locks: reply.payload.locks });
      case 'sync:conflict':
        return this.#conflicts.told(reply.payload);
      case 'AUTH_ACK':
        return this.#conflicts.isOf(reply.payload.user_id);
      case 'PONG':
        return;
    }
  }

  #refused(id: string, error: OperationReplies['ERROR']): void {
    if (this.#subscription.refused(id, error)) this.#shown.update({ status: this.#statusOf(this.#keeper.state) });
    else if (this.#replica.isOpen(id)) this.#sender.refused(id, error);
  }

  #subscribed({ state, version, role, locks }: OperationReplies['SUBSCRIBE_ACK']): void {
    this.#subscription.accepted();
    this.#shown.update({ role: role as Role, locks, status: this.#statusOf(this.#keeper.state) });
    this.#presence.connected();
    // Where that fails, the next connection asks again.
    this.#conflicts.read().catch(() => undefined);
    // Else what is missing comes right behind it.
    if (state !== undefined) this.#readAnew(version, state);
  }

  #caughtUp({ state, operations, current_version }: OperationReplies['SYNC_RESPONSE']): void {
    if (state !== undefined) return this.#readAnew(current_version, state);
    this.#follow(current_version, operations, null);
    this.#replica.subscribed();
    this.#shown.changed();
    this.#sender.sendNext();
  }

  #readAnew(version: number, state: unknown): void {
    this.#replica.replaced(version, contentOf(state));
    this.#replica.subscribed();
    this.#shown.changed();
    this.#sender.sendNext();
  }

  #told({ version, operations, user_id }: OperationReplies['OP_BROADCAST']): void {
    this.#follow(version, operations, user_id);
  }

  #follow(version: number, operations: readonly AppliedOperation[], user: string | null): void {
    this.#orReadAnew(() => this.#replica.received(version, operations));
    this.#shown.changed(operations, user);
  }

  #orReadAnew(follow: () => void): void {
    try {
      follow();
    } catch (error) {
      if (!(error instanceof MisfitOperation)) throw error;
      this.#subscription.ask(true);
    }
  }

  #done(id: string, { version, operations, effect }: OperationReplies['OP_ACK']): void {
    if (!this.#replica.isOpen(id)) return;
    this.#orReadAnew(() => this.#replica.done(id, version, operations));
    this.#over({ id, status: 'applied', version, operations, effect });
  }

  #over(result: OperationResult): void {
    this.#store.over(result.id);
    this.#results.tell(result);
    this.#shown.events.emit('result', result);
    this.#shown.changed();
    this.#sender.sendNext();
  }

  #send({ id, version, operations, stable, force }: Outgoing): void {
    const tokens = this.#locks.tokensFor(stable);
    const lock = tokens.length === 0 ? {} : { lock_token: tokens };
    this.#link?.send('OP', { ...this.#resource, operations, version, client_id: this.#clientId, force, ...lock }, id);
  }

  async #step(path: '/undo' | '/redo'): Promise<void> {
    const last = this.#replica.pending.at(-1);
    if (last !== undefined && this.#shown.state.status.name === 'live') await this.#results.of(last.id);
    const headers = { 'idempotency-key': newMessageId() };
    const ask = () => this.#rest.call('POST', path, { headers });
    await ask().catch((error: unknown) => {
      // Under one key it is one step, also when only the answer was lost.
      if (error instanceof ProblemError && error.code === 'network') return ask();
      throw error;
    });
  }

  /** Where sockets do not get through, what others do is still shown; what is done here waits. */
  async #poll(renew: boolean): Promise<void> {
    const view = await this.#rest.call<PolledView>('GET', '', { renew });
    const { version } = view.metadata;
    if (version === this.#replica.version) return;
    this.#replica.replaced(version, contentOf(view));
    this.#shown.changed();
  }
}
