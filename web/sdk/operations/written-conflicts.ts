import { type ConflictMessage, type ConflictView, toldTo } from '../../../src/protocol/operations';
import { ProblemError } from '../problem';
import { isSameJson } from './apply-operations';
import { choiceOf, concurrentConflict } from './conflicts';
import type { DocumentRest } from './document-rest';
import type { HeldLocks } from './held-locks';
import type { ConflictAnswer, OperationConflict } from './operation-results';
import type { ShownDocument } from './shown-document';

/** Where they are shown. */
type Shown = Pick<ShownDocument<unknown>, 'state' | 'raise' | 'settled'>;

/** The conflicts of a document of which both values are written: the server keeps them, and decides them for both authors. */
export class WrittenConflicts {
  readonly #rest: DocumentRest;
  readonly #locks: HeldLocks;
  readonly #shown: Shown;
  #person: string | null = null;
  /** How often the server was asked, or told something by itself. */
  #turn = 0;

  constructor(rest: DocumentRest, locks: HeldLocks, shown: Shown) {
    this.#rest = rest;
    this.#locks = locks;
    this.#shown = shown;
  }

  /** Whose conflicts they are. */
  isOf(person: string): void {
    this.#person = person;
  }

  /** One came up, or somebody has decided it, on another connection perhaps. */
  told(message: ConflictMessage): void {
    this.#turn++;
    if (message.resolved_at === null) this.#raise(message);
    else this.#shown.settled(message.conflict_id);
  }

  /** Asks which ones nobody has decided: some may have come up, and others been decided, without a connection to be told over. */
  async read(): Promise<void> {
    const person = this.#person;
    if (person === null) return;
    const turn = ++this.#turn;
    const { conflicts } = await this.#rest.call<{ readonly conflicts: readonly ConflictView[] }>('GET', '/conflicts?open=1');
    // What was told meanwhile may be newer than this answer.
    if (turn !== this.#turn) return this.read();
    const open = conflicts.filter(({ winner, loser }) => winner.by.id === person || loser.by.id === person);
    for (const { id, reason } of this.#shown.state.conflicts) {
      if (reason === 'concurrent' && !open.some(({ conflict_id }) => conflict_id === id)) this.#shown.settled(id);
    }
    for (const conflict of open.toReversed()) this.#raise(toldTo(person, conflict));
  }

  /** @throws ProblemError `already-resolved` when somebody was faster, `conflict-outdated` when there is another value now */
  async decide({ id, path, version }: OperationConflict, answer: ConflictAnswer): Promise<void> {
    const tokens = this.#locks.tokensAt([path]);
    const body = { ...choiceOf(answer), winner_version: version };
    const headers: Record<string, string> = tokens.length === 0 ? {} : { 'lock-token': tokens.join() };
    try {
      await this.#rest.call('POST', `/conflicts/${encodeURIComponent(id)}`, { body, headers });
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'already-resolved') this.#shown.settled(id);
      // Where that fails, the next connection asks; what is told is why nothing was decided.
      if (error instanceof ProblemError && error.code === 'conflict-outdated') await this.read().catch(() => undefined);
      throw error;
    }
  }

  #raise(message: ConflictMessage): void {
    const conflict = concurrentConflict(message);
    if (!this.#shown.state.conflicts.some((shown) => isSameJson(shown, conflict))) this.#shown.raise(conflict);
  }
}
