import type { NotificationCategory } from '../../sdk';

/** The words of the components. Give `texts` to a component to say some of them differently. */
export interface RealtimeTexts {
  readonly title: string;
  readonly filter: string;
  readonly all: string;
  readonly category: Readonly<Record<NotificationCategory, string>>;
  readonly unread: string;
  readonly unreadCount: (count: number) => string;
  readonly readAll: string;
  readonly loading: string;
  readonly empty: string;
  readonly emptyCategory: string;
  readonly more: string;
  readonly high: string;
  readonly critical: string;
  readonly details: string;
  readonly actions: string;
  readonly done: string;
  readonly markUnread: string;
  readonly dismiss: string;
  readonly snooze: string;
  readonly snoozeHour: string;
  readonly snoozeTomorrow: string;
  readonly snoozeWeek: string;
  readonly failed: string;
  readonly overlay: string;
  readonly close: (title: string) => string;
  readonly connected: string;
  readonly slow: string;
  readonly connecting: string;
  readonly offline: string;
  readonly signedOut: string;
  readonly ended: string;
  readonly retry: string;
}

const en: RealtimeTexts = {
  title: 'Notifications',
  filter: 'Show',
  all: 'All',
  category: { task: 'Tasks', calendar: 'Calendar', system: 'System', social: 'Social', trip: 'Trips', booking: 'Bookings' },
  unread: 'Unread',
  unreadCount: (count) => `${count} unread`,
  readAll: 'Mark all as read',
  loading: 'Loading notifications…',
  empty: 'No notifications',
  emptyCategory: 'Nothing of this kind',
  more: 'Show older ones',
  high: 'High priority',
  critical: 'Urgent',
  details: 'Details',
  actions: 'Actions',
  done: 'Done',
  markUnread: 'Mark as unread',
  dismiss: 'Remove',
  snooze: 'Remind me later',
  snoozeHour: 'In an hour',
  snoozeTomorrow: 'Tomorrow morning',
  snoozeWeek: 'In a week',
  failed: 'That did not work. Please try again.',
  overlay: 'New notifications',
  close: (title) => `Close “${title}”`,
  connected: 'Connected',
  slow: 'Slow connection',
  connecting: 'Connecting…',
  offline: 'Offline',
  signedOut: 'Your sign-in is no longer valid',
  ended: 'The connection has ended',
  retry: 'Try again',
};

const ja: RealtimeTexts = {
  title: '通知',
  filter: '表示する通知',
  all: 'すべて',
  category: { task: 'タスク', calendar: 'カレンダー', system: 'システム', social: 'ソーシャル', trip: '旅', booking: '予約' },
  unread: '未読',
  unreadCount: (count) => `未読 ${count} 件`,
  readAll: 'すべて既読にする',
  loading: '通知を読み込んでいます…',
  empty: '通知はありません',
  emptyCategory: 'この種類の通知はありません',
  more: '以前の通知を表示',
  high: '重要',
  critical: '緊急',
  details: '詳細',
  actions: '操作',
  done: '完了',
  markUnread: '未読に戻す',
  dismiss: '削除',
  snooze: 'あとで通知',
  snoozeHour: '1 時間後',
  snoozeTomorrow: '明日の朝',
  snoozeWeek: '1 週間後',
  failed: 'うまくいきませんでした。もう一度お試しください。',
  overlay: '新しい通知',
  close: (title) => `「${title}」を閉じる`,
  connected: '接続済み',
  slow: '低速で接続中',
  connecting: '接続中…',
  offline: 'オフライン',
  signedOut: 'サインインの有効期限が切れています',
  ended: '接続が終了しました',
  retry: '再試行',
};

/** The words the realtime components bring along. */
export const realtimeTexts = { en, ja } as const;

/** How every realtime component is told its words. */
export interface RealtimeTextsProps {
  /** `en` unless given. */
  readonly locale?: keyof typeof realtimeTexts;
  /** Words that replace those of the locale. */
  readonly texts?: Partial<RealtimeTexts>;
}

export function realtimeTextsOf({ locale = 'en', texts }: RealtimeTextsProps): RealtimeTexts {
  return { ...realtimeTexts[locale], ...texts };
}
