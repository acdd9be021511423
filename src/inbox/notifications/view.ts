import type { NotificationAction, NotificationActionView, NotificationView } from '../../protocol/notifications';
import { isoOf, isoOrNull } from './iso-time';
import type { NotificationRow } from './notification-row';
import type { PressRow } from './press-store';

/** A notification as its person sees it, with the presses of its buttons. */
export function viewOf(row: NotificationRow, presses: ReadonlyMap<string, PressRow>): NotificationView {
  return {
    id: row.id,
    type: row.type,
    category: row.category,
    priority: row.priority,
    title: row.title,
    body: row.body,
    data: row.data,
    image: row.image,
    actions: row.actions.map((action) => actionViewOf(action, presses.get(action.id) ?? null)),
    count: row.count,
    created_at: isoOf(row.createdAtMs),
    shown_at: isoOf(row.shownAtMs),
    expires_at: isoOrNull(row.expiresAtMs),
    read_at: isoOrNull(row.readAtMs),
    dismissed_at: isoOrNull(row.dismissedAtMs),
    snoozed_until: isoOrNull(row.snoozedUntilMs),
  };
}

function actionViewOf({ id, label, style, url }: NotificationAction, press: PressRow | null): NotificationActionView {
  return {
    id,
    label,
    style,
    url: url ?? null,
    done_at: isoOrNull(press?.state === 'done' ? press.pressedAtMs : null),
    under_way: press?.state === 'calling',
    failure: press?.failure ?? null,
  };
}
