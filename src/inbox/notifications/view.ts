import type { NotificationActionView, NotificationView } from '../../protocol/notifications';
import { isoOf, isoOrNull } from './iso-time';
import type { NotificationRow } from './notification-row';

/** A notification as its person sees it. `presses`: when which of its buttons was pressed. */
export function viewOf(row: NotificationRow, presses: ReadonlyMap<string, number>): NotificationView {
  return {
    id: row.id,
    type: row.type,
    category: row.category,
    priority: row.priority,
    title: row.title,
    body: row.body,
    data: row.data,
    image: row.image,
    actions: row.actions.map(
      ({ id, label, style, url }): NotificationActionView => ({
        id,
        label,
        style,
        url: url ?? null,
        done_at: isoOrNull(presses.get(id) ?? null),
      }),
    ),
    count: row.count,
    created_at: isoOf(row.createdAtMs),
    shown_at: isoOf(row.shownAtMs),
    expires_at: isoOrNull(row.expiresAtMs),
    read_at: isoOrNull(row.readAtMs),
    dismissed_at: isoOrNull(row.dismissedAtMs),
    snoozed_until: isoOrNull(row.snoozedUntilMs),
  };
}
