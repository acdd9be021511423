import type { EventTimes } from './event-series';
import type { Exceptions, OverrideTimes } from './series';

/**
 * The exceptions of an event after an edit of 'this one': the change is added to what the occurrence has of its own already; false
 * leaves it out.
 */
export function changeOccurrence<Override extends OverrideTimes>(
  { exceptions }: Pick<EventTimes<Override>, 'exceptions'>,
  originalStart: string,
  change: false | Override,
): Exceptions<Override> {
  const former = exceptions[originalStart];
  const next = change === false || former === undefined || former === false ? change : { ...former, ...change };
  return { ...exceptions, [originalStart]: next };
}
