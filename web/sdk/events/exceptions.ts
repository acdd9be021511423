import type * as Y from 'yjs';
import { eventSchema, type OccurrenceOverride } from '../../../src/documents/event';
import { eventRoots } from './event-content';

const { checkKey, check } = eventSchema.fields.exceptions;

/** What one occurrence has in place of what its series has; false for one that is left out. By its original start. */
export type Exceptions = Readonly<Record<string, false | OccurrenceOverride>>;

export function readExceptions(doc: Y.Doc): Exceptions {
  const kept = [...eventRoots.exceptions(doc).entries()].filter(
    ([start, change]) => checkKey(start) === null && check(change) === null,
  );
  return Object.fromEntries(kept) as Exceptions;
}

/** Makes one occurrence other than the rule says: `false` leaves it out, null makes it what the rule says again. */
export function setException(doc: Y.Doc, originalStart: string, change: false | OccurrenceOverride | null): void {
  const exceptions = eventRoots.exceptions(doc);
  if (change !== null) exceptions.set(originalStart, change);
  else if (exceptions.has(originalStart)) exceptions.delete(originalStart);
}
