import type { ProblemCode } from '../problem';
import { type ErrorAdvice, report, resolve, retry, wait } from './advice';

/** Every error code in the words of a traveller. A code without its text does not compile. */
export const codeAdvice = {
  malformed: report(
    'アプリから送った内容をサーバーが読み取れませんでした。ページを再読み込みしても直らないときは、お知らせください。',
    'The server could not read what the app sent. If reloading the page does not help, please tell us.',
  ),
  unauthenticated: resolve(
    'サインインの有効期限が切れています。もう一度サインインしてください。',
    'Your sign-in is no longer valid. Please sign in again.',
  ),
  'bad-signature': report(
    '通知を送ったシステムの署名を確認できませんでした。システムの管理者にお知らせください。',
    'The signature of the system that sent this could not be confirmed. Please tell whoever runs it.',
  ),
  forbidden: resolve(
    'この操作をする権限がありません。必要なときは、オーナーに依頼してください。',
    'Your role does not allow this. If you need it, ask the owner.',
  ),
  'session-ended': resolve(
    'この接続は、別の端末から終了されました。続けるときは、もう一度接続してください。',
    'This connection was ended from another device. Connect again to go on.',
  ),
  'origin-not-allowed': report(
    'このサイトからは接続できません。サイトの運営者にお知らせください。',
    'This site may not connect to the server. Please tell whoever runs the site.',
  ),
  'not-found': resolve(
    '見つかりませんでした。削除されたか、アドレスが間違っている可能性があります。',
    'There is nothing here. It may have been deleted, or the address may have a typing mistake.',
  ),
  'method-not-allowed': report(
    'このアプリの操作にサーバーが対応していません。お手数ですがお知らせください。',
    'The server does not support what the app asked for. Please tell us.',
  ),
  'missing-dependency': retry(
    '編集内容の一部がまだサーバーに届いていません。自動的に送り直します。',
    'Part of your edits has not reached the server yet. They are sent again by themselves.',
  ),
  'client-id-taken': resolve(
    'この端末の編集内容を、あなたの編集として保存できませんでした。ページを再読み込みしてください。',
    'The edits on this device could not be saved as yours. Please reload the page.',
  ),
  'already-exists': resolve(
    '同じ名前のものがすでにあります。別の名前でお試しください。',
    'This exists already. Please try another name.',
  ),
  'last-owner': resolve(
    'オーナーが一人以上必要です。先に別の人をオーナーにしてください。',
    'It needs an owner. Make somebody else an owner first.',
  ),
  'calendar-not-empty': resolve(
    'このカレンダーには予定があります。予定を移すか、予定ごと削除してください。',
    'There are events in this calendar. Move them, or delete them with it.',
  ),
  'calendar-full': resolve(
    'このカレンダーの予定は上限に達しています。ほかのカレンダーを使ってください。',
    'This calendar has as many events as it can have. Please use another one.',
  ),
  'default-calendar': resolve(
    '基本のカレンダーは、削除することも、ほかの人に渡すこともできません。',
    'A default calendar can neither be deleted nor be handed to somebody else.',
  ),
  'too-many-rooms': resolve(
    '参加できるルームの数が上限に達しています。どれかを退出してから、もう一度お試しください。',
    'You are in as many rooms as you can be in. Leave one of them, then try again.',
  ),
  'room-full': resolve(
    'このルームは満員です。しばらくしてから、もう一度お試しください。',
    'This room has as many people as it can have. Try again later.',
  ),
  'too-many-sources': resolve(
    '登録できる送信元の数が上限に達しています。使わないものを削除してください。',
    'There are as many webhook sources as there can be. Remove one that is no longer used.',
  ),
  'too-many-subscriptions': resolve(
    '受け取れる通知の種類の数が上限に達しています。使わないものを解除してください。',
    'You have subscribed to as many types as you can. End a subscription that you no longer need.',
  ),
  'too-many-devices': resolve(
    '登録できる通知先の数が上限に達しています。使わないものを削除してください。',
    'You have registered as many devices as you can. Remove one that you no longer use.',
  ),
  'action-unavailable': resolve(
    'この操作は今は実行できません。すでに実行されたか、期限が過ぎた可能性があります。',
    'This action cannot be carried out now. It may have been done already, or be over.',
  ),
  'already-resolved': resolve(
    'ほかの人がすでに選んでいます。最新の内容をご確認ください。',
    'Somebody else has decided this already. Please look at the latest state.',
  ),
  'conflict-outdated': resolve(
    'その後さらに変更されています。今の内容を確認して、もう一度お選びください。',
    'It was changed again since. Please look at what is there now, and choose once more.',
  ),
  'nothing-to-undo': resolve('元に戻せる操作も、やり直せる操作もありません。', 'There is nothing to take back, or to do again.'),
  'too-many-feeds': resolve(
    '購読用アドレスの数が上限に達しています。使わないものを取り消してください。',
    'There are as many addresses for subscribing as there can be. Revoke one that is no longer used.',
  ),
  'lock-over': resolve(
    '編集の確保が切れています。もう一度始めてください。',
    'You no longer have this for yourself. Please begin again.',
  ),
  'too-many-locks': resolve(
    '同時に確保できる項目の数が上限に達しています。しばらくしてから、もう一度お試しください。',
    'As many fields are taken as can be at once. Please try again later.',
  ),
  'history-gone': retry(
    '古い履歴はもう残っていません。最新の状態を読み込み直します。',
    'The history does not reach back that far. The latest state is loaded anew.',
  ),
  'precondition-failed': resolve(
    'ほかの人が先に変更しました。最新の内容を確認して、もう一度お試しください。',
    'Somebody else has changed this in the meantime. Look at the latest state, then try again.',
  ),
  'too-large': resolve(
    '一度に送れる大きさを超えています。小さく分けてお試しください。',
    'This is larger than allowed at once. Please try with smaller parts.',
  ),
  'document-full': resolve(
    '保存できる量の上限に達しました。不要な内容を削除すると、続きを保存できます。',
    'This has reached its size limit. Delete something that is not needed, and the rest can be saved.',
  ),
  'unsupported-media-type': report(
    'アプリから送った形式にサーバーが対応していません。お手数ですがお知らせください。',
    'The server does not support the format the app sent. Please tell us.',
  ),
  invalid: resolve(
    '入力内容に正しくないところがあります。確認して、もう一度お試しください。',
    'Something in what you entered is not valid. Please check it and try again.',
  ),
  'read-only-field': report(
    '変更できない項目をアプリが変更しようとしました。お手数ですがお知らせください。',
    'The app tried to change something that cannot be changed. Please tell us.',
  ),
  'wrong-code': resolve(
    'コードが違います。届いたコードを確認して、もう一度入力してください。',
    'These are not the digits that were sent. Look at the message again, then type them once more.',
  ),
  'code-over': resolve(
    'このコードはもう使えません。新しいコードを送信してください。',
    'These digits are no longer good. Have new ones sent.',
  ),
  'grow-only': resolve('タグは、一度付けると外せません。', 'A tag stays where it was put.'),
  'patch-failed': resolve(
    '変更を適用できませんでした。最新の内容を確認して、もう一度お試しください。',
    'The change could not be applied. Look at the latest state, then try again.',
  ),
  'idempotency-key-reused': report(
    'アプリが別の操作を同じものとして送りました。お手数ですがお知らせください。',
    'The app sent two different requests as one and the same. Please tell us.',
  ),
  locked: wait(
    'ほかの人が編集中です。終わるのを待って、もう一度お試しください。',
    'Somebody else has this for themselves at the moment. Please try again when they are done.',
  ),
  'precondition-required': report(
    'どの時点の内容への変更かを、アプリが伝えませんでした。お手数ですがお知らせください。',
    'The app did not say which version it wanted to change. Please tell us.',
  ),
  'rate-limited': wait(
    '操作が続けて行われたため、一時的に制限しています。少し待ってから、もう一度お試しください。',
    'That was a lot in a short time. Please wait a moment and try again.',
  ),
  'too-many-members': resolve(
    'メンバーは上限に達しています。誰かを外すと、招待できます。',
    'There are as many members as there can be. Remove somebody to make room.',
  ),
  'invite-over': resolve(
    'この招待リンクは使えなくなりました。送ってくれた人に、新しいリンクを依頼してください。',
    'This invitation is over. Ask whoever sent it to you for a new one.',
  ),
  'too-many-invites': resolve(
    '招待リンクは上限に達しています。使わないリンクを取り消してください。',
    'There are as many invitations as there can be. Revoke one that is not needed.',
  ),
  internal: report(
    'こちらで問題が起きました。もう一度試しても続くときは、お知らせください。',
    'Something went wrong on our side. If it happens again, please tell us.',
  ),
  overloaded: wait(
    'アクセスが集中しています。少し待ってから、もう一度お試しください。',
    'Too much arrives at once. Please wait a moment and try again.',
  ),
  unavailable: retry(
    'データを復旧しています。まもなく自動的に再開します。',
    'This is being recovered. It will go on by itself in a moment.',
  ),
  network: retry(
    'サーバーに接続できません。ネットワーク接続を確認してください。',
    'The server cannot be reached. Please check your network connection.',
  ),
  unexpected: report(
    '予期しない応答がありました。もう一度試しても続くときは、お知らせください。',
    'There was an unexpected answer. If it happens again, please tell us.',
  ),
} as const satisfies Record<ProblemCode, ErrorAdvice>;
