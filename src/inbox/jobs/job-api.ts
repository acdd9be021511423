import type { ErrorCode, Outcome } from '../../protocol/codes';
import type { Acceptance } from '../api';
import type { Audience } from '../intake/audience';
import type { Dispatch } from '../intake/draft';

/** A notification for many: who wants it, what it says, whom it is for. */
export interface NewJob {
  /** UUID; the same one again is the same job. */
  readonly id: string;
  readonly createdBy: string;
  readonly dispatch: Dispatch;
  readonly audience: Audience;
}

/** What became of one recipient. */
export interface RecipientOutcome {
  readonly person: string;
  readonly state: 'accepted' | 'failed';
  /** What the inbox said, or why it did not take it. */
  readonly result: Acceptance['result'] | ErrorCode;
}

export type RecipientState = 'pending' | 'accepted' | 'failed';

/** A recipient, and what is known of them. */
export interface JobRecipient {
  readonly person: string;
  readonly state: RecipientState;
  /** Null as long as nothing is known. */
  readonly result: RecipientOutcome['result'] | null;
}

/** A recipient as they are told of to whoever asks. */
export interface ListedRecipient extends Omit<JobRecipient, 'person'> {
  /** Of the person. */
  readonly id: string;
}

/** Recipients of whom something came to be known at one time. */
export interface SettledRecipients {
  /** Rises with each. */
  readonly number: number;
  readonly recipients: readonly ListedRecipient[];
}

/** How far a job is, as it is told to whoever asks. Times are ISO 8601. */
export interface JobView {
  readonly id: string;
  /** `gathering`: the recipients are still being written down, and the first ones get theirs already. */
  readonly state: 'gathering' | 'sending' | 'completed';
  readonly type: string;
  /** Recipients written down so far. */
  readonly total: number;
  /** Accepted or failed. */
  readonly done: number;
  readonly accepted: number;
  readonly failed: number;
  readonly created_by: string;
  readonly created_at: string;
  readonly completed_at: string | null;
}

/** One batch of a job, as it is given to whoever delivers it: only those who have not got it yet. */
export interface JobBatch {
  readonly dispatch: Dispatch;
  readonly people: readonly string[];
}

/** What a message of the queue says. */
export interface BatchMessage {
  readonly job: string;
  readonly batch: number;
}

/** What may be asked of a job's object, over RPC. Its name is the id of the job. */
export interface NotificationJobApi {
  /** Starts the job; when it returns, nothing but time is needed to finish it. Again it is harmless. */
  create(job: NewJob): Promise<Outcome<JobView>>;
  progress(): Promise<Outcome<JobView>>;
  recipients(query: {
    readonly state: RecipientState | null;
    readonly after: number;
    readonly limit: number;
  }): Promise<Outcome<RecipientPage>>;
  /** What is to be done of a batch; null when it is done. */
  open(batch: number): Promise<JobBatch | null>;
  /** What became of recipients of a batch. Answers how many of it are left. */
  settle(batch: number, outcomes: readonly RecipientOutcome[]): Promise<number>;
  /** Those of a batch who are left have failed. */
  giveUp(batch: number): Promise<null>;
}

/** Recipients in the order in which they were written down. */
export interface RecipientPage {
  readonly recipients: readonly ListedRecipient[];
  /** Where the next page starts; null on the last one. */
  readonly next: number | null;
}
