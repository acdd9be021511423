import * as Y from 'yjs';
import type { ErrorCode } from '../protocol/codes';
import type { Asker } from './asker';
import type { DocumentState } from './document-state';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { type DecodedUpdate, examineUpdate } from './update-facts';

/** An update as its sender knows it. */
export interface Sent {
  /** Null for an update that came over HTTP. */
  readonly session: Session | null;
  /** It came as SyncStep2. */
  readonly isAnswer: boolean;
  readonly n: number | null;
}

/** What became of a waiting update. */
export type Fate =
  | {
      readonly kind: 'stored';
      readonly repaired: readonly string[];
      readonly orphaned: boolean;
      /** It only deleted: there may be room again. */
      readonly freesRoom: boolean;
    }
  | { readonly kind: 'no-effect' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

export interface Receipt {
  readonly item: Sent;
  readonly fate: Fate;
}

/** Tells senders what became of their updates: saved, refused, repaired, or asked again. */
export class Receipts {
  constructor(
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    private readonly asker: Asker,
  ) {}

  /** To be called when the rows are stored and broadcast (PROTOCOL.md W3). */
  give(receipts: readonly Receipt[]): void {
    const saved = new Map<Session, number>();
    for (const { item, fate } of receipts) {
      const { session, n } = item;
      if (session === null || this.sessions.get(session.id) === null) continue;
      if (fate.kind === 'missing') this.asker.missing(session, item.isAnswer);
      else if (fate.kind === 'refused') this.#refuse(session, n, fate.code, item.isAnswer);
      else {
        if (item.isAnswer) this.asker.satisfied(session);
        saved.set(session, Math.max(saved.get(session) ?? 0, n ?? 0));
        if (fate.kind === 'stored') this.#notify(session, fate.repaired, fate.orphaned);
      }
    }
    for (const [session, n] of saved) if (!session.facts.holdsSaved) this.#saved(session, n);
    if (receipts.some(({ fate }) => fate.kind === 'stored' && fate.freesRoom)) this.asker.askForRoom();
  }

  /** Answers an update of somebody who may only read (A8). */
  giveToReader(session: Session, update: DecodedUpdate, n: number | null, isAnswer: boolean): void {
    if (isAnswer) this.asker.satisfied(session);
    if (!this.#bringsStructs(update)) return this.#saved(session, n ?? 0);
    if (n !== null) this.sessions.tell(session, { type: 'refused', n, code: 'forbidden' });
    this.#tellOnce(session, 'read-only');
  }

  #saved(session: Session, n: number): void {
    if (n > 0) this.sessions.tell(session, { type: 'saved', n, version: this.state.version() });
  }

  #refuse(session: Session, n: number | null, code: ErrorCode, isAnswer: boolean): void {
    if (n !== null) this.sessions.tell(session, { type: 'refused', n, code });
    if (!session.sdk) this.#tellOnce(session, code);
    if (code === 'document-full') session.waitsForRoom = true;
    if (isAnswer) this.asker.refusedAnswer(session);
  }

  #notify(session: Session, repaired: readonly string[], orphaned: boolean): void {
    if (repaired.length > 0) this.sessions.tell(session, { type: 'notice', message: { code: 'repaired', paths: repaired } });
    if (orphaned) this.sessions.tell(session, { type: 'notice', message: { code: 'orphaned' } });
  }

  /** Whether an update has structs that the document lacks. What only deletes is Yjs tidying up. */
  #bringsStructs(update: DecodedUpdate): boolean {
    if (update.structs.every((struct) => struct instanceof Y.Skip)) return false;
    return this.state.isBuilt ? examineUpdate(this.state.live().doc, update).freshStructs > 0 : !this.state.covers(update);
  }

  #tellOnce(session: Session, reason: ErrorCode | 'read-only'): void {
    if (session.facts.toldRefused) return;
    session.facts.toldRefused = true;
    this.sessions.keep(session);
    if (!session.sdk) this.sessions.send(session, { type: 'denied', reason });
    else if (reason === 'read-only') this.sessions.tell(session, { type: 'notice', message: { code: reason } });
  }
}
