import { closes } from '../protocol/closes';
import { documentLimits as limits } from '../protocol/limits';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';
import type { Session } from './session';
import type { Sessions } from './sessions';

/** An update is asked for again when the bucket has room for this many: the answer, and some typing meanwhile. */
const roomToAskAgain = 10;

/** Why something of a session is kept out for the time being. */
export type KeptOut = 'waitsForRoom' | 'waitsForLock';

/**
 * Asks sessions again for what was not taken: SyncStep1, one at a time for each (PROTOCOL.md S5, S6, L3). The client's
 * document is the queue; nothing is lost by dropping an update.
 */
export class Asker {
  constructor(
    private readonly ports: Pick<EnginePorts, 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
  ) {}

  /** Asks for everything the document lacks. */
  ask(session: Session): void {
    session.asked = true;
    this.sessions.send(session, { type: 'step1', stateVector: this.state.encodeStateVector() });
  }

  /**
   * A SyncStep2 came. Answers how much of the server's writes its deletes knew nothing of: only the first answer of a
   * connection says what the client had before it heard from us.
   */
  answered(session: Session): number {
    session.asked = false;
    if (session.facts.answered) return Number.POSITIVE_INFINITY;
    session.facts.answered = true;
    this.sessions.keep(session);
    return session.facts.seenServerClock;
  }

  /** What an answer brought has been taken: everything the session sent up to it is stored or refused. */
  satisfied(session: Session): void {
    session.answersWithoutProgress = 0;
    const holdsSaved = session.askAtMs !== null;
    if (session.facts.holdsSaved === holdsSaved) return;
    session.facts.holdsSaved = holdsSaved;
    this.sessions.keep(session);
  }

  /** What an answer brought is refused for good: the next answers will bring it again. */
  refusedAnswer(session: Session): void {
    this.#countWithoutProgress(session);
  }

  /** An update lacks something. */
  missing(session: Session, wasAnswer: boolean): void {
    // What it builds on is what a lock keeps out: it is asked for with that.
    if (session.facts.waitsForLock) return this.#holdSaved(session);
    if (wasAnswer && this.#countWithoutProgress(session)) return;
    this.#holdSaved(session);
    if (!session.asked) this.ask(session);
  }

  /** Something of a session is kept out: it is asked again when that may come in. Kept with it, because a lock can outlast the memory. */
  waits(session: Session, reason: KeptOut): void {
    if (session.facts[reason]) return;
    session.facts[reason] = true;
    this.sessions.keep(session);
  }

  /** What was kept out may come in now: something was deleted (L2), or a lock is over (X4). */
  askWaiting(reason: KeptOut): void {
    for (const session of this.sessions.all()) {
      if (!session.facts[reason]) continue;
      session.facts[reason] = false;
      this.sessions.keep(session);
      if (!session.asked) this.ask(session);
    }
  }

  /** An update was over the rate and has been dropped. */
  dropped(session: Session): void {
    this.#holdSaved(session);
    const nowMs = this.ports.nowMs();
    session.askAtMs ??= nowMs + session.edits.msUntil(roomToAskAgain, nowMs);
    this.ports.timers.soon('asks', session.askAtMs - nowMs);
  }

  /** Asks the sessions whose buckets have filled again. */
  askDue(): void {
    const nowMs = this.ports.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const session of this.sessions.all()) {
      if (session.askAtMs === null) continue;
      const waitMs = session.edits.msUntil(roomToAskAgain, nowMs);
      if (waitMs > 0) {
        nextMs = Math.min(nextMs, waitMs);
        continue;
      }
      session.askAtMs = null;
      if (!session.asked) this.ask(session);
    }
    if (Number.isFinite(nextMs)) this.ports.timers.soon('asks', nextMs);
  }

  #countWithoutProgress(session: Session): boolean {
    const isOver = ++session.answersWithoutProgress >= limits.maxAsksWithoutProgress;
    if (isOver) this.sessions.close(session, closes.noProgress);
    return isOver;
  }

  #holdSaved(session: Session): void {
    if (session.facts.holdsSaved) return;
    session.facts.holdsSaved = true;
    this.sessions.keep(session);
  }
}
