import { type ConflictMessage, type ConflictView, toldTo } from '../../protocol/operations';

/** What the authors of a conflict are told, by person. Somebody who is at odds with themselves is told once, as the winner. */
export function conflictMessages(conflict: ConflictView): Map<string, ConflictMessage> {
  return new Map([conflict.loser, conflict.winner].map(({ by }) => [by.id, toldTo(by.id, conflict)]));
}
