import type { Outcome } from '../../protocol/codes';
import { intakeLimits } from '../../protocol/limits';
import type { Audience, AudiencePage } from '../intake/audience';
import type { Sql } from '../sql';
import type {
  JobBatch,
  JobRecipient,
  JobView,
  ListedRecipient,
  NewJob,
  NotificationJobApi,
  RecipientOutcome,
  RecipientPage,
  SettledRecipients,
} from './job-api';
import { type JobFacts, JobStore, type QueuedBatch } from './job-store';

/** What a job needs done next; its object does it, tells the engine, and asks again. */
export type JobStep =
  /** Read more recipients, and answer by `gathered`. */
  | { readonly kind: 'gather'; readonly audience: Audience; readonly after: string | null; readonly limit: number }
  /** Put batches into the queue, and answer by `queued`. */
  | { readonly kind: 'queue'; readonly job: string; readonly batches: readonly number[] }
  /** Nothing until a batch is settled, or this time has come; null: for good. */
  | { readonly kind: 'rest'; readonly untilMs: number | null }
  /** Everything can go. */
  | { readonly kind: 'purge' };

/**
 * A notification for many (PROTOCOL.md, Jobs). Recipients are written down in batches before a batch is queued, and what
 * became of each is kept with them; so after a crash the job knows what is left, whatever the queue has forgotten.
 */
export class JobEngine {
  readonly #store: JobStore;

  constructor(
    sql: Sql,
    /** Ms since the epoch. */
    private readonly nowMs: () => number,
  ) {
    this.#store = new JobStore(sql);
  }

