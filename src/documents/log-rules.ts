import type { LogRow } from './storage';

/** The rule of every log: versions continue the head, without a gap. @throws Error when they do not. */
export function checkAppend(head: number, rows: readonly LogRow[]): void {
  rows.forEach((row, index) => {
    const expected = head + 1 + index;
    if (row.version !== expected) throw new Error(`the log expects version ${expected}, not ${row.version}`);
  });
}

/**
 * Whether the checkpoint between two others can go, because replaying the rows between those two costs no more than
 * loading the state: so checkpoints stay in proportion to the log, and any version is near one.
 */
export function isCheckpointSparse(logBytesBetween: number, stateBytes: number): boolean {
  return logBytesBetween <= stateBytes;
}
