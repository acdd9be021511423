import type { LossCause } from '../connection-machine';
import type { DenialReason } from '../status';
import { type ErrorAdvice, report, resolve, retry } from './advice';
import { codeAdvice } from './code-advice';

/** Permanent closes: what an open trip, event or calendar says, rather than a request. */
export const denialAdvice = {
  unauthenticated: codeAdvice.unauthenticated,
  forbidden: resolve(
    'ここにある内容はあなたと共有されていません。オーナーに招待を依頼するか、サインイン中のアカウントを確認してください。',
    'This is not shared with you. Ask its owner to invite you, or check who you are signed in as.',
  ),
  'not-found': resolve(
    'このアドレスには何もありません。削除されたか、アドレスが間違っている可能性があります。',
    'There is nothing at this address. It may have a typing mistake, or what was here may have been deleted.',
  ),
  conflict: resolve(
    '開いている画面が多すぎます。ほかの画面を閉じてから、接続し直してください。',
    'This is open in too many places at once. Close one of them, then reconnect.',
  ),
  'too-large': report(
    '編集内容が一度に送れる大きさを超えています。大切な内容を控えてから、お知らせください。',
    'Your edits are larger than the server takes at once. Keep a copy of what matters, and please tell us.',
  ),
  malformed: report(
    'アプリの送った内容をサーバーが読み取れず、接続が終了しました。ページを再読み込みしても直らないときは、お知らせください。',
    'The server could not read what the app sent, and ended the connection. If reloading does not help, please tell us.',
  ),
} as const satisfies Record<DenialReason, ErrorAdvice>;

/** Interruptions that end by themselves. */
export const offlineAdvice = {
  network: retry(
    'オフラインです。編集はそのまま続けられ、接続が戻ると自動的に送信されます。',
    'You are offline. Keep editing: what you write is sent as soon as the connection is back.',
  ),
  server: retry(
    'サーバーが一時的に応答していません。自動的に接続し直します。',
    'The server does not answer at the moment. The connection is tried again by itself.',
  ),
  authentication: retry(
    'サインインを確認できませんでした。自動的にもう一度確認します。',
    'Your sign-in could not be checked. It is tried again by itself.',
  ),
} as const satisfies Record<LossCause, ErrorAdvice>;

/** Sockets do not get through, polls do. */
export const blockedAdvice = retry(
  'このネットワークではリアルタイム接続を利用できません。変更は数秒ごとに反映されます。',
  'This network does not let live connections through. Changes arrive every few seconds instead.',
);
