import type { Fields } from './fields';
import { sentences, type TypeTexts } from './type-texts';

/** As the app calls them. */
const roleNames: ReadonlyMap<string, string> = new Map([
  ['owner', 'オーナー'],
  ['editor', '編集者'],
  ['commenter', 'コメント可'],
  ['viewer', '閲覧者'],
]);

/** The texts of the types in Japanese. */
export const japaneseTexts: TypeTexts = {
  booking_confirmed: {
    text: (f) => ({
      title: `${quoted(f, 'name') ?? ''}予約が確定しました`,
      body: sentences('', dated(f), code(f)) ?? '準備が整いました。',
    }),
    sms: (f) => ({
      title: `${quoted(f, 'name') ?? ''}予約確定`,
      body: sentences('', dated(f), code(f)) ?? '',
    }),
  },
  price_alert: {
    text: (f) => {
      const what = f.text('name') ?? 'ウォッチ中の商品';
      const price = f.money('price');
      const before = f.money('old_price');
      return {
        title: price === null ? `${what}の価格が変わりました` : `${what}が${price}になりました`,
        body: before === null ? '変わる前にご確認ください。' : `以前は${before}でした。`,
      };
    },
  },
  payment_failed: {
    text: (f) => ({
      title: 'お支払いができませんでした',
      body: paymentBody(f, '別の方法でお支払いください。予約が取り消されることがあります。'),
    }),
    email: (f) => ({
      title: `${quoted(f, 'name') ?? ''}お支払いができませんでした`,
      body: paymentBody(f, 'カードを確認するか、別のお支払い方法を選んでください。それまで予約は確定しません。'),
    }),
    sms: (f) => ({ title: 'お支払いができませんでした', body: paymentBody(f, '別の方法でお支払いください。') }),
  },
  trip_update: {
    text: (f, events) => {
      const changes = f.count('changes') ?? events;
      const by = f.text('actor_name');
      return {
        title: `${f.text('trip_title') ?? '旅行'}が更新されました`,
        body:
          changes > 1
            ? `${changes}件の変更があります${by === null ? '' : `（最後は${by}さん）`}。`
            : `${by === null ? 'メンバー' : `${by}さん`}が予定を変更しました。`,
      };
    },
  },
  trip_invited: {
    text: (f) => ({
      title: `${f.text('trip_title') ?? '旅行'}に参加しました`,
      body: `${person(f) ?? 'メンバー'}があなたを追加しました。一緒に計画しましょう。`,
    }),
  },
  role_changed: {
    text: (f) => {
      const role = f.text('role');
      return {
        title: `${documentTitle(f) ?? '旅行'}での役割が変わりました`,
        body: role === null ? '開いて確認してください。' : `新しい役割は「${roleNames.get(role) ?? role}」です。`,
      };
    },
  },
  trip_removed: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('trip_title') ?? '旅行'}のメンバーから外れました`,
        body: by === null ? 'オーナーはあなたをもう一度追加できます。' : `${by}があなたを外しました。`,
      };
    },
  },
  trip_deleted: {
    text: (f) => ({
      title: `${f.text('trip_title') ?? '旅行'}が削除されました`,
      body: `${person(f) ?? 'メンバー'}が削除しました。しばらくの間は、オーナーが元に戻せます。`,
    }),
  },
  event_invited: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('event_title') ?? '予定'}への招待`,
        body: sentences('', when(f), by === null ? null : `${by}から招待されました。`, '参加しますか。') ?? '',
      };
    },
    actions: { accepted: '参加する', declined: '参加しない', tentative: '未定' },
  },
  event_changed: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('event_title') ?? '予定'}の日時が変わりました`,
        body: sentences('', when(f), by === null ? null : `${by}が変更しました。`) ?? '開いて確認してください。',
      };
    },
  },
  event_cancelled: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('event_title') ?? '予定'}は中止になりました`,
        body: sentences('', when(f), by === null ? null : `${by}が取り消しました。`) ?? '予定されていた時間には行われません。',
      };
    },
  },
  event_reminder: {
    text: (f) => ({
      title: `まもなく${f.text('event_title') ?? '予定'}が始まります`,
      body: sentences('', when(f), place(f)) ?? '開いて場所を確認してください。',
    }),
  },
  event_shared: {
    text: (f) => ({
      title: `${f.text('event_title') ?? '予定'}が共有されました`,
      body: sentences('', when(f), `${person(f) ?? 'メンバー'}があなたを追加しました。`) ?? '',
    }),
  },
  event_removed: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('event_title') ?? '予定'}の共有が終わりました`,
        body: by === null ? 'オーナーはあなたをもう一度追加できます。' : `${by}があなたを外しました。`,
      };
    },
  },
  calendar_shared: {
    text: (f) => ({
      title: `${f.text('calendar_title') ?? 'カレンダー'}が共有されました`,
      body: `${person(f) ?? 'メンバー'}があなたを追加しました。予定が一覧に表示されます。`,
    }),
  },
  calendar_removed: {
    text: (f) => {
      const by = person(f);
      return {
        title: `${f.text('calendar_title') ?? 'カレンダー'}の共有が終わりました`,
        body: by === null ? 'オーナーはあなたをもう一度追加できます。' : `${by}があなたを外しました。`,
      };
    },
  },
  calendar_deleted: {
    text: (f) => ({
      title: `${f.text('calendar_title') ?? 'カレンダー'}が削除されました`,
      body: `${person(f) ?? 'メンバー'}が予定とともに削除しました。しばらくの間は、オーナーが元に戻せます。`,
    }),
  },
  device_invalid: {
    text: (f) => ({
      title: `${f.text('device_label') ?? '登録した端末'}に通知が届きません`,
      body: '設定でもう一度登録すると、通知を受け取れます。',
    }),
  },
  address_code: {
    text: (f) => ({
      title: `確認コード：${f.text('code') ?? ''}`,
      body: `TripTripの通知設定で、このコードを入力してください。${f.count('minutes') ?? 1}分間有効です。心当たりがない場合は、何もする必要はありません。`,
    }),
  },
  test: {
    text: () => ({ title: 'テスト通知です', body: 'ここに通知が届きます。' }),
  },
};

function documentTitle(f: Fields): string | null {
  return f.text('trip_title') ?? f.text('event_title') ?? f.text('calendar_title');
}

function when(f: Fields): string | null {
  const moment = f.moment('start_time');
  return moment === null ? null : `${moment}。`;
}

function place(f: Fields): string | null {
  const location = f.text('location');
  return location === null ? null : `場所：${location}。`;
}

function quoted(f: Fields, field: string): string | null {
  const text = f.text(field);
  return text === null ? null : `「${text}」の`;
}

function person(f: Fields): string | null {
  const name = f.text('actor_name');
  return name === null ? null : `${name}さん`;
}

function dated(f: Fields): string | null {
  const date = f.date('date');
  return date === null ? null : `日付は${date}です。`;
}

function code(f: Fields): string | null {
  const text = f.text('confirmation_code');
  return text === null ? null : `確認番号：${text}。`;
}

function paymentBody(f: Fields, advice: string): string {
  const amount = f.money('amount');
  const name = f.text('name');
  const what = [name, amount].filter((part) => part !== null).join(' ');
  const reason = f.text('reason');
  return sentences('', what === '' ? null : `${what}。`, reason === null ? null : `理由：${reason}。`, advice) ?? advice;
}
