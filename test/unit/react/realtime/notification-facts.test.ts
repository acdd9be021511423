import { describe, expect, it } from 'vitest';
import { notificationFacts, realtimeTexts } from '../../../../web/react';

const lines = (data: Readonly<Record<string, unknown>>, locale: 'en' | 'ja' = 'en') =>
  notificationFacts(data, { locale, texts: realtimeTexts[locale] }).map(
    ({ label, value }) => `${label}: ${value.replace(/\s/g, ' ')}`,
  );

const trip = {
  trip_id: '0198a000-0000-7000-8000-000000000001',
  actor_id: 'mika',
  role: 'editor',
  actor_name: '美佳',
  trip_title: '冬の札幌',
};

const event = {
  event_id: '0198a000-0000-7000-8000-000000000002',
  event_title: '家族会議',
  url: '/calendar?event=0198a000-0000-7000-8000-000000000002',
  start_time: '2026-11-27T05:00:00Z',
  end_time: '2026-11-27T06:00:00Z',
  time_zone: 'Pacific/Kiritimati',
  all_day: false,
  location: null,
};

describe('what TripTrip itself sends', () => {
  it('is labelled in the language of the reader, without what is for programs', () => {
    expect(lines(trip)).toEqual(['Trip: 冬の札幌', 'By: 美佳', 'Role: Editor']);
    expect(lines(trip, 'ja')).toEqual(['旅: 冬の札幌', '操作した人: 美佳', '役割: 編集者']);
  });

  it('says when something is in one line, and the zone where it is not the reader’s', () => {
    expect(lines(event)).toEqual(['Event: 家族会議', 'When: November 27, 2026 at 7:00 PM – 8:00 PM GMT+14']);
    expect(lines(event, 'ja')[1]).toBe('日時: 2026年11月27日 19:00 – 20:00 GMT+14');
    const night = { ...event, time_zone: 'No/Where', end_time: '2026-11-29T05:00:00Z' };
    expect(lines(night)[1]).toMatch(/^When: November 2\d, 2026 at \S+ [AP]M – November (28|29), 2026 at \S+ [AP]M$/);
  });

  it('says the days of what lasts all day: its end is the day after', () => {
    const days = { ...event, all_day: true, start_time: '2026-11-27', end_time: '2026-11-29' };
    expect(lines(days)[1]).toBe('When: November 27, 2026 – November 28, 2026');
    expect(lines({ ...days, end_time: '2026-11-28' })[1]).toBe('When: November 27, 2026');
  });

  it('calls devices and channels what people do', () => {
    expect(lines({ device_id: 'd', device_label: 'Chrome · Mac', device_kind: 'web_push' })).toEqual(['Device: Chrome · Mac']);
    expect(lines({ channel: 'email' }, 'ja')).toEqual(['通知方法: メール']);
  });
});

describe('what other systems send', () => {
  it('has labels and forms where the templates know the field', () => {
    const booking = { name: 'Sakura', date: '2026-11-27', price: 42_000, currency: 'JPY', confirmation_code: 'QX7-118' };
    expect(lines(booking)).toEqual(['Name: Sakura', 'Date: November 27, 2026', 'Price: ¥42,000', 'Confirmation code: QX7-118']);
    expect(lines({ price: 'ask us', currency: 'JPY' })).toEqual(['Price: ask us']);
  });

  it('is called by its names elsewhere', () => {
    const data = { gate_number: 12, boardingGroup: 'B', opens: '2026-11-27', isPaid: true, year: 2026 };
    expect(lines(data)).toEqual([
      'Gate number: 12',
      'Boarding group: B',
      'Opens: November 27, 2026',
      'Is paid: Yes',
      'Year: 2026',
    ]);
  });

  it.each([
    ['nested', { seat: { row: 1 }, seats: ['1A'], nothing: null, blank: ' ' }],
    [
      'named as what is for programs',
      { id: 7, booking_id: 'b', hotelId: 'h', tripID: 't', image_url: 'x', api_key: 'k', _rev: 1 },
    ],
    ['an address', { page: 'https://hotel.example/a', app: 'triptrip://x', path: '/calendar?event=1' }],
    ['a UUID, a long key, or JSON', { a: trip.trip_id, b: 'pi_3NqJx2Lk8vQ0aB1cD2eF', c: '{"a":1}', d: '[{"a":1}]' }],
  ])('is not shown when it is %s', (_what, data) => {
    expect(lines(data)).toEqual([]);
  });

  it('is shown when it only looks a little like that', () => {
    const data = {
      paid: 'no',
      note: 'See https://hotel.example for more',
      mail: 'anna.takahashi.2026@example.com',
      draft: '[draft] menu',
    };
    expect(lines(data)).toHaveLength(4);
  });
});
