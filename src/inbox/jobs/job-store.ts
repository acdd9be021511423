import type { Audience } from '../intake/audience';
import type { Dispatch } from '../intake/draft';
import type { Sql } from '../sql';
import type { JobRecipient, JobView, RecipientOutcome } from './job-api';

/** The tables of a job: its facts, and its recipients in batches. */
const jobTables = `
  CREATE TABLE job (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    dispatch TEXT NOT NULL, audience TEXT NOT NULL,
    state TEXT NOT NULL, gathered_to TEXT, completed_at INTEGER
  );
  CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    recipients TEXT NOT NULL,
    total INTEGER NOT NULL, accepted INTEGER NOT NULL, failed INTEGER NOT NULL,
    queued_at INTEGER, times_queued INTEGER NOT NULL, done INTEGER NOT NULL
  );
  CREATE INDEX batches_to_do ON batches (done, queued_at)`;

/** Which recipients of which batch were settled, in this order. A job of an older version gets it when it wakes. */
const settlementTables =
  'CREATE TABLE IF NOT EXISTS settlements (number INTEGER PRIMARY KEY, batch INTEGER NOT NULL, places TEXT NOT NULL)';

/** What a job is about, and where it stands. */
export interface JobFacts {
  readonly id: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly dispatch: Dispatch;
  readonly audience: Audience;
  readonly state: JobView['state'];
  /** The last recipient that was written down; null for none. */
  readonly gatheredTo: string | null;
  readonly completedAtMs: number | null;
}

/** A batch that was queued and not done. */
export interface QueuedBatch {
  readonly number: number;
  readonly queuedAtMs: number;
  readonly timesQueued: number;
}

/** Recipients of a batch of whom something came to be known, by their places in it. */
export interface Settlement {
  readonly number: number;
  readonly batch: number;
  readonly places: readonly number[];
}

interface JobRow {
  readonly id: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly dispatch: string;
  readonly audience: string;
  readonly state: JobView['state'];
  readonly gathered_to: string | null;
  readonly completed_at: number | null;
}

/** A recipient as a batch keeps them: the person alone, or with what became of them. */
type StoredRecipient = string | readonly [person: string, state: RecipientOutcome['state'], result: RecipientOutcome['result']];

