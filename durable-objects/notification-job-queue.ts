import type { InboxApi } from '../src/inbox/api';
import { deliverBatch } from '../src/inbox/jobs/deliver-batch';
import type { BatchMessage, NotificationJobApi } from '../src/inbox/jobs/job-api';

/** What the consumer of the queue needs. */
export interface JobQueuePorts {
  readonly jobOf: (id: string) => NotificationJobApi;
  readonly inboxOf: (person: string) => InboxApi;
  /** Takes a line for the log. Never given ids of recipients or content. */
  readonly log: (level: 'info' | 'warn' | 'error', event: string, properties: Readonly<Record<string, unknown>>) => void;
}

/** Wait before another try, seconds: for the first, the second, … */
const retryDelaySeconds = [2, 10, 30, 60];

/** Delivers the batches that the queue brings; what is left of one comes again. */
export async function consumeBatches(messages: MessageBatch<BatchMessage>, ports: JobQueuePorts): Promise<void> {
  await Promise.all(
    messages.messages.map(async (message) => {
      const { job, batch } = message.body;
      try {
        if ((await deliverBatch(ports.jobOf(job), batch, ports.inboxOf)) === 0) return message.ack();
      } catch (error) {
        ports.log('warn', 'a batch could not be delivered', { job, batch, error: String(error) });
      }
      const delaySeconds = retryDelaySeconds[message.attempts - 1] ?? retryDelaySeconds.at(-1) ?? 0;
      message.retry({ delaySeconds });
    }),
  );
}

/** Batches that were tried too often: who is left of them has failed (J5). */
export async function buryBatches(messages: MessageBatch<BatchMessage>, ports: JobQueuePorts): Promise<void> {
  for (const message of messages.messages) {
    const { job, batch } = message.body;
    ports.log('error', 'a batch has failed', { job, batch });
    try {
      await ports.jobOf(job).giveUp(batch);
      message.ack();
    } catch (error) {
      ports.log('warn', 'a failed batch could not be told to its job', { job, batch, error: String(error) });
      message.retry({ delaySeconds: retryDelaySeconds.at(-1) ?? 0 });
    }
  }
}
