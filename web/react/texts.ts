import { withIsolatedWords } from './isolated-words';
import type { ParticipantActivity } from './participants';

/** The words of the components. Give `texts` to a component to say some of them differently. */
export interface CollaborationTexts {
  readonly activity: Readonly<Record<ParticipantActivity, string>>;
  readonly participants: string;
  readonly you: (name: string) => string;
  readonly more: (count: number) => string;
  readonly follow: (name: string) => string;
  readonly stopFollowing: (name: string) => string;
  readonly connecting: string;
  readonly live: string;
  readonly delayed: string;
  readonly saved: string;
  readonly saving: string;
  readonly offline: string;
  readonly unsaved: (count: number) => string;
  readonly wentOffline: string;
  readonly wentOfflineUnkept: string;
  readonly cameBack: string;
  readonly ended: string;
  readonly storage: Readonly<Record<'unavailable' | 'full' | 'corrupted', string>>;
  readonly undo: string;
  readonly redo: string;
  readonly invisible: string;
  readonly invisibleHint: string;
  readonly tools: string;
}

const en: CollaborationTexts = {
  activity: { typing: 'Typing…', editing: 'Editing', viewing: 'Looking around', idle: 'Away', offline: 'Offline' },
  participants: 'People',
  you: (name) => `${name} (you)`,
  more: (count) => `${count} more`,
  follow: (name) => `Follow ${name}`,
  stopFollowing: (name) => `Stop following ${name}`,
  connecting: 'Connecting…',
  live: 'Connected',
  delayed: 'Slow connection',
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Offline',
  unsaved: (count) => (count === 1 ? '1 edit not saved' : `${count} edits not saved`),
  wentOffline: 'You are offline. Edits are kept on this device.',
  wentOfflineUnkept: 'You are offline. Keep this page open: edits are kept only in it.',
  cameBack: 'Connected again.',
  ended: 'The connection has ended.',
  storage: {
    unavailable:
      'This browser keeps nothing on this device, as in a private window. What is not saved yet is lost when you close this page.',
    full: 'This device has no room left. What is not saved yet is lost when you close this page: free some space, or stay online.',
    corrupted:
      'A part of what this device had kept could not be read any more. Everything on the server is complete; check your latest offline edits.',
  },
  undo: 'Undo',
  redo: 'Redo',
  invisible: 'Invisible',
  invisibleHint: 'Others do not see that you are here',
  tools: 'Tools',
};

const ja: CollaborationTexts = {
  activity: { typing: '入力中…', editing: '編集中', viewing: '閲覧中', idle: '離席中', offline: 'オフライン' },
  participants: 'メンバー',
  you: (name) => `${name}（あなた）`,
  more: (count) => `ほか${count}人`,
  follow: (name) => `${name}さんを追う`,
  stopFollowing: (name) => `${name}さんを追うのをやめる`,
  connecting: '接続中…',
  live: '接続済み',
  delayed: '低速で接続中',
  saved: '保存済み',
  saving: '保存中…',
  offline: 'オフライン',
  unsaved: (count) => `未保存の編集 ${count} 件`,
  wentOffline: 'オフラインです。編集内容はこの端末に保持されます。',
  wentOfflineUnkept: 'オフラインです。編集内容はこのページにしかないため、開いたままにしてください。',
  cameBack: '再接続しました。',
  ended: '接続が終了しました。',
  storage: {
    unavailable:
      'このブラウザーでは、この端末に何も保存できません（プライベートウィンドウなど）。未保存の編集は、このページを閉じると失われます。',
    full: 'この端末の空き容量が足りません。未保存の編集は、このページを閉じると失われます。空き容量を増やすか、オンラインのままお使いください。',
    corrupted:
      'この端末に保存されていた内容の一部を読み込めませんでした。サーバー上の内容に影響はありません。最近オフラインで行った編集をご確認ください。',
  },
  undo: '元に戻す',
  redo: 'やり直す',
  invisible: '非表示モード',
  invisibleHint: '参加中であることがほかの人に表示されません',
  tools: 'ツール',
};

/** The words the components bring along. */
export const collaborationTexts = { en, ja } as const;

/** How every component is told its words. */
export interface TextsProps {
  /** `en` unless given. */
  readonly locale?: keyof typeof collaborationTexts;
  /** Words that replace those of the locale. */
  readonly texts?: Partial<CollaborationTexts>;
}

export function textsOf({ locale = 'en', texts }: TextsProps): CollaborationTexts {
  return withIsolatedWords({ ...collaborationTexts[locale], ...texts });
}
