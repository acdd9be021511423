import type { ReadAudience } from '../src/inbox/intake/audience';
import type { BatchMessage } from '../src/inbox/jobs/job-api';

/** What a job's object needs of the Worker it is deployed with; `src/index.ts` puts the two together. */
export interface NotificationJobPorts<Env> {
  readonly readAudience: (env: Env, ...query: Parameters<ReadAudience>) => ReturnType<ReadAudience>;
  readonly queue: (env: Env, messages: readonly BatchMessage[]) => Promise<void>;
  /** Takes a line for the log. Never given ids of recipients or content. */
  readonly log: (level: 'info' | 'warn' | 'error', event: string, properties: Readonly<Record<string, unknown>>) => void;
}