/** What one job keeps. Somebody who only asks about a job that never was makes no tables. */
export class JobStore {
  constructor(private readonly sql: Sql) {
    if (this.#exists()) this.sql.rows(settlementTables);
  }

  transact<T>(work: () => T extends PromiseLike<unknown> ? never : T): T {
    return this.sql.transact(work);
  }

  facts(): JobFacts | null {
    if (!this.#exists()) return null;
    const [row] = this.sql.rows<JobRow>('SELECT * FROM job');
    if (row === undefined) return null;
    return {
      id: row.id,
      createdBy: row.created_by,
      createdAtMs: row.created_at,
      dispatch: JSON.parse(row.dispatch) as Dispatch,
      audience: JSON.parse(row.audience) as Audience,
      state: row.state,
      gatheredTo: row.gathered_to,
      completedAtMs: row.completed_at,
    };
  }

  create(job: Pick<JobFacts, 'id' | 'createdBy' | 'createdAtMs' | 'dispatch' | 'audience'>): void {
    this.sql.rows(jobTables);
    this.sql.rows(settlementTables);
    this.sql.rows(
      `INSERT INTO job (only, id, created_by, created_at, dispatch, audience, state) VALUES (1, ?, ?, ?, ?, ?, 'gathering')`,
      job.id,
      job.createdBy,
      job.createdAtMs,
      JSON.stringify(job.dispatch),
      JSON.stringify(job.audience),
    );
  }

  /** Where the writing down of recipients is; without `to` it is at its end. */
  gathered(to: string | null): void {
    if (to === null) this.sql.rows("UPDATE job SET state = 'sending'");
    else this.sql.rows('UPDATE job SET gathered_to = ?', to);
  }

  complete(atMs: number): void {
    this.sql.rows("UPDATE job SET state = 'completed', completed_at = ?", atMs);
  }

  addBatch(people: readonly string[]): void {
    this.sql.rows(
      `INSERT INTO batches (number, recipients, total, accepted, failed, times_queued, done)
       VALUES ((SELECT coalesce(max(number), -1) + 1 FROM batches), ?, ?, 0, 0, 0, 0)`,
      JSON.stringify(people),
      people.length,
    );
  }

  /** Recipients of a batch in their order; null when there is no such batch. */
  recipientsOf(batch: number): JobRecipient[] | null {
    if (!this.#exists()) return null;
    const [row] = this.sql.rows<{ recipients: string }>('SELECT recipients FROM batches WHERE number = ?', batch);
    return row === undefined ? null : (JSON.parse(row.recipients) as StoredRecipient[]).map(recipientOf);
  }

  /** Keeps what is known of the recipients of a batch. That something was heard of it counts as its being queued now. */
  keepRecipients(batch: number, recipients: readonly JobRecipient[], nowMs: number): void {
    const count = (state: JobRecipient['state']) => recipients.filter((recipient) => recipient.state === state).length;
    this.sql.rows(
      'UPDATE batches SET recipients = ?, accepted = ?, failed = ?, done = ?, queued_at = ? WHERE number = ?',
      JSON.stringify(recipients.map(storedOf)),
      count('accepted'),
      count('failed'),
      count('pending') === 0 ? 1 : 0,
      nowMs,
      batch,
    );
  }

  /** Notes that something is known of recipients of a batch, by their places in it. */
  noteSettled(batch: number, places: readonly number[]): void {
    if (places.length === 0) return;
    this.sql.rows('INSERT INTO settlements (batch, places) VALUES (?, ?)', batch, JSON.stringify(places));
  }

  settlementAfter(number: number): Settlement | null {
    if (!this.#exists()) return null;
    const [row] = this.sql.rows<{ number: number; batch: number; places: string }>(
      'SELECT number, batch, places FROM settlements WHERE number > ? ORDER BY number LIMIT 1',
      number,
    );
    return row === undefined ? null : { ...row, places: JSON.parse(row.places) as number[] };
  }

  markQueued(batches: readonly number[], nowMs: number): void {
    for (const batch of batches) {
      this.sql.rows('UPDATE batches SET queued_at = ?, times_queued = times_queued + 1 WHERE number = ?', nowMs, batch);
    }
  }

  /** Batches that wait in the queue, or are being delivered, or were lost. */
  queued(): QueuedBatch[] {
    return this.sql
      .rows<{ number: number; queued_at: number; times_queued: number }>(
        'SELECT number, queued_at, times_queued FROM batches WHERE done = 0 AND queued_at IS NOT NULL ORDER BY queued_at',
      )
      .map(({ number, queued_at, times_queued }) => ({ number, queuedAtMs: queued_at, timesQueued: times_queued }));
  }

  /** The first batches that were never queued. */
  unqueued(limit: number): number[] {
    return this.sql
      .rows<{ number: number }>('SELECT number FROM batches WHERE done = 0 AND queued_at IS NULL ORDER BY number LIMIT ?', limit)
      .map(({ number }) => number);
  }

  counts(): Pick<JobView, 'total' | 'accepted' | 'failed'> {
    const [sums] = this.sql.rows<{ total: number; accepted: number; failed: number }>(
      'SELECT coalesce(sum(total), 0) AS total, coalesce(sum(accepted), 0) AS accepted, coalesce(sum(failed), 0) AS failed FROM batches',
    );
    return sums ?? { total: 0, accepted: 0, failed: 0 };
  }

  /** The numbers of batches from one on that may have recipients in a state. */
  batchesWith(state: JobRecipient['state'] | null, from: number): number[] {
    if (!this.#exists()) return [];
    return this.sql
      .rows<{ number: number }>(
        `SELECT number FROM batches WHERE number >= ?1 AND CASE ?2
           WHEN 'accepted' THEN accepted > 0 WHEN 'failed' THEN failed > 0 WHEN 'pending' THEN done = 0 ELSE 1 END
         ORDER BY number`,
        from,
        state,
      )
      .map(({ number }) => number);
  }

  #exists(): boolean {
    return this.sql.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'job'").length > 0;
  }
}

function recipientOf(stored: StoredRecipient): JobRecipient {
  if (typeof stored === 'string') return { person: stored, state: 'pending', result: null };
  const [person, state, result] = stored;
  return { person, state, result };
}

function storedOf({ person, state, result }: JobRecipient): StoredRecipient {
  return state === 'pending' || result === null ? person : [person, state, result];
}
