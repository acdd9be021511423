import { useCallback, useEffect, useMemo, useState } from 'react';
import { type DocumentApi, type DocumentVersion, useDocumentApi } from '../../react';
import { type HistoryStep, stepsOf } from './history-steps';
import type { HistorySubject } from './history-subject';

/** As many versions as the server gives at once. */
const pageSize = 200;
/** So many steps more are looked for, … */
const stepsAtOnce = 12;
/** … in so many pages at most. */
const pagesAtOnce = 5;

interface Read {
  /** The newest first. */
  readonly versions: readonly DocumentVersion[];
  /** The version to go on with; null when these are all. */
  readonly next: number | null;
}

/** The history of a document, as far as it has been read. */
export interface History<Field extends string> {
  /** The newest first; null before any of it is known. */
  readonly steps: readonly HistoryStep<Field>[] | null;
  readonly hasMore: boolean;
  readonly isReading: boolean;
  readonly error: Error | null;
  readonly readOlder: () => void;
  /** Reads from the newest on. */
  readonly readAgain: () => void;
  /** Makes the document what it was after a step. */
  readonly restore: (step: HistoryStep) => void;
}

const nothing: Read = { versions: [], next: null };

export function useHistory<Field extends string>(
  { kind, fieldsOf }: Pick<HistorySubject<Field>, 'kind' | 'fieldsOf'>,
  id: string,
): History<Field> {
  const api = useDocumentApi(kind, id);
  const [read, setRead] = useState<Read | null>(null);
  const [isReading, setReading] = useState(true);
  const [error, setError] = useState<Error | null>(null);
  const perform = useCallback((work: () => Promise<Read>) => {
    setReading(true);
    setError(null);
    void work()
      .then(setRead, (reason: Error) => setError(reason))
      .then(() => setReading(false));
  }, []);
  const readAgain = useCallback(() => perform(() => readMore(api, nothing)), [api, perform]);
  useEffect(readAgain, [readAgain]);
  const steps = useMemo(() => (read === null ? null : shownSteps(read, fieldsOf)), [read, fieldsOf]);
  return {
    steps,
    hasMore: read !== null && read.next !== null,
    isReading,
    error,
    readOlder: () => perform(() => readMore(api, read ?? nothing)),
    readAgain,
    restore: ({ last }) =>
      perform(async () => {
        await api.restoreVersion(last);
        return readMore(api, nothing);
      }),
  };
}

/** Reads on until there are some steps more than before. */
async function readMore(api: DocumentApi, known: Read): Promise<Read> {
  const wanted = countSteps(known) + stepsAtOnce;
  let read = known;
  for (let pages = 0; pages < pagesAtOnce; pages++) {
    const page = await api.versions({ limit: pageSize, ...(read.next === null ? {} : { before: read.next }) });
    read = { versions: [...read.versions, ...page.versions], next: page.next_before };
    if (read.next === null || countSteps(read) >= wanted) break;
  }
  return read;
}

/** Of one long step, what is known of it. */
function shownSteps<Field extends string>(
  { versions, next }: Read,
  fieldsOf: HistorySubject<Field>['fieldsOf'],
): readonly HistoryStep<Field>[] {
  const whole = stepsOf(versions, next === null, fieldsOf);
  return whole.length > 0 ? whole : stepsOf(versions, true, fieldsOf);
}

/** Where steps begin and end is the same whatever they are about. */
function countSteps(read: Read): number {
  return shownSteps(read, () => []).length;
}
