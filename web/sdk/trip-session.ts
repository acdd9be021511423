import * as Y from 'yjs';
import type { ErrorCode } from '../../src/protocol/codes';
import type { NoticeMessage, ServerFrame, SessionMessage } from '../../src/protocol/frames';
import { Connection, type ConnectionOptions, type ConnectionState } from './connection';
import { DocumentProvider, type SyncProgress } from './document-provider';
import { Emitter } from './emitter';
import { Presence } from './presence';

/** Everything about an open trip that is not its content. A new object at each change. */
export interface TripState extends SyncProgress {
  readonly connection: ConnectionState;
  /** Null until the first session message. */
  readonly role: SessionMessage['role'] | null;
  readonly person: SessionMessage['person'] | null;
  /** Why the server did not take the last edit; null after it took a later one. */
  readonly refused: ErrorCode | null;
}

export interface TripEvents {
  state: TripState;
  /** Edits could not be kept: `doc` and `awareness` were replaced by the server's state under a new client id. */
  replaced: { readonly doc: Y.Doc; readonly awareness: Presence };
  /** The server tells what it did with an edit, e.g. a repair. */
  notice: NoticeMessage;
}

/** Refusals that no later try can change: this replica holds what the server will never take. */
const discarding: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['forbidden', 'client-id-taken']);

/** Whether a role may change the document; the server decides, this only spares a refusal. */
export function canEdit(role: TripState['role']): boolean {
  return role === 'owner' || role === 'editor';
}

/** An open trip: a live `Y.Doc`, who else is here, and how the connection stands. Opened by `client.openTrip`. */
export class TripSession {
  readonly id: string;
  readonly #events = new Emitter<TripEvents>();
  readonly #connection: Connection;
  #doc: Y.Doc;
  #presence: Presence;
  #provider: DocumentProvider;
  #state: TripState;
  /** Whether this connection has had its first session message. */
  #introduced = false;

  constructor(id: string, options: ConnectionOptions) {
    this.id = id;
    ({ doc: this.#doc, presence: this.#presence, provider: this.#provider } = this.#newReplica());
    this.#connection = new Connection(options);
    this.#state = { connection: this.#connection.state, role: null, person: null, refused: null, ...this.#provider.progress };
    this.#connection.events.on('state', (connection) => this.#connectionChanged(connection));
    this.#connection.events.on('session', (session) => this.#sessionChanged(session));
    this.#connection.events.on('frame', (frame) => this.#receive(frame));
  }

  /** The live document. Replaced (event `replaced`) when edits of this device had to be discarded. */
  get doc(): Y.Doc {
    return this.#doc;
  }

  /** Who else is here; y-protocols' `Awareness` for editor bindings. Replaced together with `doc`. */
  get awareness(): Presence {
    return this.#presence;
  }

  get state(): TripState {
    return this.#state;
  }

  get status(): ConnectionState['name'] {
    return this.#state.connection.name;
  }

  /** Whether everything sent is stored by the server. */
  get saved(): boolean {
    return this.#state.saved;
  }

  get role(): TripState['role'] {
    return this.#state.role;
  }

  /** Calls `listener` at every event of that name, until the returned function is called. */
  on<Name extends keyof TripEvents>(name: Name, listener: (event: TripEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Tries again at once, also after a permanent close (with a token that is good again, for example). */
  reconnect(): void {
    this.#connection.reconnect();
  }

  /** Leaves the trip: the others see it at once. What is not saved yet is lost, so look at `state.unsaved` first. */
  close(): void {
    this.#provider.flush();
    this.#presence.leave();
    this.#connection.close();
    this.#discardReplica();
  }

  #newReplica(): { doc: Y.Doc; presence: Presence; provider: DocumentProvider } {
    const doc = new Y.Doc();
    const presence = new Presence(doc, (frame) => this.#connection.send(frame));
    const provider = new DocumentProvider(doc, (frame) => this.#connection.send(frame));
    provider.events.on('progress', (progress) => {
      // A discarded replica may still finish a sentence.
      if (provider === this.#provider) this.#update(progress.unsaved === 0 ? { ...progress, refused: null } : progress);
    });
    provider.events.on('refused', (code) => this.#refused(code));
    return { doc, presence, provider };
  }

  #discardReplica(): void {
    this.#provider.destroy();
    this.#presence.destroy();
    this.#doc.destroy();
  }

  #connectionChanged(connection: ConnectionState): void {
    const wasOpen = this.#state.connection.name === 'open';
    this.#update({ connection });
    if (!wasOpen || connection.name === 'open') return;
    this.#introduced = false;
    this.#provider.disconnected();
    this.#presence.disconnected();
  }

  #sessionChanged({ role, person }: SessionMessage): void {
    const lostEditing = canEdit(this.#state.role) && !canEdit(role);
    this.#update({ role, person });
    this.#provider.setMayEdit(canEdit(role));
    if (lostEditing && this.#provider.progress.unsaved > 0) {
      this.#startOver();
    } else if (!this.#introduced) {
      this.#introduced = true;
      this.#provider.connected();
      this.#presence.connected();
    }
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'awareness') this.#presence.receive(frame.payload);
    else if (frame.type === 'notice') this.#noticed(frame.message);
    else this.#provider.receive(frame);
  }

  #noticed(notice: NoticeMessage): void {
    this.#events.emit('notice', notice);
    if (notice.code === 'read-only') this.#startOver();
  }

  #refused(code: ErrorCode): void {
    this.#update({ refused: code });
    if (discarding.has(code)) this.#startOver();
  }

  /** The server will never take what this replica holds: loads the document anew, under a new client id. */
  #startOver(): void {
    this.#discardReplica();
    ({ doc: this.#doc, presence: this.#presence, provider: this.#provider } = this.#newReplica());
    this.#update(this.#provider.progress);
    this.#events.emit('replaced', { doc: this.#doc, awareness: this.#presence });
    this.#connection.reconnect();
  }

  #update(change: Partial<TripState>): void {
    this.#state = { ...this.#state, ...change };
    this.#events.emit('state', this.#state);
  }
}
