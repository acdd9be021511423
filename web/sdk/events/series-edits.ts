import type * as Y from 'yjs';
import type { OccurrenceOverride } from '../../../src/documents/event';
import { changeOccurrence } from '../../../src/recurrence/change-occurrence';
import type { EventTimes } from '../../../src/recurrence/event-series';
import { type SplitSeries, splitSeries } from '../../../src/recurrence/split-series';
import { eventRoots, readEventDetails, setEventDetails } from './event-content';
import { readExceptions, setException } from './exceptions';

/** When an event happens, as the functions of a series take it. */
export function readEventTimes(doc: Y.Doc): EventTimes<OccurrenceOverride> {
  const { start_time, end_time, time_zone, all_day, recurrence } = readEventDetails(doc);
  return { start_time, end_time, time_zone, all_day, recurrence, exceptions: readExceptions(doc) };
}

/**
 * An edit of 'this one': the occurrence has the change besides what it has of its own already; false leaves it out.
 * @param originalStart when the rule says that it starts, as a key of `exceptions`
 */
export function editOccurrence(doc: Y.Doc, originalStart: string, change: false | OccurrenceOverride): void {
  const after = changeOccurrence(readEventTimes(doc), originalStart, change);
  setException(doc, originalStart, after[originalStart] ?? null);
}

/**
 * The first half of an edit of 'this and following': ends the series before an occurrence, in one edit.
 * @returns what a new event has to begin with that goes on from there; null when there is nothing before it, so that the edit
 * is one of all
 */
export function endSeriesBefore(doc: Y.Doc, originalStart: string): SplitSeries<OccurrenceOverride>['after'] | null {
  const parts = splitSeries(readEventTimes(doc), originalStart);
  if (parts === null) return null;
  doc.transact(() => {
    setEventDetails(doc, { recurrence: parts.before.recurrence });
    for (const key of eventRoots.exceptions(doc).keys()) {
      if (!Object.hasOwn(parts.before.exceptions, key)) setException(doc, key, null);
    }
  });
  return parts.after;
}
