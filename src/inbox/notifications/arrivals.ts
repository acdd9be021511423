import { inboxLimits as limits } from '../../protocol/limits';
import { type NotificationPriority, notificationChannels, notificationPriorities } from '../../protocol/notifications';
import { tripOf } from '../../protocol/travels';
import type { Acceptance, NewEvent, NewNotification } from '../api';
import { labelOf, textOf } from '../channels/templates/texts';
import type { InboxPorts, Stream } from '../ports';
import { typeRuleOf } from '../routing/notification-types';
import type { Deliveries, Plan } from './deliveries';
import type { KeyStore } from './key-store';
import { arrivedKey, dedupeKey, type KnownNotifications } from './known-notifications';
import type { Marks } from './marks';
import { columnsOf } from './marks-projection';
import { isOver, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { ScheduleStore } from './schedule-store';
import type { Shelf } from './shelf';
import type { Ways } from './ways';

/** What arrivals ask of the rest. */
export interface ArrivalNeeds {
  readonly notifications: NotificationStore;
  readonly known: KnownNotifications;
  readonly keys: KeyStore;
  readonly schedule: ScheduleStore;
  readonly marks: Marks;
  readonly ways: Ways;
  readonly deliveries: Deliveries;
  readonly shelf: Shelf;
}

/** Of what had expired when it was to be told: it is kept for its trace alone. */
const expiredPlans: readonly Plan[] = notificationChannels.map((channel) => ({
  channel,
  verdict: 'skip',
  reason: 'expired',
  atMs: null,
}));

/** Notifications on their way into the inbox (PROTOCOL.md M1, M2). All of it is to be called in a transaction. */
export class Arrivals {
  /** So many more certainly have room, and will be tidied up; what is removed only makes it more. */
  #room = 0;

  constructor(
    private readonly ports: Pick<InboxPorts, 'nowMs' | 'timers'>,
    private readonly stream: Stream,
    private readonly needs: ArrivalNeeds,
  ) {}

  /** Takes one in, unless it was taken before. */
  take(notification: NewNotification): Acceptance {
    const { keys, schedule } = this.needs;
    const nowMs = this.ports.nowMs();
    const known = this.needs.known.find(notification, nowMs);
    if (known !== null) return { id: known, result: 'duplicate' };
    if (notification.dedupeKey !== null) {
      keys.put({ key: dedupeKey(notification.dedupeKey), notificationId: notification.id, untilMs: nowMs + limits.dedupeMs });
    }
    const { sendAtMs } = notification;
    if (sendAtMs === null || sendAtMs <= nowMs) return this.#show(notification);
    schedule.put(sendAtMs, notification);
    this.ports.timers.at('schedule', sendAtMs);
    return { id: notification.id, result: 'scheduled' };
  }

  /** Takes in what was to be sent at a time that has come. */
  takeScheduled(): void {
    for (const notification of this.needs.schedule.takeDue(this.ports.nowMs())) this.#show(notification);
  }

  /** Stores a notification, and sends it over these channels whatever the preferences say. What is over is told to nobody. */
  takeWithPlans(notification: NewNotification, plans: readonly Plan[]): void {
    const row = this.#rowOf(notification);
    if (isOver(row.expiresAtMs, this.ports.nowMs())) this.#keep(row, plans, true);
    else this.#store(row, plans, true);
  }

  #show(notification: NewNotification): Acceptance {
    const row = this.#rowOf(notification);
    if (isOver(row.expiresAtMs, this.ports.nowMs())) {
      this.#keep(row, expiredPlans, false);
      return { id: row.id, result: 'accepted' };
    }
    const digest = this.#digestFor(row);
    if (digest !== null) return this.#addToDigest(digest, notification);
    this.#store(row, this.needs.ways.of(row), false);
    return { id: row.id, result: 'accepted' };
  }

  /** The notification that this one becomes part of; null for none. What matters more than it must not go under in it. */
  #digestFor({ type, digestKey, priority }: NotificationRow): NotificationRow | null {
    if (digestKey === null) return null;
    const nowMs = this.ports.nowMs();
    const digest = this.needs.notifications.openDigest({ key: digestKey, type }, nowMs - limits.digestMs, nowMs);
    const matters = (one: NotificationPriority): number => notificationPriorities.indexOf(one);
    return digest !== null && matters(priority) <= matters(digest.priority) ? digest : null;
  }

  #store(row: NotificationRow, plans: readonly Plan[], forced: boolean): void {
    this.#keep(row, plans, forced);
    const silent = plans.some(({ channel, verdict }) => channel === 'in_app' && verdict !== 'send');
    this.stream.append([this.needs.shelf.newEvent(row, silent)]);
  }

  #keep(row: NotificationRow, plans: readonly Plan[], forced: boolean): void {
    this.needs.ways.noteBeginning();
    this.needs.notifications.insert(row, this.needs.deliveries.begin(row, plans, forced));
    if (this.#room > 0) this.#room--;
    else this.#findRoom(row.createdAtMs);
  }

  /** Counts what is here, and has it tidied up: at once when it is too much. That timer never ends, once it is set. */
  #findRoom(nowMs: number): void {
    const left = limits.maxNotifications - this.needs.notifications.count();
    this.#room = Math.max(0, left);
    this.ports.timers.at('tidy', nowMs + (left < 0 ? 0 : limits.tidyEveryMs));
  }

  /** One more event of what there is a notification of: it comes to the top again, unread, and nothing rings a second time. */
  #addToDigest(digest: NotificationRow, notification: NewNotification): Acceptance {
    const { notifications, keys, shelf } = this.needs;
    const keepMs = limits.keepNotificationsMs;
    keys.put({ key: arrivedKey(notification.id), notificationId: digest.id, untilMs: this.ports.nowMs() + keepMs });
    if (notification.dedupeKey !== null) keys.move(dedupeKey(notification.dedupeKey), digest.id);
    const row = this.#worded({
      ...digest,
      ownTitle: notification.title ?? null,
      ownBody: notification.body ?? null,
      data: mergedData(digest.data, notification.data),
      image: notification.image ?? digest.image,
      count: digest.count + 1,
      shownAtMs: shelf.nextShownMs(),
      expiresAtMs: laterOf(digest.expiresAtMs, notification.expiresAtMs),
    });
    notifications.updateDigest(row);
    const marked = { ...row, ...columnsOf(this.needs.marks, row) };
    notifications.updateMarks(row.id, marked);
    const event: NewEvent = shelf.updatedEvent(marked);
    this.stream.append([event]);
    return { id: digest.id, result: 'digested' };
  }

  #rowOf(notification: NewNotification): NotificationRow {
    const { id, type, data, image, actions, source, digestKey, expiresAtMs } = notification;
    const rule = typeRuleOf(notification);
    const shownAtMs = this.needs.shelf.nextShownMs();
    const row: NotificationRow = {
      ...{ id, type, data, image, actions, source, digestKey, expiresAtMs, ...rule },
      ownTitle: notification.title ?? null,
      ownBody: notification.body ?? null,
      title: '',
      body: '',
      trip: tripOf(data),
      count: 1,
      sentAtMs: notification.createdAtMs,
      createdAtMs: this.ports.nowMs(),
      shownAtMs,
      readAtMs: null,
      dismissedAtMs: null,
      snoozedUntilMs: null,
    };
    // Somebody who had it before on another device may have marked it, if it was lost here.
    return this.#worded({ ...row, ...columnsOf(this.needs.marks, row) });
  }

  #worded(row: NotificationRow): NotificationRow {
    const { language } = this.needs.marks.preferences();
    const actions = row.actions.map((action) => ({ ...action, label: labelOf(row.type, action, language) }));
    return { ...row, actions, ...textOf({ ...row, title: row.ownTitle, body: row.ownBody }, language, 'in_app') };
  }
}

/** The data of a digest with that of one more event: what both have is as the newer one says. */
function mergedData(old: NotificationRow['data'], added: NotificationRow['data']): NotificationRow['data'] {
  const merged = { ...old, ...added };
  return JSON.stringify(merged).length <= limits.maxDataBytes ? merged : added;
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