  /** J1. */
  create({ id, createdBy, dispatch, audience }: NewJob): Outcome<JobView> {
    this.#store.transact(() => {
      if (this.#store.facts() !== null) return;
      this.#store.create({ id, createdBy, dispatch, audience, createdAtMs: this.nowMs() });
    });
    return this.progress();
  }

  progress(): Outcome<JobView> {
    const facts = this.#store.facts();
    if (facts === null) return { ok: false, refusal: { code: 'not-found' } };
    return { ok: true, value: viewOf(facts, this.#store.counts()) };
  }

  /** What to do now. Asked again after each step, and whenever a batch was settled. */
  next(): JobStep {
    const facts = this.#store.facts();
    if (facts === null) return { kind: 'rest', untilMs: null };
    const nowMs = this.nowMs();
    if (facts.completedAtMs !== null) {
      const untilMs = facts.completedAtMs + intakeLimits.keepJobMs;
      return untilMs <= nowMs ? { kind: 'purge' } : { kind: 'rest', untilMs };
    }
    return this.#nextOfRunning(facts, nowMs);
  }

  #nextOfRunning(facts: JobFacts, nowMs: number): JobStep {
    const queued = this.#store.queued();
    // J4: the queue may have lost it; if it has not, the second one finds nothing to do.
    const overdue = queued.filter((batch) => dueAgainMs(batch) <= nowMs).map(({ number }) => number);
    if (overdue.length > 0) return { kind: 'queue', job: facts.id, batches: overdue };
    const room = intakeLimits.maxQueuedBatches - queued.length;
    const waiting = room > 0 ? this.#store.unqueued(room) : [];
    if (waiting.length > 0) return { kind: 'queue', job: facts.id, batches: waiting };
    if (facts.state === 'gathering' && room > 0) {
      const { audience, gatheredTo: after } = facts;
      return { kind: 'gather', audience, after, limit: intakeLimits.audiencePageSize };
    }
    if (queued.length > 0) return { kind: 'rest', untilMs: Math.min(...queued.map(dueAgainMs)) };
    this.#store.complete(nowMs);
    return { kind: 'rest', untilMs: nowMs + intakeLimits.keepJobMs };
  }

  /** J2: these recipients follow those `after` which they were asked for. Told twice, they are written down once. */
  gathered(after: string | null, { people, after: next }: AudiencePage): void {
    this.#store.transact(() => {
      const facts = this.#store.facts();
      if (facts?.state !== 'gathering' || facts.gatheredTo !== after) return;
      for (let at = 0; at < people.length; at += intakeLimits.jobBatchSize) {
        this.#store.addBatch(people.slice(at, at + intakeLimits.jobBatchSize));
      }
      this.#store.gathered(next);
    });
  }

  queued(batches: readonly number[]): void {
    this.#store.transact(() => this.#store.markQueued(batches, this.nowMs()));
  }

  open(batch: number): JobBatch | null {
    const facts = this.#store.facts();
    const left = this.#left(batch);
    return facts === null || left.length === 0 ? null : { dispatch: facts.dispatch, people: left };
  }

  /** J3: what is known of a recipient stays. Answers how many are left. */
  settle(batch: number, outcomes: readonly RecipientOutcome[]): number {
    const byPerson = new Map(outcomes.map((outcome) => [outcome.person, outcome]));
    return this.#update(batch, (recipient) => byPerson.get(recipient.person) ?? recipient);
  }

  /** J5. */
  giveUp(batch: number): void {
    this.#update(batch, ({ person }) => ({ person, state: 'failed', result: 'unavailable' }));
  }

  /** Recipients from a position on: the number of their batch times its size, and their place in it. */
  recipients({ state, after, limit }: Parameters<NotificationJobApi['recipients']>[0]): Outcome<RecipientPage> {
    if (this.#store.facts() === null) return { ok: false, refusal: { code: 'not-found' } };
    const recipients: ListedRecipient[] = [];
    const size = intakeLimits.jobBatchSize;
    for (const batch of this.#store.batchesWith(state, Math.floor(after / size))) {
      for (const [index, recipient] of (this.#store.recipientsOf(batch) ?? []).entries()) {
        const position = batch * size + index;
        if (position < after || (state !== null && recipient.state !== state)) continue;
        if (recipients.length === limit) return { ok: true, value: { recipients, next: position } };
        recipients.push(listed(recipient));
      }
    }
    return { ok: true, value: { recipients, next: null } };
  }

  /** What came to be known of recipients next, behind a number; null when that was all until now. */
  settledAfter(number: number): SettledRecipients | null {
    const settlement = this.#store.settlementAfter(number);
    if (settlement === null) return null;
    const batch = this.#store.recipientsOf(settlement.batch) ?? [];
    const recipients = settlement.places.flatMap((place) => batch[place] ?? []);
    return { number: settlement.number, recipients: recipients.map(listed) };
  }

  #left(batch: number): string[] {
    const recipients = this.#store.recipientsOf(batch) ?? [];
    return recipients.filter(({ state }) => state === 'pending').map(({ person }) => person);
  }

  #update(batch: number, change: (pending: JobRecipient) => JobRecipient): number {
    return this.#store.transact(() => {
      const before = this.#store.recipientsOf(batch);
      if (before === null) return 0;
      const now = before.map((recipient) => (recipient.state === 'pending' ? change(recipient) : recipient));
      this.#store.keepRecipients(batch, now, this.nowMs());
      this.#store.noteSettled(
        batch,
        now.flatMap(({ state }, place) => (state !== before[place]?.state ? [place] : [])),
      );
      return now.filter(({ state }) => state === 'pending').length;
    });
  }
}

function listed({ person, state, result }: JobRecipient): ListedRecipient {
  return { id: person, state, result };
}

/** When a batch of which nothing is heard goes into the queue again. */
function dueAgainMs({ queuedAtMs, timesQueued }: QueuedBatch): number {
  const waitMs = intakeLimits.jobRequeueMs * 2 ** Math.min(timesQueued - 1, 20);
  return queuedAtMs + Math.min(waitMs, intakeLimits.maxJobRequeueMs);
}

function viewOf(facts: JobFacts, counts: Pick<JobView, 'total' | 'accepted' | 'failed'>): JobView {
  return {
    id: facts.id,
    state: facts.state,
    type: facts.dispatch.draft.type,
    ...counts,
    done: counts.accepted + counts.failed,
    created_by: facts.createdBy,
    created_at: new Date(facts.createdAtMs).toISOString(),
    completed_at: facts.completedAtMs === null ? null : new Date(facts.completedAtMs).toISOString(),
  };
}
