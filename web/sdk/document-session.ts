import type * as Y from 'yjs';
import { closes } from '../../src/protocol/closes';
import type { ErrorCode } from '../../src/protocol/codes';
import type { ServerFrame } from '../../src/protocol/frames';
import type { NoticeMessage, SessionMessage } from '../../src/protocol/messages';
import type { Role } from '../../src/protocol/roles';
import { Connection } from './connection';
import type { MachineState } from './connection-machine';
import { credentialsFor } from './credentials';
import { type DocumentKind, documentAddress, documentPath } from './document-kind';
import { canEdit, changedState, type DocumentEvents, type DocumentSessionOptions, type DocumentState } from './document-state';
import { Emitter } from './emitter';
import { HttpSync } from './http-sync';
import { documentKey } from './offline/document-key';
import { type RecoverableCopy, takeCopy } from './offline/recoverable-copy';
import type { Presence } from './presence';
import { ProblemError } from './problem';
import { Replica } from './replica';
import { type DocumentStatus, statusOf } from './status';

/** Refusals that no later try can change: this replica holds what the server will never take. */
const discarding: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['forbidden', 'client-id-taken']);

const unlocked: DocumentState['locks'] = [];

/**
 * An open trip, event or calendar: a live `Y.Doc`, who else is here, and how the connection stands. Opened by
 * `client.openTrip`, `openEvent` and `openCalendar`.
 */
export class DocumentSession {
  readonly kind: DocumentKind;
  readonly id: string;
  /** Under what the device keeps it. */
  readonly #key: string;
  readonly #options: DocumentSessionOptions;
  readonly #events = new Emitter<DocumentEvents>();
  readonly #newHttp: () => HttpSync;
  readonly #stopWatching: (() => void)[];
  #connection: Connection;
  #replica: Replica;
  /** Of this replica: what it has heard, another one has not. */
  #http: HttpSync;
  #state: DocumentState;
  /** Whether this connection has had its first session message. */
  #introduced = false;
  /** The denial that has been answered already. */
  #denial: MachineState | null = null;

