import * as Y from 'yjs';
import type { ErrorCode } from '../../src/protocol/codes';
import type { ClientFrame, ServerFrame } from '../../src/protocol/frames';
import { Emitter } from './emitter';
import type { SyncOffer } from './http-sync';
import { UnsavedEdits } from './unsaved-edits';

/** While somebody types fast, their edits leave merged, at most this often, in milliseconds. */
export const editWindowMs = 40;

/** How far the document and the server agree. */
export interface SyncProgress {
  /** The document has been received from the server once; it may have changed since. */
  readonly loaded: boolean;
  /** Everything made here is stored by the server. */
  readonly saved: boolean;
  /** Edits made here that the server has not confirmed as stored. */
  readonly unsaved: number;
}

export interface ProviderEvents {
  progress: SyncProgress;
  /** The server did not take an edit. Unless it asks for it again, that edit exists on this device only. */
  refused: ErrorCode;
}

/** Refusals after which the server asks for the missing edits by itself; until then further ones would be refused too. */
const askedAgain: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['rate-limited', 'missing-dependency', 'locked']);

/**
 * Keeps a `Y.Doc` and the server's document the same. Offline nothing is queued: the document is the queue, and the
 * exchange of state vectors at the next connection carries what is missing, both ways.
 */
export class DocumentProvider {
  readonly events = new Emitter<ProviderEvents>();
  readonly #doc: Y.Doc;
  readonly #send: (frame: ClientFrame) => void;
  readonly #edits = new UnsavedEdits();
  /** Whether an update of this origin was made elsewhere (another tab, the store): it needs no sending by itself. */
  readonly #isForeign: (origin: unknown) => boolean;
  /** Whether edits flow: from the answer to the server's SyncStep1 on. Before, that answer will carry them. */
  #flowing = false;
  /** Null before the server has told. */
  #mayEdit: boolean | null = null;
  #loaded = false;
  /** State vector of what the server is known to hold; null before it has told. */
  #known: Uint8Array | null = null;
  /** Something may be here that no exchange has covered yet, e.g. from another tab. */
  #uncovered = true;
  #waiting: Uint8Array[] = [];
  #windowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, send: (frame: ClientFrame) => void, isForeign: (origin: unknown) => boolean = () => false) {
    this.#doc = doc;
    this.#send = send;
    this.#isForeign = isForeign;
    doc.on('update', this.#onUpdate);
  }

  get progress(): SyncProgress {
    return { loaded: this.#loaded, saved: this.#edits.saved, unsaved: this.#edits.count };
  }

  /** What this replica holds that the server is not known to hold, as a Yjs update. */
  notStored(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, this.#known ?? undefined);
  }

  /** A session began: asks for what is missing here. The server then asks for what is missing there. */
  connected(): void {
    this.#send({ type: 'step1', stateVector: Y.encodeStateVector(this.#doc) });
  }

  disconnected(): void {
    this.#stopFlow();
    this.#edits.disconnected();
    this.#uncovered = true;
    this.#report();
  }

  /** The role changed. A reader's own clean-up of formats, which Yjs does by itself, is then kept back. */
  setMayEdit(mayEdit: boolean): void {
    this.#mayEdit = mayEdit;
  }

  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'step1':
        this.#answer(frame.stateVector);
        break;
      case 'step2':
      case 'update':
        Y.applyUpdate(this.#doc, frame.update, this);
        if (frame.type === 'step2') this.#loaded = true;
        break;
      case 'saved':
        this.#edits.acknowledged(frame.n);
        this.#settle();
        break;
      case 'refused':
        this.#edits.refused(frame.n);
        if (askedAgain.has(frame.code)) this.#stopFlow();
        this.events.emit('refused', frame.code);
        break;
      default:
        return;
    }
    this.#report();
  }

  /** An exchange over HTTP, while there is no socket: what to bring, and what to do when the server has taken it. */
  offer(): { offer: SyncOffer; taken: (update: Uint8Array | null) => void } {
    const { made } = this.#edits;
    const stateVector = Y.encodeStateVector(this.#doc);
    // Who may not edit would be refused, and who does not know asks first.
    const brings = this.#mayEdit === true && (this.#uncovered || this.#edits.count > 0);
    const covers = brings || !this.#uncovered || this.#mayEdit === false;
    const update = brings ? this.notStored() : null;
    if (brings) this.#uncovered = false;
    const taken = (answer: Uint8Array | null) => {
      if (covers) this.#edits.savedUpTo(brings ? made : 0);
      if (brings) this.#known = stateVector;
      if (answer !== null) Y.applyUpdate(this.#doc, answer, this);
      this.#loaded = true;
      this.#report();
    };
    return { offer: { stateVector, update }, taken };
  }

  /** The exchange failed: what it brought is to be brought again. */
  notTaken(): void {
    this.#uncovered = true;
  }

  destroy(): void {
    this.#stopFlow();
    this.#doc.off('update', this.#onUpdate);
  }

  /** Sends now what waits for the end of the window; to be called before a connection is left on purpose. */
  flush(): void {
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
    const [first, ...rest] = this.#waiting;
    if (first === undefined) return;
    this.#waiting = [];
    const update = rest.length === 0 ? first : Y.mergeUpdates([first, ...rest]);
    this.#send({ type: 'update', update, n: this.#edits.numberFrame(false) });
    this.#windowTimer = setTimeout(() => this.flush(), editWindowMs);
  }

  #answer(stateVector: Uint8Array): void {
    this.#stopFlow();
    this.#flowing = true;
    this.#known = stateVector;
    this.#uncovered = false;
    this.#send({ type: 'step2', update: this.notStored(), n: this.#edits.numberFrame(true) });
  }

  /** When nothing is left open, the server holds all that is here. */
  #settle(): void {
    if (this.#edits.saved && !this.#uncovered) this.#known = Y.encodeStateVector(this.#doc);
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    if (this.#isForeign(origin)) {
      this.#uncovered = true;
      return;
    }
    if (this.#mayEdit === false && Y.decodeUpdate(update).structs.length === 0) return;
    this.#edits.edited();
    if (this.#flowing) {
      this.#waiting.push(update);
      if (this.#windowTimer === undefined) this.flush();
    }
    this.#report();
  };

  #stopFlow(): void {
    this.#flowing = false;
    this.#waiting = [];
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
  }

  #report(): void {
    this.events.emit('progress', this.progress);
  }
}
