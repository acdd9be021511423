import type {
  NotificationAction,
  NotificationCategory,
  NotificationChannel,
  NotificationPriority,
} from '../../protocol/notifications';

/** A notification as the inbox keeps it. Times are ms since the epoch. */
export interface NotificationRow {
  readonly id: string;
  readonly type: string;
  readonly category: NotificationCategory;
  readonly priority: NotificationPriority;
  /** Those that its type uses; what became of them is the plan. */
  readonly channels: readonly NotificationChannel[];
  /** What its sender called it; null where the template of the type speaks. */
  readonly ownTitle: string | null;
  readonly ownBody: string | null;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly image: string | null;
  readonly actions: readonly NotificationAction[];
  /** Id of the trip that it is about. */
  readonly trip: string | null;
  readonly source: string;
  readonly digestKey: string | null;
  readonly count: number;
  /** When its sender made it … */
  readonly sentAtMs: number;
  /** … when it came into the inbox … */
  readonly createdAtMs: number;
  /** … and when it came to the top of it. No two are the same. */
  readonly shownAtMs: number;
  readonly expiresAtMs: number | null;
  readonly readAtMs: number | null;
  readonly dismissedAtMs: number | null;
  readonly snoozedUntilMs: number | null;
}

/** The columns that the marks decide. */
export type MarkColumns = Pick<NotificationRow, 'readAtMs' | 'dismissedAtMs' | 'snoozedUntilMs'>;

/** Whether its person could see it in their list now, dismissed or not. */
export function isShown({ expiresAtMs, snoozedUntilMs }: NotificationRow, nowMs: number): boolean {
  return !isOver(expiresAtMs, nowMs) && (snoozedUntilMs === null || snoozedUntilMs <= nowMs);
}

/** Whether a time to expire, if there is one, has come. */
export function isOver(expiresAtMs: number | null, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

/** What stands in the table. */
export interface StoredNotification {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly priority: string;
  readonly channels: string;
  readonly own_title: string | null;
  readonly own_body: string | null;
  readonly title: string;
  readonly body: string;
  readonly data: string;
  readonly image: string | null;
  readonly actions: string;
  readonly trip: string | null;
  readonly source: string;
  readonly digest_key: string | null;
  readonly count: number;
  readonly sent_at: number;
  readonly created_at: number;
  readonly shown_at: number;
  readonly expires_at: number | null;
  readonly read_at: number | null;
  readonly dismissed_at: number | null;
  readonly snoozed_until: number | null;
}

export function rowOf(stored: StoredNotification): NotificationRow {
  return {
    id: stored.id,
    type: stored.type,
    category: stored.category as NotificationCategory,
    priority: stored.priority as NotificationPriority,
    channels: JSON.parse(stored.channels),
    ownTitle: stored.own_title,
    ownBody: stored.own_body,
    title: stored.title,
    body: stored.body,
    data: JSON.parse(stored.data),
    image: stored.image,
    actions: JSON.parse(stored.actions),
    trip: stored.trip,
    source: stored.source,
    digestKey: stored.digest_key,
    count: stored.count,
    sentAtMs: stored.sent_at,
    createdAtMs: stored.created_at,
    shownAtMs: stored.shown_at,
    expiresAtMs: stored.expires_at,
    readAtMs: stored.read_at,
    dismissedAtMs: stored.dismissed_at,
    snoozedUntilMs: stored.snoozed_until,
  };
}
