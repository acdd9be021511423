import { calendarLimits, fieldLimits } from './limits';

/** A title as lists show it, and as people are told of it (PROTOCOL.md V7). */
export function listedTitle(title: string): string {
  const beginning = title.slice(0, fieldLimits.maxListedTitleChars);
  // Not the first half of a character alone.
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/** What of an occurrence is other than in its series, and no words. */
interface ChangedTimes {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly status?: string;
}

type Changes<Change> = Readonly<Record<string, false | Change>>;

/** The exceptions of an event as lists have them: there may be as many as fit into a document, and a list is read at once (PROTOCOL.md V7). */
export function listedExceptions<Change extends ChangedTimes>(exceptions: Changes<Change>): Changes<Change> {
  return JSON.stringify(exceptions).length > calendarLimits.maxListedExceptionChars ? withoutWords(exceptions) : exceptions;
}

/** Exceptions with their times alone. */
export function withoutWords<Change extends ChangedTimes>(exceptions: Changes<Change>): Changes<Change> {
  return Object.fromEntries(Object.entries(exceptions).map(([start, change]) => [start, change && (timesOf(change) as Change)]));
}

function timesOf({ start_time, end_time, status }: ChangedTimes): ChangedTimes {
  return {
    ...(start_time === undefined ? {} : { start_time }),
    ...(end_time === undefined ? {} : { end_time }),
    ...(status === undefined ? {} : { status }),
  };
}
