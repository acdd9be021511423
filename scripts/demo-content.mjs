/** People of the demo, each with a role in its main trip. */
export const demoPeople = /** @type {const} */ ([
  { id: 'aoi', name: '葵', role: 'owner' },
  { id: 'ben', name: 'Ben', role: 'editor' },
  { id: 'chloe', name: 'Chloé', role: 'viewer' },
]);

/**
 * A source of webhooks that can notify the people of the demo. Its secret is known to everybody: it is only there where
 * anybody may sign in as anybody.
 */
export const demoSource = /** @type {const} */ ({
  name: 'demo',
  description: 'The webhook of the README',
  secret: 'whsec_dHJpcHRyaXAtZGVtby1zZWNyZXQtb2YtMzItYnl0ZXM=',
});

/**
 * A trip of the demo: whose it is, as what the others belong to it, and what `POST /v1/trips` takes.
 * @typedef {{ key: string, owner: string, members: Readonly<Record<string, string>>, fields: object }} DemoTrip
 */

/**
 * The trips of the demo, the newest last. Fixed in every byte: a second start must be the same requests.
 * @type {readonly DemoTrip[]}
 */
export const demoTrips = [
  {
    key: 'demo-trip-sapporo',
    owner: 'aoi',
    members: { ben: 'editor', chloe: 'editor' },
    fields: {
      title: '札幌 雪まつり / Sapporo Snow Festival',
      start_date: '2026-02-05',
      end_date: '2026-02-08',
      destination: '札幌 / Sapporo',
      cover: 'cover:snow',
      archived: true,
      itinerary: [
        item(1, '15:00', 'hotel', 'すすきののホテル / Hotel in Susukino', { cost: 28000, booking_status: 'confirmed' }),
        item(2, '10:00', 'attraction', '大通公園の雪像 / Snow sculptures in Odori Park'),
        item(3, '12:00', 'restaurant', '味噌ラーメン / Miso ramen', { cost: 2800 }),
      ],
      budget: { JPY: 150000 },
    },
  },
  {
    key: 'demo-trip-lisbon',
    owner: 'chloe',
    members: { aoi: 'editor' },
    fields: {
      title: 'リスボンの週末 / A weekend in Lisbon',
      start_date: '2027-04-23',
      end_date: '2027-04-26',
      destination: 'リスボン / Lisbon',
      cover: 'cover:sea',
      itinerary: [
        item(1, '12:40', 'transport', 'パリから直行便 / Direct flight from Paris', {
          cost: 168,
          currency: 'EUR',
          booking_status: 'confirmed',
        }),
        item(1, '20:00', 'restaurant', 'ファドの夕べ / An evening of fado', { cost: 55, currency: 'EUR' }),
        item(2, '09:30', 'attraction', 'ベレンの塔 / Belém Tower', { cost: 15, currency: 'EUR' }),
        item(null, null, 'attraction', '雨ならタイル美術館 / The tile museum, if it rains'),
      ],
      budget: { EUR: 900 },
    },
  },
  {
    key: 'demo-trip',
    owner: 'aoi',
    members: { ben: 'editor', chloe: 'viewer' },
    fields: {
      title: '京都・大阪 秋の旅 / Kyoto & Osaka in autumn',
      description: '紅葉と食い倒れの三日間。Three days of maple leaves and good food.',
      start_date: '2027-11-19',
      end_date: '2027-11-21',
      destination: '京都・大阪 / Kyoto & Osaka',
      cover: 'cover:temple',
      notes: [
        { insert: '集合は京都駅の中央口、9時半。\nMeet at Kyoto Station, central gate, at half past nine.\n' },
        { insert: 'ICOCA', attributes: { bold: true } },
        { insert: ' を忘れずに。 / Do not forget your ICOCA card.\n' },
        { insert: '旅館に到着時間を伝える / Tell the ryokan when we arrive' },
        { insert: '\n', attributes: { list: 'unchecked' } },
        { insert: '新幹線を予約 / Book the Shinkansen' },
        { insert: '\n', attributes: { list: 'checked' } },
      ],
      itinerary: [
        item(1, '09:30', 'transport', '新幹線で京都へ / Shinkansen to Kyoto', {
          cost: 14170,
          booking_status: 'confirmed',
          url: 'https://global.jr-central.co.jp/en/',
        }),
        item(1, '11:00', 'attraction', '伏見稲荷大社 / Fushimi Inari', {
          notes: '千本鳥居は午前中が静か。 / Quieter before noon.',
          url: 'https://inari.jp/',
        }),
        item(1, '18:00', 'hotel', '旅館 もみじ / Ryokan Momiji', { cost: 32000, booking_status: 'confirmed' }),
        item(2, '09:00', 'attraction', '嵐山 竹林の小径 / Arashiyama bamboo grove'),
        item(2, '12:30', 'restaurant', '湯豆腐の昼食 / Yudofu lunch', { cost: 4200 }),
        item(2, '16:00', 'transport', '阪急電車で大阪へ / Hankyu train to Osaka', { cost: 410 }),
        item(3, '10:00', 'attraction', '大阪城 / Osaka Castle', { cost: 600, url: 'https://www.osakacastle.net/' }),
        item(3, '14:00', 'attraction', '海遊館 / Osaka Aquarium', { cost: 2700, booking_status: 'cancelled' }),
        item(3, '18:30', 'restaurant', '道頓堀でたこ焼き / Takoyaki in Dotonbori', {
          cost: 1500,
          notes: 'Ben は猫舌。 / Hot inside!',
        }),
        item(null, null, 'restaurant', '先斗町で一杯 / A drink in Pontocho'),
        item(null, null, 'free', '錦市場をぶらぶら / A stroll through Nishiki Market'),
      ],
      budget: { JPY: 180000, EUR: 250 },
      attachments: [
        { url: 'https://www.jma.go.jp/bosai/forecast/', title: '天気予報 / Weather forecast' },
        { url: 'https://ja.kyoto.travel/', title: '京都観光Navi / Kyoto travel guide' },
      ],
    },
  },
];

/**
 * @param {number | null} day of the trip, from 1; null: an idea
 * @param {string | null} time_slot
 * @param {string} type
 * @param {string} title
 * @param {{ notes?: string, cost?: number, currency?: string, booking_status?: string, url?: string }} [more]
 */
function item(day, time_slot, type, title, more = {}) {
  const currency = more.cost === undefined ? {} : { currency: 'JPY' };
  return { day, time_slot, type, title, ...currency, ...more };
}
