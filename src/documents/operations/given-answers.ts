import type { Outcome } from '../../protocol/codes';
import { operationLimits as limits } from '../../protocol/limits';
import type { DocumentStorage } from '../storage';
import type { AppliedOperations } from './operations-api';

/** Old answers are looked for this often. */
const forgetEvery = 32;

/** Who asked for what, and under which id; null: no id. */
export interface Asked {
  readonly person: string;
  readonly id: string | null;
  readonly kind: 'op' | 'undo' | 'redo';
}

interface KeptAnswer extends AppliedOperations {
  /** Absent of operations. */
  readonly kind?: Asked['kind'];
}

/** What was answered to what came under an id: sent again, it gets the same answer (PROTOCOL.md O25). */
export class GivenAnswers {
  #kept = 0;

  constructor(
    private readonly storage: Pick<DocumentStorage, 'answers'>,
    private readonly nowMs: () => number,
  ) {}

  /** Null for what was not asked yet; refused when something else was, under the same id. */
  find({ person, id, kind }: Asked): Outcome<AppliedOperations> | null {
    const row = id === null ? null : this.storage.answers.find(person, id);
    if (row === null || row.atMs <= this.nowMs() - limits.keepAnswersMs) return null;
    const { kind: given = 'op', ...answer } = JSON.parse(row.answer) as KeptAnswer;
    return given === kind ? { ok: true, value: answer } : { ok: false, refusal: { code: 'idempotency-key-reused' } };
  }

  /** Keeps an answer. To be called in the transaction of what it is about. */
  keep({ person, id, kind }: Asked & { readonly id: string }, answer: AppliedOperations): void {
    const { answers } = this.storage;
    if (this.#kept++ % forgetEvery === 0) {
      answers.forget(person, this.nowMs() - limits.keepAnswersMs, limits.maxKeptAnswers - forgetEvery);
    }
    const kept: KeptAnswer = kind === 'op' ? answer : { ...answer, kind };
    answers.add({ person, id, atMs: this.nowMs(), answer: JSON.stringify(kept) });
  }
}

/** The answer to what is being done: made once, and kept with what it is about. */
export class PendingAnswer {
  #value: AppliedOperations | null = null;
  isKept: boolean;

  constructor(
    private readonly asked: Asked,
    private readonly answers: GivenAnswers,
    private readonly describe: () => AppliedOperations,
  ) {
    this.isKept = asked.id === null;
  }

  /** To be called in a transaction. */
  keep(): void {
    const { id } = this.asked;
    if (this.isKept || id === null) return;
    this.answers.keep({ ...this.asked, id }, this.get());
    this.isKept = true;
  }

  get(): AppliedOperations {
    this.#value ??= this.describe();
    return this.#value;
  }
}
