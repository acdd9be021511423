import { readMark } from '../../protocol/marks';
import type { NotificationView } from '../../protocol/notifications';
import type { NewEvent } from '../api';
import type { InboxPorts } from '../ports';
import type { Marks } from './marks';
import type { NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { PressRow, PressStore } from './press-store';
import { viewOf } from './view';

/** Notifications as their person sees them: views, the order, the count, and the events that tell of a change. */
export class Shelf {
  constructor(
    private readonly ports: Pick<InboxPorts, 'nowMs'>,
    private readonly store: NotificationStore,
    private readonly presses: PressStore,
    private readonly marks: Marks,
  ) {}

  view(row: NotificationRow): NotificationView {
    return viewOf(row, row.actions.length === 0 ? noPresses : this.presses.ofNotification(row.id));
  }

  /** Counted each time, never kept (M10). */
  unreadCount(): number {
    return this.store.countUnread(this.ports.nowMs());
  }

  /** The time of what comes to the top now: later than all others, and than what was read so far. */
  nextShownMs(): number {
    return Math.max(this.ports.nowMs(), this.store.lastShownMs() + 1, this.marks.readBefore() + 1);
  }

  /** The latest time that a mark of today can have: what is on top may have been shown a moment ahead of the clock. */
  latestMarkMs(): number {
    return readMark(this.ports.nowMs(), this.store.lastShownMs());
  }

  newEvent(row: NotificationRow, silent: boolean): NewEvent {
    return { type: 'notification:new', data: { notification: this.view(row), unread_count: this.unreadCount(), silent } };
  }

  updatedEvent(row: NotificationRow): NewEvent {
    return { type: 'notification:updated', data: { notification: this.view(row), unread_count: this.unreadCount() } };
  }
}

const noPresses: ReadonlyMap<string, PressRow> = new Map();
