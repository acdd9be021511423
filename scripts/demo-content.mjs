/** People of the demo, each with a role in its trip. */
export const demoPeople = /** @type {const} */ ([
  { id: 'aoi', name: '葵', role: 'owner' },
  { id: 'ben', name: 'Ben', role: 'editor' },
  { id: 'chloe', name: 'Chloé', role: 'viewer' },
]);

/** The trip of the demo, as `POST /v1/trips` takes it. Fixed in every byte: a second start must be the same request. */
export const demoTrip = {
  title: '京都・大阪 秋の旅 / Kyoto & Osaka in autumn',
  description: '紅葉と食い倒れの三日間。Three days of maple leaves and good food.',
  start_date: '2027-11-19',
  end_date: '2027-11-21',
  destination: '京都・大阪 / Kyoto & Osaka',
  notes: [
    { insert: '集合は京都駅の中央口、9時半。\nMeet at Kyoto Station, central gate, at half past nine.\n' },
    { insert: 'ICOCA', attributes: { bold: true } },
    { insert: ' を忘れずに。 / Do not forget your ICOCA card.\n' },
  ],
  itinerary: [
    item(1, '09:30', 'transport', '新幹線で京都へ / Shinkansen to Kyoto', { cost: 14170, booking_status: 'confirmed' }),
    item(1, '11:00', 'attraction', '伏見稲荷大社 / Fushimi Inari', { notes: '千本鳥居は午前中が静か。 / Quieter before noon.' }),
    item(1, '18:00', 'hotel', '旅館 もみじ / Ryokan Momiji', { cost: 32000, booking_status: 'confirmed' }),
    item(2, '09:00', 'attraction', '嵐山 竹林の小径 / Arashiyama bamboo grove'),
    item(2, '12:30', 'restaurant', '湯豆腐の昼食 / Yudofu lunch', { cost: 4200 }),
    item(2, '16:00', 'transport', '阪急電車で大阪へ / Hankyu train to Osaka', { cost: 410 }),
    item(3, '10:00', 'attraction', '大阪城 / Osaka Castle', { cost: 600 }),
    item(3, '18:30', 'restaurant', '道頓堀でたこ焼き / Takoyaki in Dotonbori', {
      cost: 1500,
      notes: 'Ben は猫舌。 / Hot inside!',
    }),
  ],
  budget: { JPY: 180000, EUR: 250 },
};

/**
 * @param {number} day of the trip, from 1
 * @param {string} time_slot
 * @param {string} type
 * @param {string} title
 * @param {{ notes?: string, cost?: number, booking_status?: string }} [more]
 */
function item(day, time_slot, type, title, more = {}) {
  const currency = more.cost === undefined ? {} : { currency: 'JPY' };
  return { day, time_slot, type, title, ...more, ...currency };
}
