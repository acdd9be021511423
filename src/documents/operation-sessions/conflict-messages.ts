import type { ConflictMessage, ConflictView } from '../../protocol/operations';

/** What the authors of a conflict are told, by person. Somebody who is at odds with themselves is told once, as the winner. */
export function conflictMessages(conflict: ConflictView): Map<string, ConflictMessage> {
  const { winner, loser } = conflict;
  return new Map([
    [loser.by.id, { ...conflict, mine: loser.value, theirs: winner.value, by: winner.by }],
    [winner.by.id, { ...conflict, mine: winner.value, theirs: loser.value, by: loser.by }],
  ]);
}
