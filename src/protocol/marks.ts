/**
 * The marks of an inbox and its preferences are one small Yjs document, so that what a person did on two devices
 * without a network merges (PROTOCOL.md, Notifications). These are its roots, all of them `Y.Map`; times are ms since
 * the epoch.
 */
export const marksRoots = {
  /** Notification id → when it was read, as {@link readMark} says it; 0 for one that was made unread again. */
  read: 'read',
  /** Client id of the writer → everything shown up to this time has been read ({@link readMark}). The latest counts. */
  readBefore: 'read_before',
  /** Notification id → when it was dismissed; 0 for one that was brought back. */
  dismissed: 'dismissed',
  /** Notification id → until when it is out of sight; 0 for one that was woken. */
  snoozed: 'snoozed',
  /** `language`, `time_zone`, `quiet_hours` (an object), `channel:<name>` (a boolean), `type:<name>` (an array of channels). */
  preferences: 'preferences',
} as const;

/**
 * The mark of somebody who reads now. Never before what they read was shown: the clock of a device may be behind the
 * one of the server. For a read-all, `shownAtMs` is that of the newest notification the device knows.
 */
export function readMark(nowMs: number, shownAtMs: number): number {
  return Math.max(nowMs, shownAtMs);
}

/**
 * When a notification was read; null for an unread one. `mark` is its entry in `read`, `readBefore` the latest of
 * `read_before` (0 for none). What came to the top again after it was read (`shown_at`) is unread again.
 */
export function readAtOf(mark: number | undefined, readBefore: number, shownAtMs: number): number | null {
  if (mark === 0) return null;
  if (mark !== undefined && mark >= shownAtMs) return mark;
  return readBefore >= shownAtMs ? readBefore : null;
}
