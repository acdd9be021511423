import type { NotificationView } from '../../sdk';

/** Pop-ups on the screen at a time; the others are in the list. */
export const maxPopups = 3;

/** A pop-up goes by itself after this time, in milliseconds. */
export const popupMs = 5_000;

/** Whether a notification may interrupt somebody. */
export function isUrgent({ priority }: Pick<NotificationView, 'priority'>): boolean {
  return priority === 'high' || priority === 'critical';
}

/** The pop-ups when another notification came: the newest first, each once. */
export function withNewest(popups: readonly NotificationView[], next: NotificationView): readonly NotificationView[] {
  return [next, ...popups.filter(({ id }) => id !== next.id)].slice(0, maxPopups);
}

/** The pop-ups that still have something to say: not those that were read or removed, here or on another device. */
export function stillUnread(
  popups: readonly NotificationView[],
  notifications: readonly NotificationView[],
): readonly NotificationView[] {
  return popups.filter(({ id }) => notifications.some((each) => each.id === id && each.read_at === null));
}
