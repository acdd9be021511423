import * as Y from 'yjs';
import type { ErrorCode, Refusal } from '../protocol/codes';
import type { LockView } from '../protocol/operations';
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
  /** `hindrance`: the lock that is in the way. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly hindrance?: Refusal };

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
      else if (fate.kind === 'refused') this.#refuse(session, n, fate, item.isAnswer);
      else {
        if (item.isAnswer) this.asker.satisfied(session);
        saved.set(session, Math.max(saved.get(session) ?? 0, n ?? 0));
        if (fate.kind === 'stored') this.#notify(session, fate.repaired, fate.orphaned);
      }
    }
    for (const [session, n] of saved) if (!session.facts.holdsSaved) this.#saved(session, n);
    if (receipts.some(({ fate }) => fate.kind === 'stored' && fate.freesRoom)) this.asker.askWaiting('waitsForRoom');
  }

  /** Answers an update of somebody who may only read (A8). */
  giveToReader(session: Session, update: DecodedUpdate, n: number | null): void {
    if (!this.#bringsStructs(update)) return this.#saved(session, n ?? 0);
    if (n !== null) this.sessions.tell(session, { type: 'refused', n, code: 'forbidden' });
    this.#tellOnce(session, 'read-only');
  }

  #saved(session: Session, n: number): void {
    if (n > 0) this.sessions.tell(session, { type: 'saved', n, version: this.state.version() });
  }

  #refuse(session: Session, n: number | null, fate: Extract<Fate, { kind: 'refused' }>, isAnswer: boolean): void {
    const { code, hindrance } = fate;
    if (n !== null) this.sessions.tell(session, { type: 'refused', n, code });
    if (!session.sdk) this.#tellOnce(session, code);
    if (code === 'document-full') this.asker.waits(session, 'waitsForRoom');
    if (hindrance !== undefined) return this.#hindered(session, hindrance);
    if (isAnswer) this.asker.refusedAnswer(session);
  }

  /** What a lock keeps out is asked for again when the lock is over (X4): it is no fault of the session. */
  #hindered(session: Session, { extensions }: Refusal): void {
    this.asker.waits(session, 'waitsForLock');
    const { pointer, lock } = extensions as { pointer: string; lock: LockView };
    this.sessions.tell(session, { type: 'notice', message: { code: 'locked', paths: [pointer], lock } });
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
