import type { ConflictChoice, ConflictMessage } from '../../react';
import type { EventChange } from '../../react/events';

/** What of the time of an event has a value, and so a conflict, of its own. In the order in which they are said. */
export const timeFields = ['all_day', 'start_time', 'end_time', 'time_zone'] as const;
export type TimeField = (typeof timeFields)[number];

/** Which part of the time a path is; null for something else. */
export function timeFieldOf(path: string): TimeField | null {
  return timeFields.find((name) => path === `/${name}`) ?? null;
}

/**
 * The conflicts that are one for the people: two times of an event, start and end, that were written in one go. Decided one
 * by one, they could become a time that nobody wrote.
 */
export function decidedTogether(
  conflict: ConflictMessage,
  undecided: readonly ConflictMessage[],
): readonly [ConflictMessage, ...ConflictMessage[]] {
  if (timeFieldOf(conflict.path) === null) return [conflict];
  const { winner, loser } = conflict.versions;
  const [first = conflict, ...others] = undecided
    .filter(({ path, versions }) => timeFieldOf(path) !== null && versions.winner === winner && versions.loser === loser)
    .sort((a, b) => rankOf(a) - rankOf(b));
  return [first, ...others];
}

/** The times that were chosen, of conflicts that are decided together. */
export function chosenTimes(conflicts: readonly ConflictMessage[], { choice }: ConflictChoice): EventChange {
  return Object.fromEntries(
    conflicts.map(({ path, mine, theirs }) => [timeFieldOf(path), choice === 'mine' ? mine : theirs]),
  ) as EventChange;
}

function rankOf({ path }: ConflictMessage): number {
  return timeFields.findIndex((name) => path === `/${name}`);
}
