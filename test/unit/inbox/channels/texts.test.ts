import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf, textOf } from '../../../../src/inbox/channels/templates/texts';
import { typeTable } from '../../../../src/protocol/notification-types';
import { notificationChannels } from '../../../../src/protocol/notifications';

const languages = ['en', 'ja'] as const;

describe('what a notification says', () => {
  it.each([
    [
      'booking_confirmed',
      { name: 'Ryokan 嵐山', date: '2026-05-03', confirmation_code: 'K7' },
      { title: 'Booked: Ryokan 嵐山', body: 'It is for 3 May 2026. Confirmation code K7.' },
      { title: '「Ryokan 嵐山」の予約が確定しました', body: '日付は2026年5月3日です。確認番号：K7。' },
    ],
    [
      'price_alert',
      { name: 'NH 211', price: 89_000, old_price: '95000', currency: 'JPY' },
      { title: 'NH 211: now JP¥89,000', body: 'It was JP¥95,000.' },
      { title: 'NH 211が￥89,000になりました', body: '以前は￥95,000でした。' },
    ],
    [
      'payment_failed',
      { name: 'Hotel', amount: 12.5, currency: 'EUR', reason: 'card expired' },
      {
        title: 'A payment failed',
        body: '€12.50 for Hotel. Reason: card expired. Please pay in another way, or the booking may be lost.',
      },
      {
        title: 'お支払いができませんでした',
        body: 'Hotel €12.50。理由：card expired。別の方法でお支払いください。予約が取り消されることがあります。',
      },
    ],
    [
      'trip_update',
      { trip_title: '京都', actor_name: '蓮' },
      { title: '京都 has changed', body: '蓮 changed the plan.' },
      { title: '京都が更新されました', body: '蓮さんが予定を変更しました。' },
    ],
    [
      'trip_deleted',
      { trip_title: '京都', actor_name: '蓮' },
      { title: '京都 was deleted', body: '蓮 deleted it. Its owners can bring it back for a while.' },
      { title: '京都が削除されました', body: '蓮さんが削除しました。しばらくの間は、オーナーが元に戻せます。' },
    ],
    [
      'calendar_deleted',
      { calendar_title: '合宿', actor_name: '蓮' },
      { title: '合宿 was deleted', body: '蓮 deleted it, with its events. Its owners can bring it back for a while.' },
      { title: '合宿が削除されました', body: '蓮さんが予定とともに削除しました。しばらくの間は、オーナーが元に戻せます。' },
    ],
    [
      'event_invited',
      { event_title: '夕食', actor_name: '蓮', start_time: '2026-12-15T10:00:00Z', time_zone: 'Asia/Tokyo', all_day: false },
      { title: 'Invitation: 夕食', body: '15 December 2026 at 19:00. 蓮 invites you. Will you be there?' },
      { title: '夕食への招待', body: '2026年12月15日 19:00。蓮さんから招待されました。参加しますか。' },
    ],
    [
      'event_changed',
      { event_title: 'Trip', start_time: '2026-12-15', time_zone: 'America/New_York', all_day: true },
      { title: 'Trip is at another time', body: '15 December 2026.' },
      { title: 'Tripの日時が変わりました', body: '2026年12月15日。' },
    ],
    [
      'event_reminder',
      { event_title: 'Dinner', start_time: '2026-12-15T10:00:00Z', time_zone: 'Nowhere/Town', location: 'Gion' },
      { title: 'Dinner is about to begin', body: 'Gion.' },
      { title: 'まもなくDinnerが始まります', body: '場所：Gion。' },
    ],
    [
      'role_changed',
      { calendar_title: 'Team', role: 'editor' },
      { title: 'Your role in Team changed', body: 'Your role is editor now.' },
      { title: 'Teamでの役割が変わりました', body: '新しい役割は「編集者」です。' },
    ],
  ])('[Z10] %s is told in both languages', (type, data, english, japanese) => {
    expect(textOf({ type, data, count: 1 }, 'en', 'in_app')).toEqual(english);
    expect(textOf({ type, data, count: 1 }, 'ja', 'in_app')).toEqual(japanese);
  });

  it('[Z10] the buttons of our own notifications speak the language of their person, those of others say what they said', () => {
    const labels = (language: 'en' | 'ja') =>
      ['accepted', 'declined', 'tentative', 'constructor'].map((id) => labelOf('event_invited', { id, label: id }, language));
    expect(labels('en')).toEqual(['Yes', 'No', 'Maybe', 'constructor']);
    expect(labels('ja')).toEqual(['参加する', '参加しない', '未定', 'constructor']);
    expect(labelOf('trip_update', { id: 'accepted', label: 'Ja' }, 'en')).toBe('Ja');
    expect(labelOf('constructor', { id: 'name', label: 'Ja' }, 'en')).toBe('Ja');
  });

  it('[Z10] a digest says how many', () => {
    const digest = { type: 'trip_update', data: { trip_title: '京都', actor_name: '蓮' }, count: 4 };
    expect(textOf(digest, 'en', 'push').body).toBe('4 changes, the last by 蓮.');
    expect(textOf(digest, 'ja', 'push').body).toBe('4件の変更があります（最後は蓮さん）。');
  });

  it('[Z10] a channel may have words of its own', () => {
    const failed = { type: 'payment_failed', data: { name: 'Hotel' }, count: 1 };
    const bodies = (['in_app', 'email', 'sms'] as const).map((channel) => textOf(failed, 'en', channel).body);
    expect(new Set(bodies).size).toBe(3);
    expect(textOf(failed, 'en', 'push')).toEqual(textOf(failed, 'en', 'in_app'));
  });

  it("[Z10] the sender's words go before the template's", () => {
    const said = { type: 'trip_update', title: 'Gate\n changed ', body: 'Now\n12', data: {}, count: 1 };
    expect(textOf(said, 'ja', 'email')).toEqual({ title: 'Gate changed', body: 'Now\n12' });
    expect(textOf({ ...said, body: null }, 'ja', 'email')).toEqual({ title: 'Gate changed', body: '' });
    expect(textOf({ ...said, title: null }, 'ja', 'email')).toEqual({ title: '旅行が更新されました', body: 'Now\n12' });
    expect(textOf({ ...said, title: ' ', body: null }, 'en', 'email').title).toBe('A trip has changed');
  });

  it.each([
    ['gate_changed', 'Gate changed'],
    ['com.airline/gate-changed', 'Com airline gate changed'],
    ['constructor', 'Constructor'],
    ['__', 'TripTrip'],
  ])('[Z10] a type without a template is its own title: %s', (type, title) => {
    expect(textOf({ type, data: {}, count: 1 }, 'en', 'in_app')).toEqual({ title, body: '' });
  });

  it('[Z10] there is a text for every type of the table, in both languages, without any data', () => {
    for (const type of Object.keys(typeTable)) {
      const [english, japanese] = languages.map((language) => textOf({ type, data: {}, count: 1 }, language, 'in_app'));
      expect(english?.body, type).not.toBe('');
      expect(japanese?.title, type).toMatch(/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u);
    }
  });

  it('[Z10] whatever the data is, there is a title, on one line, and nothing of how it was stored', () => {
    const names = [
      'name',
      'date',
      'price',
      'old_price',
      'amount',
      'currency',
      'trip_title',
      'event_title',
      'calendar_title',
      'start_time',
      'time_zone',
      'all_day',
      'location',
      'actor_name',
      'role',
      'changes',
      'reason',
    ];
    const value = fc.oneof(
      fc.constantFrom(
        '2026-13-45',
        '2026-02-31T10:00:00Z',
        'JPY',
        'XXX',
        '12.5',
        Number.NaN,
        Infinity,
        -1,
        null,
        '\u202e',
        '\n\n',
      ),
      fc.anything(),
      fc.string({ unit: 'binary' }),
    );
    const data = fc.dictionary(fc.constantFrom(...names, '__proto__', 'toString'), value);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(typeTable)),
        data,
        fc.constantFrom(...languages),
        fc.constantFrom(...notificationChannels),
        (type, given, language, channel) => {
          const { title, body } = textOf({ type, data: given, count: 1 }, language, channel);
          expect(title).toMatch(/^[^\p{Cc}]{1,200}$/u);
          expect(Array.from(body).length).toBeLessThanOrEqual(4_000);
          expect(title + body).not.toMatch(/\[object|undefined\b|Invalid Date|NaN/);
        },
      ),
    );
  });
});
