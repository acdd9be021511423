import type { EventApi, ImportedEvent, ImportOutcome } from '../../react/events';

/** An event that could not be taken over, or not all of it, and why. */
export type FailedEvent = Pick<ImportedEvent, 'uid' | 'title' | 'detail'>;

/** How far the import of a file has come. */
export interface ImportProgress {
  readonly done: number;
  /** Events of the file; null until the first answer. */
  readonly total: number | null;
  /** Where the file goes on; null when all of it was taken. */
  readonly nextOffset: number | null;
  readonly counts: Readonly<Record<ImportedEvent['outcome'], number>>;
  readonly failures: readonly FailedEvent[];
}

export const noProgress: ImportProgress = {
  done: 0,
  total: null,
  nextOffset: 0,
  counts: { created: 0, updated: 0, unchanged: 0, failed: 0 },
  failures: [],
};

/** What is known after one more answer. */
export function withOutcome(progress: ImportProgress, { events, total, next_offset }: ImportOutcome): ImportProgress {
  const counts = { ...progress.counts };
  for (const { outcome } of events) counts[outcome] += 1;
  const failures = events
    .filter(({ outcome, detail }) => outcome === 'failed' || detail !== null)
    .map(({ uid, title, detail }) => ({ uid, title, detail }));
  return {
    done: progress.done + events.length,
    total,
    nextOffset: next_offset,
    counts,
    failures: [...progress.failures, ...failures],
  };
}

interface ImportRun {
  readonly api: Pick<EventApi, 'importEvents'>;
  readonly calendarId: string;
  readonly file: string;
  /** Where an earlier run came to; {@link noProgress} to begin with. */
  readonly from: ImportProgress;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Ends the run after the call that is under way. What was taken stays. */
  readonly signal: AbortSignal;
}

/**
 * Sends a file until all of its events are taken, as many calls as that takes.
 * @throws ProblemError of a call; a later run goes on from the last progress.
 */
export async function runImport({ api, calendarId, file, from, onProgress, signal }: ImportRun): Promise<void> {
  let progress = from;
  while (progress.nextOffset !== null && !signal.aborted) {
    progress = withOutcome(progress, await api.importEvents(calendarId, file, progress.nextOffset));
    onProgress(progress);
  }
}
