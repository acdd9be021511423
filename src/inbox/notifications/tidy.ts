import { inboxLimits as limits } from '../../protocol/limits';
import type { Parts } from './parts';

/** Forgets what has had its time (PROTOCOL.md M7). Answers what changed in the marks. To be called in a transaction. */
export function tidy({ notifications, rows, presses, keys, marks }: Parts, nowMs: number): Uint8Array | null {
  keys.removeOver(nowMs);
  const ids = notifications.superfluous(nowMs - limits.keepNotificationsMs, limits.maxNotifications);
  for (const id of ids) {
    notifications.remove(id);
    rows.removeOfNotification(id);
    presses.removeOfNotification(id);
  }
  return ids.length === 0 ? null : marks.forgetNotifications((id) => notifications.find(id) !== null).update;
}
