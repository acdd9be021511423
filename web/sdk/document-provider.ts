import * as Y from 'yjs';
import type { ErrorCode } from '../../src/protocol/codes';
import type { ClientFrame, ServerFrame } from '../../src/protocol/frames';
import { Emitter } from './emitter';
import { UnsavedEdits } from './unsaved-edits';

/** While somebody types fast, their edits leave merged, at most this often, in milliseconds. */
export const editWindowMs = 40;

/** How far the document and the server agree. */
export interface SyncProgress {
  /** The document has been received once; it may have changed since. */
  readonly loaded: boolean;
  /** The last frame sent on this connection is stored. */
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
const askedAgain: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['rate-limited', 'missing-dependency']);

/**
 * Keeps a `Y.Doc` and the server's document the same. Offline nothing is queued: the document is the queue, and the
 * exchange of state vectors at the next connection carries what is missing, both ways.
 */
export class DocumentProvider {
  readonly events = new Emitter<ProviderEvents>();
  readonly #doc: Y.Doc;
  readonly #send: (frame: ClientFrame) => void;
  readonly #edits = new UnsavedEdits();
  /** Whether edits flow: from the answer to the server's SyncStep1 on. Before, that answer will carry them. */
  #flowing = false;
  #mayEdit = true;
  #loaded = false;
  #waiting: Uint8Array[] = [];
  #windowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, send: (frame: ClientFrame) => void) {
    this.#doc = doc;
    this.#send = send;
    doc.on('update', this.#onUpdate);
  }

  get progress(): SyncProgress {
    return { loaded: this.#loaded, saved: this.#edits.saved, unsaved: this.#edits.count };
  }

  /** A session began: asks for what is missing here. The server then asks for what is missing there. */
  connected(): void {
    this.#send({ type: 'step1', stateVector: Y.encodeStateVector(this.#doc) });
  }

  disconnected(): void {
    this.#stopFlow();
    this.#edits.disconnected();
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
    const update = Y.encodeStateAsUpdate(this.#doc, stateVector);
    this.#send({ type: 'step2', update, n: this.#edits.numberFrame(true) });
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    if (!this.#mayEdit && Y.decodeUpdate(update).structs.length === 0) return;
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
