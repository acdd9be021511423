import type { NotificationCategory, NotificationChannel, Role } from '../../sdk';
import { withIsolatedWords } from '../isolated-words';

/** The fields of `data` that have a name in every language, in the order in which they are shown. */
export const factNames = [
  'trip_title',
  'event_title',
  'calendar_title',
  'name',
  'start_time',
  'date',
  'location',
  'actor_name',
  'role',
  'changes',
  'price',
  'old_price',
  'amount',
  'reason',
  'confirmation_code',
  'device_label',
  'channel',
] as const;
export type FactName = (typeof factNames)[number];

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
  /** What the fields of `data` are called that the templates know. */
  readonly facts: Readonly<Record<FactName, string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly channels: Readonly<Record<NotificationChannel, string>>;
  readonly yes: string;
  readonly no: string;
  readonly actions: string;
  readonly done: string;
  readonly underWay: string;
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
  facts: {
    trip_title: 'Trip',
    event_title: 'Event',
    calendar_title: 'Calendar',
    name: 'Name',
    start_time: 'When',
    date: 'Date',
    location: 'Place',
    actor_name: 'By',
    role: 'Role',
    changes: 'Changes',
    price: 'Price',
    old_price: 'Former price',
    amount: 'Amount',
    reason: 'Reason',
    confirmation_code: 'Confirmation code',
    device_label: 'Device',
    channel: 'Channel',
  },
  roles: { owner: 'Owner', editor: 'Editor', commenter: 'Commenter', viewer: 'Viewer' },
  channels: { in_app: 'In the app', push: 'Push', email: 'E-mail', sms: 'SMS' },
  yes: 'Yes',
  no: 'No',
  actions: 'Actions',
  done: 'Done',
  underWay: 'Under way',
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
  facts: {
    trip_title: '旅',
    event_title: '予定',
    calendar_title: 'カレンダー',
    name: '名称',
    start_time: '日時',
    date: '日付',
    location: '場所',
    actor_name: '操作した人',
    role: '役割',
    changes: '変更の件数',
    price: '価格',
    old_price: '以前の価格',
    amount: '金額',
    reason: '理由',
    confirmation_code: '確認番号',
    device_label: '端末',
    channel: '通知方法',
  },
  roles: { owner: 'オーナー', editor: '編集者', commenter: 'コメント可', viewer: '閲覧者' },
  channels: { in_app: 'アプリ内', push: 'プッシュ通知', email: 'メール', sms: 'SMS' },
  yes: 'はい',
  no: 'いいえ',
  actions: '操作',
  done: '完了',
  underWay: '処理中',
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
  return withIsolatedWords({ ...realtimeTexts[locale], ...texts });
}
