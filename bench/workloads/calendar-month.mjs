import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { quantile } from '../clients/analysis.mjs';
import { atMost, formatMillis } from '../report.mjs';
import { callTripTrip, signToken } from '../servers/servers.mjs';

const events = 10_000;
const series = 500;
const dayMs = 86_400_000;
/** Over so many days the single events are spread, the month in their middle. */
const spreadDays = 3 * 365;
const firstDayMs = Date.UTC(2025, 5, 1);
const month = 'from=2026-12-01T00:00:00%2B09:00&to=2027-01-01T00:00:00%2B09:00';
const zones = ['Asia/Tokyo', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/Sao_Paulo'];
const rules = [
  'FREQ=WEEKLY;BYDAY=MO',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20301231T235959Z',
  'FREQ=MONTHLY;BYDAY=2FR',
  'FREQ=DAILY;INTERVAL=10;COUNT=100',
];

/** Who opens a month of a full calendar waits for no server. */
export const calendarMonth = {
  name: 'calendar-month',
  title: `A month of a calendar with ${events.toLocaleString('en')} events, ${series} of them recurring`,
  async run(context) {
    const state = context.stateDirectory();
    const token = signToken('person-0', 'Person 0');
    const calendar = await prepare(context, state, token);
    const server = await context.servers.triptrip.start(state);
    try {
      const list = () => callTripTrip(server, token, 'GET', `/v1/events?${month}&calendar=${calendar}&limit=2500`);
      const { events: listed, next_cursor: next } = await list();
      if (next !== null) throw new Error('the month does not fit into one page');
      // Code is compiled, zones are known.
      for (let i = 0; i < 20; i++) await list();
      const calls = context.quick ? 50 : 200;
      const latencies = [];
      const before = server.measure(isWorkerd).cpuSeconds;
      for (let i = 0; i < calls; i++) {
        const start = performance.now();
        await list();
        latencies.push(performance.now() - start);
      }
      const cpuMs = ((server.measure(isWorkerd).cpuSeconds - before) * 1_000) / calls;
      const recurring = listed.filter(({ is_recurring }) => is_recurring).length;
      context.say(
        `  ${listed.length} occurrences, ${cpuMs.toFixed(1)} ms of a processor, p50 ${formatMillis(quantile(latencies, 0.5))}`,
      );
      return {
        notes: ['All that the server does counts: the token, the database, the expansion of the series, the JSON of the answer.'],
        tables: [
          {
            head: [
              'events in the calendar',
              'of them series',
              'occurrences in the month',
              'of series',
              'CPU per list',
              'answered, p50',
              'p99',
            ],
            rows: [
              [
                events.toLocaleString('en'),
                series,
                listed.length.toLocaleString('en'),
                recurring.toLocaleString('en'),
                formatMillis(cpuMs),
                formatMillis(quantile(latencies, 0.5)),
                formatMillis(quantile(latencies, 0.99)),
              ],
            ],
          },
        ],
        targets: [{ what: 'a month of 10,000 events: CPU of the server per list', ...atMost(cpuMs, 50, 'ms') }],
      };
    } finally {
      await server.stop();
    }
  },
};

const isWorkerd = (name) => name.startsWith('workerd');

/** Makes a calendar, and writes its events where lists read them: to create them one by one would take an hour. */
async function prepare(context, state, token) {
  const server = await context.servers.triptrip.start(state);
  let calendar;
  try {
    ({ id: calendar } = await callTripTrip(server, token, 'POST', '/v1/calendars', { title: 'Full' }));
  } finally {
    await server.stop();
  }
  const database = openLists(state);
  const insert = database.prepare(`
    INSERT INTO events (id, sequence, version, calendar_id, title, start_time, end_time, time_zone, all_day, status, recurrence,
      exceptions, attendees, attendee_count, tags, first_ms, last_ms, search_text, change, updated_at, deleted)
    VALUES (?, 1, 1, ?, ?, ?, ?, ?, 0, 'confirmed', ?, ?, ?, ?, '["team"]', ?, ?, ?, ?, '2026-11-22T00:00:00.000Z', 0)`);
  const own = database.prepare(`
    INSERT INTO event_people (person_id, event_id, role, calendar_id, first_ms, last_ms) VALUES ('person-0', ?, 'owner', ?, ?, ?)`);
  const team = JSON.stringify(['person-0', 'person-1'].map((id) => ({ user_id: id, name: id, response_status: 'ACCEPTED' })));
  database.exec('BEGIN');
  for (let index = 0; index < events; index++) {
    const isSeries = index < series;
    const day = isSeries ? index % 300 : (index * spreadDays) / events;
    const startMs = firstDayMs + Math.floor(day) * dayMs + (8 + (index % 10)) * 3_600_000;
    const endMs = startMs + 3_600_000;
    const lastMs = isSeries ? Number.MAX_SAFE_INTEGER : endMs;
    const [id, title] = [randomUUID(), `Event ${index}`];
    const rule = isSeries ? rules[index % rules.length] : null;
    const exceptions = isSeries ? JSON.stringify({ [iso(startMs)]: false }) : '{}';
    const zone = zones[index % zones.length];
    // Every third one is a meeting.
    const [attendees, count] = index % 3 === 0 ? [team, 2] : ['[]', 0];
    insert.run(
      id,
      calendar,
      title,
      iso(startMs),
      iso(endMs),
      zone,
      rule,
      exceptions,
      attendees,
      count,
      startMs,
      lastMs,
      title.toLowerCase(),
      index + 1,
    );
    own.run(id, calendar, startMs, lastMs);
  }
  database.exec('COMMIT');
  database.close();
  return calendar;
}

/** The database of a server that is not running. */
function openLists(state) {
  const directory = join(state, 'v3', 'd1');
  for (const path of readdirSync(directory, { recursive: true }).filter((name) => name.endsWith('.sqlite'))) {
    const database = new DatabaseSync(join(directory, path));
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'event_people'").get() !== undefined) return database;
    database.close();
  }
  throw new Error('the server left no database');
}

function iso(ms) {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
