import { DurableObject } from 'cloudflare:workers';
import type { JobBatch, JobView, NewJob, NotificationJobApi, RecipientOutcome, RecipientPage } from '../src/inbox/jobs/job-api';
import { JobEngine, type JobStep } from '../src/inbox/jobs/job-engine';
import type { Outcome } from '../src/protocol/codes';
import type { NotificationJobPorts } from './notification-job-ports';
import { ObjectSql } from './object-sql';
import { type Followed, ProgressStream } from './progress-stream';
import { waitAfterFailuresMs } from './timers';

/** If the object dies while it works, it goes on after this time. */
const resumeMs = 5_000;
/** The platform lets one call send at most so many messages. */
const maxMessagesPerSend = 100;

/** The object class of notification jobs, over what the Worker provides. No rule of the domain is here. */
export function defineNotificationJob<Env>(ports: NotificationJobPorts<Env>) {
  return class extends DurableObject<Env> implements NotificationJobApi {
    readonly #engine = new JobEngine(new ObjectSql(this.ctx.storage), Date.now);
    readonly #stream = new ProgressStream({ current: () => this.#progress(), next: (after) => this.#outcomes(after) });
    #isWorking = false;
    #isAskedAgain = false;
    /** How often in a row it has failed. Not stored: one that was evicted in between waits for less. */
    #failures = 0;

    /** The stream of progress, behind an event that was heard. Only the Worker reaches this. */
    override async fetch(request: Request): Promise<Response> {
      return this.#stream.connect(Number(request.headers.get('last-event-id')));
    }

    override async alarm(): Promise<void> {
      await this.#work();
    }

    async create(job: NewJob): Promise<Outcome<JobView>> {
      const outcome = this.#engine.create(job);
      // In the same write as the job: if nothing else happens from here on, the alarm does.
      await this.ctx.storage.setAlarm(Date.now());
      return outcome;
    }

    async progress(): Promise<Outcome<JobView>> {
      return this.#engine.progress();
    }

    async recipients(query: Parameters<NotificationJobApi['recipients']>[0]): Promise<Outcome<RecipientPage>> {
      return this.#engine.recipients(query);
    }

    async open(batch: number): Promise<JobBatch | null> {
      return this.#engine.open(batch);
    }

    async settle(batch: number, outcomes: readonly RecipientOutcome[]): Promise<number> {
      const left = this.#engine.settle(batch, outcomes);
      this.#moved();
      return left;
    }

    async giveUp(batch: number): Promise<null> {
      this.#engine.giveUp(batch);
      this.#moved();
      return null;
    }

    #moved(): void {
      this.#stream.changed();
      this.ctx.waitUntil(this.#work());
    }

    /** Takes step after step until there is nothing to do; only one at a time. */
    async #work(): Promise<void> {
      this.#isAskedAgain = true;
      if (this.#isWorking) return;
      this.#isWorking = true;
      try {
        while (this.#isAskedAgain) {
          this.#isAskedAgain = false;
          await this.#workToRest();
        }
        this.#failures = 0;
      } catch (error) {
        ports.log('error', 'notification job failed, and will be tried again', { job: this.ctx.id.name, error: String(error) });
        await this.ctx.storage.setAlarm(Date.now() + waitAfterFailuresMs(++this.#failures));
      } finally {
        this.#isWorking = false;
      }
    }

    async #workToRest(): Promise<void> {
      for (let step = this.#engine.next(); ; step = this.#engine.next()) {
        if (step.kind === 'rest' || step.kind === 'purge') return this.#rest(step);
        await this.ctx.storage.setAlarm(Date.now() + resumeMs);
        await this.#take(step);
        this.#stream.changed();
      }
    }

    async #take(step: Extract<JobStep, { kind: 'gather' | 'queue' }>): Promise<void> {
      if (step.kind === 'gather') {
        const page = await ports.readAudience(this.env, step.audience, step.after, step.limit);
        return this.#engine.gathered(step.after, page);
      }
      for (let at = 0; at < step.batches.length; at += maxMessagesPerSend) {
        const batches = step.batches.slice(at, at + maxMessagesPerSend);
        await ports.queue(
          this.env,
          batches.map((batch) => ({ job: step.job, batch })),
        );
        this.#engine.queued(batches);
      }
    }

    async #rest(step: Extract<JobStep, { kind: 'rest' | 'purge' }>): Promise<void> {
      this.#stream.changed();
      if (step.kind === 'purge') return this.ctx.storage.deleteAll();
      if (step.untilMs !== null) await this.ctx.storage.setAlarm(step.untilMs);
    }

    #progress(): ReturnType<Followed['current']> {
      const progress = this.#engine.progress();
      return progress.ok ? { data: progress.value, isLast: progress.value.state === 'completed' } : null;
    }

    #outcomes(after: number): ReturnType<Followed['next']> {
      const settled = this.#engine.settledAfter(after);
      return settled && { number: settled.number, data: { recipients: settled.recipients } };
    }
  };
}
