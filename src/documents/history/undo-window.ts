import { historyLimits as limits } from '../../protocol/limits';
import type { LogRow, LogStore } from '../storage';

/** So many rows are read at once. */
const pageRows = 500;

/**
 * The version behind which everything lies that somebody can undo: their newest rows, as many and as old as the limits
 * say. Null when there is nothing of theirs.
 * @param isOwn whether a row is one of theirs.
 */
export function undoStart(log: LogStore, isOwn: (row: LogRow) => boolean, nowMs: number): number | null {
  const head = log.head();
  const floor = Math.max(0, head - limits.maxUndoReach);
  let start: number | null = null;
  let count = 0;
  for (let upTo = head; upTo > floor; upTo -= pageRows) {
    for (const row of log.rows(Math.max(floor, upTo - pageRows), upTo).reverse()) {
      if (row.atMs < nowMs - limits.undoMs) return start;
      if (!isOwn(row)) continue;
      start = row.version - 1;
      count++;
      if (count === limits.maxUndoRows) return start;
    }
  }
  return start;
}
