import { operationLimits as limits } from '../../protocol/limits';
import type { DocumentStorage } from '../storage';
import type { AppliedOperations } from './operations-api';

/** Old answers are looked for this often. */
const forgetEvery = 32;

/** What was answered to operations that came under an id: sent again, they get the same answer (PROTOCOL.md O25). */
export class GivenAnswers {
  #kept = 0;

  constructor(
    private readonly storage: Pick<DocumentStorage, 'answers'>,
    private readonly nowMs: () => number,
  ) {}

  find(person: string, id: string): AppliedOperations | null {
    const row = this.storage.answers.find(person, id);
    if (row === null || row.atMs <= this.nowMs() - limits.keepAnswersMs) return null;
    return JSON.parse(row.answer) as AppliedOperations;
  }

  /** Keeps an answer. To be called in the transaction of what it is about. */
  keep(person: string, id: string, answer: AppliedOperations): void {
    const { answers } = this.storage;
    if (this.#kept++ % forgetEvery === 0) {
      answers.forget(person, this.nowMs() - limits.keepAnswersMs, limits.maxKeptAnswers - forgetEvery);
    }
    answers.add({ person, id, atMs: this.nowMs(), answer: JSON.stringify(answer) });
  }
}

/** The answer to an operation that is being done: made once, and kept with what it is about. */
export class PendingAnswer {
  #value: AppliedOperations | null = null;
  isKept: boolean;

  constructor(
    private readonly person: string,
    private readonly id: string | null,
    private readonly answers: GivenAnswers,
    private readonly describe: () => AppliedOperations,
  ) {
    this.isKept = id === null;
  }

  /** To be called in a transaction. */
  keep(): void {
    if (this.isKept || this.id === null) return;
    this.answers.keep(this.person, this.id, this.get());
    this.isKept = true;
  }

  get(): AppliedOperations {
    this.#value ??= this.describe();
    return this.#value;
  }
}
