import { expect } from 'vitest';
import type { Acceptance, InboxApi, NewNotification } from '../../../../src/inbox/api';
import type { Dispatch } from '../../../../src/inbox/intake/draft';
import { deliverBatch } from '../../../../src/inbox/jobs/deliver-batch';
import type { NotificationJobApi } from '../../../../src/inbox/jobs/job-api';
import { JobEngine } from '../../../../src/inbox/jobs/job-engine';
import type { ErrorCode, Outcome } from '../../../../src/protocol/codes';
import { MemorySql } from '../../../support/memory-sql';

export const dispatch: Dispatch = {
  draft: {
    type: 'news',
    data: {},
    image: null,
    actions: [],
    expiresAtMs: null,
    sendAtMs: null,
    dedupeKey: null,
    digestKey: null,
  },
  source: 'api',
  caller: 'service',
  eventKey: 'e1',
  createdAtMs: 0,
};

/** Ids of people, in their order. */
export function peopleUpTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${String(index).padStart(6, '0')}`);
}

/** What a test lets go wrong. Each is asked when it could happen. */
export interface Mishaps {
  /** Recipients come in pages of at most this size; absent: of the size that was asked for. */
  readonly pageSize?: number;
  /** A message of the queue is lost. */
  readonly loses?: () => boolean;
  /** A message comes twice. */
  readonly doubles?: () => boolean;
  /** The consumer dies after its inboxes have accepted, before the job is told. */
  readonly dies?: () => boolean;
  /** How an inbox answers a notification; null: as it should. */
  readonly refuses?: (person: string) => ErrorCode | null;
}

/** A job with its queue, its inboxes and its clock, all of them in the hands of the test. */
export class JobRun {
  readonly sql = new MemorySql();
  nowMs = 1_000_000;
  engine = this.#newEngine();
  /** Numbers of batches that wait in the queue. */
  readonly queue: number[] = [];
  /** Notifications by person, without repetitions of one id; how often each was brought. */
  readonly inboxes = new Map<string, Map<string, number>>();

  constructor(
    readonly people: readonly string[],
    private readonly mishaps: Mishaps = {},
  ) {
    this.engine.create({ id: 'job', createdBy: 'service', dispatch, audience: { kind: 'people', people } });
  }

  /** The process dies: what is in memory is gone, the queue too. */
  crash(): void {
    this.engine = this.#newEngine();
    this.queue.length = 0;
  }

  /** Does what the job asks for until it rests. Answers until when. */
  work(): number | null {
    for (let step = this.engine.next(); ; step = this.engine.next()) {
      if (step.kind === 'purge') return null;
      if (step.kind === 'rest') return step.untilMs;
      if (step.kind === 'gather') {
        const { after } = step;
        const limit = Math.min(step.limit, this.mishaps.pageSize ?? step.limit);
        const from = after === null ? 0 : this.people.indexOf(after) + 1;
        const page = this.people.slice(from, from + limit);
        this.engine.gathered(after, { people: page, after: from + limit < this.people.length ? (page.at(-1) ?? null) : null });
      } else {
        for (const batch of step.batches) if (!this.mishaps.loses?.()) this.queue.push(batch);
        this.engine.queued(step.batches);
      }
    }
  }

  /** The queue brings its first message. */
  async deliverOne(): Promise<void> {
    const batch = this.queue.shift();
    if (batch === undefined) return;
    if (this.mishaps.doubles?.()) this.queue.push(batch);
    const dies = this.mishaps.dies?.() ?? false;
    const { engine } = this;
    const job = {
      open: async (number: number) => engine.open(number),
      settle: async (number: number, outcomes: Parameters<JobEngine['settle']>[1]) => {
        if (dies) throw new Error('the consumer has died');
        return engine.settle(number, outcomes);
      },
    } as unknown as NotificationJobApi;
    try {
      if ((await deliverBatch(job, batch, (person) => this.#inboxOf(person))) > 0) this.queue.push(batch);
    } catch (error) {
      if (!dies) throw error;
    }
  }

  /** Lets everything happen that is going to happen. */
  async toTheEnd(): Promise<void> {
    for (let turn = 0; turn < 10_000; turn++) {
      const untilMs = this.work();
      if (this.state() === 'completed') return;
      if (this.queue.length > 0) await this.deliverOne();
      else this.nowMs = Math.max(this.nowMs, untilMs ?? this.nowMs);
    }
    throw new Error('the job never ended');
  }

  state(): string {
    const progress = this.engine.progress();
    return progress.ok ? progress.value.state : progress.refusal.code;
  }

  /** Each of them has exactly one notification. */
  expectEachOnce(people: readonly string[]): void {
    expect([...this.inboxes.keys()].sort()).toEqual([...people].sort());
    for (const [person, notifications] of this.inboxes) expect(notifications.size, person).toBe(1);
  }

  #newEngine(): JobEngine {
    return new JobEngine(this.sql, () => this.nowMs);
  }

  #inboxOf(person: string): InboxApi {
    return {
      accept: async ([notification]: readonly NewNotification[]): Promise<Outcome<readonly Acceptance[]>> => {
        const code = this.mishaps.refuses?.(person) ?? null;
        if (code !== null) return { ok: false, refusal: { code } };
        const id = notification?.id ?? '';
        const kept = this.inboxes.get(person) ?? new Map<string, number>();
        this.inboxes.set(person, kept);
        kept.set(id, (kept.get(id) ?? 0) + 1);
        return { ok: true, value: [{ id, result: kept.get(id) === 1 ? 'accepted' : 'duplicate' }] };
      },
    } as unknown as InboxApi;
  }
}
