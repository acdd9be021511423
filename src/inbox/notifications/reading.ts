import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import { readMark } from '../../protocol/marks';
import type { NotificationView } from '../../protocol/notifications';
import type { NewEvent } from '../api';
import type { InboxPorts, Stream } from '../ports';
import type { Deliveries } from './deliveries';
import type { Marks, MarksChange } from './marks';
import { type ProjectedChange, project } from './marks-projection';
import type { ReadAll } from './notification-calls';
import { isOver, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { Shelf } from './shelf';

/** What marks a notification: in the marks document, from what it is now. */
type Mark = 'read' | 'unread' | 'dismiss' | { readonly snoozeUntilMs: number };

/**
 * What a person does with their notifications (PROTOCOL.md M3). Marks are made in the marks document, whoever makes them;
 * all else follows from it: the columns, the events, and what is not delivered any more. All of it is to be called in a
 * transaction.
 */
export class Reading {
  constructor(
    private readonly ports: Pick<InboxPorts, 'nowMs' | 'timers'>,
    private readonly stream: Stream,
    private readonly needs: {
      readonly notifications: NotificationStore;
      readonly marks: Marks;
      readonly deliveries: Deliveries;
      readonly shelf: Shelf;
    },
  ) {}

  /** Marks one notification. Answers how it is then, and the update for those who have the marks. */
  mark(id: string, mark: Mark): Outcome<{ readonly view: NotificationView; readonly update: Uint8Array | null }> {
    const { notifications, shelf } = this.needs;
    const row = notifications.find(id);
    if (row === null) return { ok: false, refusal: { code: 'not-found' } };
    if (typeof mark === 'object' && !this.#canSnooze(mark.snoozeUntilMs)) return { ok: false, refusal: snoozeRefusal };
    const change = this.#isMarked(row, mark) ? null : this.#write(row, mark);
    if (change !== null) this.follow(change);
    return { ok: true, value: { view: shelf.view(notifications.find(id) ?? row), update: change?.update ?? null } };
  }

  readAll(): { readonly value: ReadAll; readonly update: Uint8Array | null } {
    const { notifications, marks, shelf } = this.needs;
    const readAtMs = shelf.latestMarkMs();
    const change = notifications.hasUnread(readAtMs) ? marks.writeReadBefore(readAtMs) : null;
    if (change !== null) this.follow(change);
    return { value: { readAtMs, unreadCount: shelf.unreadCount() }, update: change?.update ?? null };
  }

  /** Does what follows from a change of the marks. */
  follow({ touched }: MarksChange): void {
    const { marks, notifications, deliveries } = this.needs;
    const changes = project(marks, notifications, touched);
    for (const { before, after } of changes) {
      const isRead = before.readAtMs === null && after.readAtMs !== null;
      const isAway = (before.dismissedAtMs === null && after.dismissedAtMs !== null) || isPutOff(before, after);
      if (isRead || isAway) deliveries.dealtWith(after.id, isRead);
      if (after.snoozedUntilMs !== null) this.ports.timers.at('schedule', after.snoozedUntilMs);
    }
    if (touched.preferences) deliveries.preferencesChanged();
    this.stream.append(this.#eventsOf(changes, touched.readBefore));
  }

  /** Brings back what was put off until now: unread, and on top. */
  wake(): void {
    const { notifications, marks, shelf } = this.needs;
    const nowMs = this.ports.nowMs();
    for (const row of notifications.toWake(nowMs)) {
      const shownAtMs = shelf.nextShownMs();
      notifications.updateShown(row.id, shownAtMs);
      // What was read before it came back is unread: its mark is older than what is shown.
      const touched = { notifications: new Set([row.id]), readBefore: false, preferences: false };
      project(marks, notifications, touched);
      const after = notifications.find(row.id);
      const isBack = after !== null && after.dismissedAtMs === null && !isOver(after.expiresAtMs, nowMs);
      if (isBack) this.stream.append([shelf.updatedEvent(after)]);
    }
  }

  /** Tells that something else about a notification has changed. */
  tellUpdated(row: NotificationRow): void {
    this.stream.append([this.needs.shelf.updatedEvent(row)]);
  }

  #write({ id, shownAtMs }: NotificationRow, mark: Mark): MarksChange {
    const nowMs = this.ports.nowMs();
    return this.needs.marks.write(({ read, dismissed, snoozed }) => {
      if (mark === 'read') read.set(id, readMark(nowMs, shownAtMs));
      else if (mark === 'unread') read.set(id, 0);
      else if (mark === 'dismiss') dismissed.set(id, nowMs);
      else snoozed.set(id, mark.snoozeUntilMs);
    });
  }

  #isMarked({ readAtMs, dismissedAtMs, snoozedUntilMs }: NotificationRow, mark: Mark): boolean {
    if (mark === 'read') return readAtMs !== null;
    if (mark === 'unread') return readAtMs === null;
    if (mark === 'dismiss') return dismissedAtMs !== null;
    return snoozedUntilMs === mark.snoozeUntilMs;
  }

  #canSnooze(untilMs: number): boolean {
    const nowMs = this.ports.nowMs();
    return untilMs > nowMs && untilMs <= nowMs + limits.maxSnoozeMs;
  }

  #eventsOf(changes: readonly ProjectedChange[], isReadAll: boolean): NewEvent[] {
    const unread_count = this.needs.shelf.unreadCount();
    const readBefore = this.needs.marks.readBefore();
    const events = changes.flatMap(({ before, after }): NewEvent[] => {
      const notification_id = after.id;
      if (before.dismissedAtMs === null && after.dismissedAtMs !== null) {
        return [{ type: 'notification:dismiss', data: { notification_id, unread_count } }];
      }
      const isOnlyRead = before.readAtMs === null && after.readAtMs !== null && before.snoozedUntilMs === after.snoozedUntilMs;
      if (!isOnlyRead) return [this.needs.shelf.updatedEvent(after)];
      // The event for all says it.
      if (isReadAll && after.shownAtMs <= readBefore) return [];
      return [{ type: 'notification:read', data: { notification_id, unread_count } }];
    });
    if (!isReadAll) return events;
    const read_at = new Date(readBefore).toISOString();
    return [...events, { type: 'notification:read_all', data: { read_at, unread_count } }];
  }
}

const snoozeRefusal = { code: 'invalid', detail: 'A notification is put off until a time within a year from now.' } as const;

function isPutOff(before: NotificationRow, after: NotificationRow): boolean {
  return after.snoozedUntilMs !== null && after.snoozedUntilMs !== before.snoozedUntilMs;
}