  constructor(kind: DocumentKind, id: string, options: DocumentSessionOptions) {
    this.kind = kind;
    this.id = id;
    this.#key = documentKey(kind, id);
    this.#options = options;
    const address = documentAddress(options.url, kind, id);
    const credentials = credentialsFor(options.url, documentPath(kind, id), options.credentials);
    this.#newHttp = () => new HttpSync(address, credentials);
    this.#http = this.#newHttp();
    this.#replica = this.#begin();
    this.#connection = new Connection({
      ...options,
      url: `${address.replace(/^http/, 'ws')}?sdk=1${options.invisible ? '&invisible=1' : ''}`,
      credentials,
      poll: (renew) => this.#poll(renew),
    });
    const unknown = { role: null, person: null, members: null, locks: unlocked, refused: null };
    this.#state = { status: statusOf(this.#connection.state), ...unknown, ...this.#replica.progress };
    this.#connection.events.on('state', (state) => this.#connectionChanged(state));
    this.#connection.events.on('session', (session) => this.#sessionChanged(session));
    this.#connection.events.on('frame', (frame) => this.#receive(frame));
    this.#stopWatching = [
      options.page.onChange(() => this.#pageChanged(options.page.isHidden())),
      options.page.onInput(() => this.#replica.presence.active()),
    ];
  }

  /** The live document. Replaced (event `replaced`) when edits of this device had to be put aside. */
  get doc(): Y.Doc {
    return this.#replica.doc;
  }

  /** Who else is here; y-protocols' `Awareness` for editor bindings. Replaced together with `doc`. */
  get awareness(): Presence {
    return this.#replica.presence;
  }

  get state(): DocumentState {
    return this.#state;
  }

  get status(): DocumentStatus {
    return this.#state.status;
  }

  /** Whether everything made here is stored by the server. */
  get saved(): boolean {
    return this.#state.saved;
  }

  /** How many edits made here the server has not confirmed as stored. */
  get unsaved(): number {
    return this.#state.unsaved;
  }

  get role(): DocumentState['role'] {
    return this.#state.role;
  }

  get members(): DocumentState['members'] {
    return this.#state.members;
  }

  /** Calls `listener` at every event of that name, until the returned function is called. */
  on<Name extends keyof DocumentEvents>(name: Name, listener: (event: DocumentEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Tries again at once, also after a refusal (with a token that is good again, for example). */
  reconnect(): void {
    this.#connection.reconnect();
  }

  /**
   * Brings what is not saved over HTTP, now and whatever becomes of the connection.
   * @throws Error when the server cannot be reached
   */
  async exchange(): Promise<void> {
    await this.#replica.whenRead;
    // The first answer tells the role: who may not edit brings nothing.
    await this.#poll(false);
    await this.#poll(false);
  }

  /** The copies of refused edits of this document that are kept on this device, oldest first. */
  async copies(): Promise<RecoverableCopy[]> {
    return (await this.#options.store?.copies(this.#key)) ?? [];
  }

  /** Forgets a copy: its owner has read it. */
  async dropCopy(copyId: string): Promise<void> {
    await this.#options.store?.dropCopy(copyId);
  }

  /**
   * Leaves the document: the others see it at once. Edits that are not saved stay on this device where it keeps them
   * (`state.storage`); else they are lost, so look at `state.unsaved` first.
   */
  close(): void {
    for (const stop of this.#stopWatching) stop();
    this.#replica.provider.flush();
    this.#replica.presence.leave();
    this.#connection.close();
    this.#replica.end();
  }

  /** @param after the removal of a former replica from the device */
  #begin(after?: Promise<void>): Replica {
    const replica = new Replica(this.#key, {
      store: this.#options.store,
      send: (frame) => this.#connection.send(frame),
      after,
      changed: () => this.#progressChanged(),
      read: () => this.#deviceRead(),
      discarded: () => this.#startOver('forbidden'),
    });
    replica.presence.setPaused(this.#options.page.isHidden());
    replica.provider.events.on('refused', (code) => this.#refused(code));
    return replica;
  }

  #pageChanged(isHidden: boolean): void {
    const { presence } = this.#replica;
    // Who comes back to the page is not idle any more.
    if (!isHidden) presence.active();
    presence.setPaused(isHidden);
  }

  #deviceRead(): void {
    const { facts } = this.#replica;
    const { role, person } = this.#state;
    // What the server said last time holds until it says something else; what it has said already is kept.
    if (role !== null && person !== null) this.#replica.remember({ role, person });
    else if (facts !== null) this.#update(facts);
    this.#denied(this.#connection.state);
    this.#exchange();
  }

  /** Begins the exchange with the server, once both it and the device are ready. */
  #exchange(): void {
    if (!this.#introduced || !this.#replica.isRead) return;
    this.#replica.provider.connected();
    if (!this.#options.invisible) this.#replica.presence.connected();
  }

  #connectionChanged(state: MachineState): void {
    const status = statusOf(state);
    if (status.name !== 'live' && this.#introduced) {
      this.#introduced = false;
      this.#replica.provider.disconnected();
      this.#replica.presence.disconnected();
    }
    this.#update(status.name === 'live' ? { status } : { status, locks: unlocked });
    this.#denied(state);
  }

  #sessionChanged({ role, person }: SessionMessage): void {
    this.#update({ person });
    this.#replica.remember({ role, person });
    if (this.#roleTold(role) === 'startedOver') return;
    if (this.#introduced) return;
    this.#introduced = true;
    this.#exchange();
  }

  /** The server says what this person may do. Edits of somebody who may not edit any more will never be taken. */
  #roleTold(role: Role, lostEditing = canEdit(this.#state.role) && !canEdit(role)): 'startedOver' | 'goesOn' {
    if (role !== this.#state.role) this.#update({ role });
    this.#replica.provider.setMayEdit(canEdit(role));
    if (!lostEditing || this.#state.unsaved === 0) return 'goesOn';
    this.#startOver('forbidden');
    return 'startedOver';
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'awareness':
        return this.#replica.presence.receive(frame.payload);
      case 'members':
        return this.#update({ members: frame.message.members });
      case 'notice':
        return this.#noticed(frame.message);
      case 'locks':
        return this.#update({ locks: frame.message.locks });
      case 'conflict':
        return this.#events.emit('conflict', frame.message);
      case 'eventChanged':
        return this.#events.emit('event-changed', frame.message as DocumentEvents['event-changed']);
      default:
        return this.#replica.provider.receive(frame);
    }
  }

  async #poll(renew: boolean): Promise<void> {
    const replica = this.#replica;
    const { provider, isRead } = replica;
    if (!isRead) return;
    const { offer, taken } = provider.offer();
    try {
      const { update, role } = await this.#http.exchange(offer, renew);
      if (replica !== this.#replica) return;
      // Before the answer is applied: what Yjs cleans up then is no edit of a reader.
      // Nothing of a reader is brought, so no refusal tells that what is here, from an earlier session too, is never taken.
      if (role !== null && this.#roleTold(role, !canEdit(role)) === 'startedOver') return;
      taken(update);
    } catch (error) {
      provider.notTaken();
      // Of who brought something it may be that which is refused; whether the document is, the next poll tells.
      if (offer.update === null || !(error instanceof ProblemError) || !isRefusal(error)) throw error;
      if (replica === this.#replica) this.#refused(error.code);
      if (replica !== this.#replica) return;
      // What the others write is to be had all the same.
      const { update } = await this.#http.exchange({ ...offer, update: null }, false);
      if (update !== null) provider.receive({ type: 'step2', update });
    }
  }

  #noticed(notice: NoticeMessage): void {
    this.#events.emit('notice', notice);
    if (notice.code === 'read-only') this.#startOver('forbidden');
  }

  #refused(code: ErrorCode): void {
    this.#update({ refused: code });
    if (discarding.has(code)) this.#startOver(code);
  }

  /**
   * What stays of a document that cannot be had: nothing, but the person's own words. Which those are is known once the
   * device has told what it keeps.
   */
  #denied(state: MachineState): void {
    if (state.name !== 'denied' || state === this.#denial || !this.#replica.isRead) return;
    this.#denial = state;
    const { code, reason } = state;
    // A site that may not connect, e.g. by a mistake in the server's settings, says nothing about who is on it.
    if (reason === closes.originNotAllowed.reason) return;
    if (code === closes.forbidden.code) return this.#replace('forbidden');
    if (code === closes.notFound.code) return this.#replace('not-found');
    // Something that the device had kept is damaged: this replica would be asked for it for ever.
    if (reason === closes.noProgress.reason) this.#startOver('missing-dependency');
  }

  /** The server will never take what this replica holds: loads the document anew. */
  #startOver(reason: ErrorCode): void {
    this.#replace(reason);
    this.#connection.reconnect();
  }

  /** Puts another replica, under a new client id, in the place of one that has no future. */
  #replace(reason: ErrorCode): void {
    const copy = this.#putAside(reason);
    this.#http = this.#newHttp();
    this.#replica = this.#begin(this.#replica.discard());
    this.#tell({ ...this.#state, ...this.#replica.progress });
    this.#events.emit('replaced', { doc: this.doc, awareness: this.awareness, copy });
  }

  #putAside(reason: ErrorCode): RecoverableCopy | null {
    const { provider, doc, progress, unsavedClients } = this.#replica;
    if (progress.unsaved === 0) return null;
    const copy = takeCopy({
      document: this.#key,
      title: doc.getText('title').toString(),
      reason,
      edits: progress.unsaved,
      updates: [provider.notStored()],
      clients: unsavedClients,
      doc,
    });
    void this.#options.store?.keepCopy(copy);
    this.#events.emit('copy', copy);
    return copy;
  }

  #progressChanged(): void {
    const { progress } = this.#replica;
    this.#update(progress.unsaved === 0 ? { ...progress, refused: null } : progress);
  }

  #update(change: Partial<DocumentState>): void {
    const state = changedState(this.#state, change);
    // Each edit of others is progress, too: whoever shows the state need not hear that it is as it was.
    if (state !== this.#state) this.#tell(state);
  }

  #tell(state: DocumentState): void {
    this.#state = state;
    this.#events.emit('state', state);
  }
}

/** Whether the server understood, and will not take what was brought. */
function isRefusal(error: ProblemError): error is ProblemError & { readonly code: ErrorCode } {
  return [403, 409, 413, 422, 423].includes(error.status) && error.code !== 'network' && error.code !== 'unexpected';
}
