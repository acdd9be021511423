/**
 * An event of the demo: in which week, on which day (0: Monday) and from when to when in Japan (of whole days `from` is empty,
 * and `to` how many), and what else `POST /v1/events` takes.
 * @typedef {{ week: number, day: number, from: string, to: string, fields: object }} DemoEvent
 */

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const japanMs = 9 * hourMs;

/** The calendar of the demo: whose it is, as what the others belong to it, and what `POST /v1/calendars` takes. */
export const demoCalendar = /** @type {const} */ ({
  key: 'demo-calendar',
  owner: 'aoi',
  members: { ben: 'editor', chloe: 'viewer' },
  fields: { title: '京都チーム / Kyoto team', color: '#1d62b7', time_zone: 'Asia/Tokyo' },
});

/** @type {readonly DemoEvent[]} */
export const demoEvents = [
  event(0, 0, '09:30', '09:45', '朝会 / Stand-up', {
    recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    color: '#00706b',
  }),
  event(0, 0, '19:00', '21:00', '旅の打ち合わせ / Planning the trip', {
    location: '葵の家 / At Aoi’s',
    attendees: [guest('aoi', '葵', 'ACCEPTED'), guest('ben', 'Ben'), guest('chloe', 'Chloé')],
    reminders: [{ method: 'in_app', minutes_before: 30 }],
  }),
  event(0, 1, '12:00', '13:00', '先斗町で昼食 / Lunch in Pontocho', { location: '先斗町 / Pontocho' }),
  event(0, 1, '18:30', '20:00', 'フランス語 / French lesson', { recurrence: 'FREQ=WEEKLY;COUNT=10', color: '#7a3fb0' }),
  event(0, 2, '10:00', '11:30', '旅館に電話 / Call the ryokan', { tags: ['京都', 'phone'] }),
  event(0, 3, '14:00', '15:00', '新幹線の予約 / Book the Shinkansen', {
    attendees: [guest('aoi', '葵', 'ACCEPTED'), guest('ben', 'Ben')],
  }),
  event(0, 3, '14:30', '16:00', '地図づくり / Drawing the map'),
  day(0, 5, 2, '嵐山へ遠足 / Weekend in Arashiyama', { location: '嵐山 / Arashiyama', color: '#9a4a00' }),
  event(1, 0, '16:00', '17:00', '歯医者 / Dentist', { visibility: 'private' }),
  event(1, 2, '19:30', '22:00', '鴨川で花火 / Fireworks at the Kamo', {
    location: '鴨川デルタ / Kamo delta',
    status: 'tentative',
    attendees: [guest('aoi', '葵', 'TENTATIVE'), guest('chloe', 'Chloé')],
  }),
  event(1, 3, '11:00', '12:00', '陶芸教室 / Pottery class', { status: 'cancelled' }),
  day(1, 4, 1, 'Ben の誕生日 / Ben’s birthday', { color: '#a2308f' }),
];

/**
 * What `POST /v1/events` takes, in the weeks that begin with the present one.
 * @param {DemoEvent} event
 * @param {string} calendarId
 * @param {number} nowMs
 */
export function demoEventFields({ week, day: weekday, from, to, fields }, calendarId, nowMs) {
  const inJapan = new Date(nowMs + japanMs);
  const monday = Math.floor((nowMs + japanMs) / dayMs) - ((inJapan.getUTCDay() + 6) % 7);
  const date = new Date((monday + week * 7 + weekday) * dayMs).toISOString().slice(0, 10);
  const times =
    from === ''
      ? { start_time: date, end_time: dayAfter(date, Number(to)), all_day: true }
      : { start_time: `${date}T${from}:00+09:00`, end_time: `${date}T${to}:00+09:00`, time_zone: 'Asia/Tokyo' };
  return { calendar_id: calendarId, ...times, ...fields };
}

/**
 * @param {string} date
 * @param {number} days
 */
function dayAfter(date, days) {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * @param {number} week
 * @param {number} weekday 0: Monday
 * @param {string} from
 * @param {string} to
 * @param {string} title
 * @param {object} [more]
 * @returns {DemoEvent}
 */
function event(week, weekday, from, to, title, more = {}) {
  return { week, day: weekday, from, to, fields: { title, status: 'confirmed', ...more } };
}

/**
 * An event of whole days.
 * @param {number} week
 * @param {number} weekday 0: Monday
 * @param {number} days how many
 * @param {string} title
 * @param {object} more
 * @returns {DemoEvent}
 */
function day(week, weekday, days, title, more) {
  return { week, day: weekday, from: '', to: String(days), fields: { title, status: 'confirmed', ...more } };
}

/**
 * @param {string} user_id
 * @param {string} name
 * @param {string} [response_status]
 */
function guest(user_id, name, response_status = 'NEEDS_ACTION') {
  return { user_id, name, response_status };
}
