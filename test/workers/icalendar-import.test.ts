import { describe, expect, it } from 'vitest';
import { calendarLimits, fieldLimits } from '../../src/protocol/limits';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { type Caller, newCaller } from '../support/workers-caller';
import { importInto, readAs } from '../support/workers-icalendar';

function fileOf(...events: readonly string[][]): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

const lunch = [
  'UID:lunch@example.com',
  'SUMMARY:Lunch',
  'DTSTART;TZID=Europe/Berlin:20261207T120000',
  'DURATION:PT1H',
  'RRULE:FREQ=WEEKLY',
  'CATEGORIES:food',
];
const tea = ['UID:tea@example.com', 'SUMMARY:Tea', 'DTSTART:20261208T150000Z', 'DESCRIPTION:Green\\, please'];
const broken = ['UID:broken@example.com', 'SUMMARY:Broken', 'DTSTART;TZID=Mars/Olympus:20261208T150000'];

describe('[Ic6] importing a file', () => {
  it('[V7] takes nothing of a title away of which the file of its calendar has the beginning', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const title = `${'x'.repeat(fieldLimits.maxListedTitleChars - 1)} and more`;
    const event = await newEvent(aoi, { calendar_id: calendar, title });
    const { text } = await readAs(aoi, `/v1/calendars/${calendar}.ics`);
    expect((await importInto(aoi, calendar, text)).body.events).toMatchObject([{ id: event, outcome: 'unchanged' }]);
    expect((await aoi.call('GET', `/v1/events/${event}`)).body.title).toBe(title);
  });

  it('[R13] leaves an event with too many attendees out, and says so', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const invited = (count: number) => Array.from({ length: count }, (_, index) => `ATTENDEE:mailto:p${index}@example.com`);
    const crowd = [...lunch, ...invited(fieldLimits.maxAttendees + 1)];
    const { body } = await importInto(aoi, calendar, fileOf(crowd, [...tea, ...invited(fieldLimits.maxAttendees)]));
    expect(body.events).toMatchObject([
      { title: 'Lunch', outcome: 'failed', id: null, detail: `/attendees must have at most ${fieldLimits.maxAttendees} entries` },
      { title: 'Tea', outcome: 'created', detail: null },
    ]);
  });

  it('takes each event over once, says what is wrong with others, and goes on', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const first = await importInto(aoi, calendar, fileOf(lunch, broken, tea));
    expect(first).toMatchObject({
      status: 200,
      body: {
        total: 3,
        next_offset: null,
        events: [
          { uid: 'lunch@example.com', title: 'Lunch', outcome: 'created', detail: null },
          { uid: 'broken@example.com', outcome: 'failed', id: null, detail: expect.stringContaining('Mars/Olympus') },
          { uid: 'tea@example.com', outcome: 'created' },
        ],
      },
    });
    const [{ id }, , { id: teaId }] = first.body.events as [{ id: string }, unknown, { id: string }];
    expect((await aoi.call('GET', `/v1/events/${id}`)).body).toMatchObject({
      calendar_id: calendar,
      title: 'Lunch',
      start_time: '2026-12-07T11:00:00Z',
      end_time: '2026-12-07T12:00:00Z',
      time_zone: 'Europe/Berlin',
      recurrence: 'FREQ=WEEKLY',
      tags: ['food'],
      status: 'confirmed',
    });
    expect((await aoi.call('GET', `/v1/events/${teaId}`)).body.description).toEqual([{ insert: 'Green, please' }]);

    const moved = lunch.map((line) => line.replace('T120000', 'T130000'));
    const again = await importInto(aoi, calendar, fileOf(moved, tea));
    expect(again.body.events).toMatchObject([
      { outcome: 'updated', id },
      { outcome: 'unchanged', id: teaId },
    ]);
    expect((await aoi.call('GET', `/v1/events/${id}`)).body.start_time).toBe('2026-12-07T12:00:00Z');
  });

  it('of our own export changes nothing, and makes copies in another calendar', async () => {
    const aoi = await newCaller('Aoi');
    const [calendar, other] = [await newCalendar(aoi), await newCalendar(aoi)];
    const series = {
      time_zone: 'America/New_York',
      recurrence: 'FREQ=WEEKLY;COUNT=5',
      exceptions: { '2026-12-22T14:00:00Z': false, '2026-12-29T14:00:00Z': { title: 'Last' } },
    };
    const id = await newEvent(aoi, { calendar_id: calendar, description: 'Bring a map', ...series });
    const { text } = await readAs(aoi, `/v1/calendars/${calendar}.ics`);
    expect((await importInto(aoi, calendar, text)).body.events).toMatchObject([{ outcome: 'unchanged', id }]);
    const [copy] = (await importInto(aoi, other, text)).body.events as { id: string; outcome: string }[];
    expect(copy?.outcome).toBe('created');
    expect((await aoi.call('GET', `/v1/events/${copy?.id}`)).body).toMatchObject({
      calendar_id: other,
      description: [{ insert: 'Bring a map' }],
      ...series,
    });
  });

  it('of what was deleted here makes it anew, once', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const idAfter = async (who: Caller, outcome: string) => {
      const [event] = (await importInto(who, calendar, fileOf(tea))).body.events as { id: string; outcome: string }[];
      expect(event).toMatchObject({ outcome, id: expect.any(String) });
      return event?.id;
    };
    const first = await idAfter(aoi, 'created');
    await aoi.call('DELETE', `/v1/events/${first}`);
    const second = await idAfter(ben, 'created');
    expect(second).not.toBe(first);
    expect(await idAfter(aoi, 'unchanged')).toBe(second);
    await ben.call('DELETE', `/v1/events/${second}`);
    expect([first, second]).not.toContain(await idAfter(aoi, 'created'));
  });

  it('of what was moved away makes it anew, once, whatever the importer may do with the moved one', async () => {
    const people = [await newCaller('Aoi'), await newCaller('Ben'), await newCaller('Cho')] as const;
    const [aoi, ben, cho] = people;
    const [calendar, other] = [await newCalendar(aoi), await newCalendar(aoi)];
    for (const who of [ben, cho]) await aoi.call('PUT', `/v1/calendars/${calendar}/members/${who.id}`, { role: 'editor' });
    await aoi.call('PUT', `/v1/calendars/${other}/members/${ben.id}`, { role: 'viewer' });
    const made = await importInto(aoi, calendar, fileOf(tea, lunch));
    const [first, untouched] = (made.body.events as { id: string }[]).map(({ id }) => id);
    expect((await aoi.call('POST', `/v1/events/${first}/move`, { calendar_id: other })).status).toBe(200);

    const coffee = tea.map((line) => line.replace('Tea', 'Coffee'));
    const anew = (await importInto(ben, calendar, fileOf(coffee, lunch))).body.events as { id: string }[];
    expect(anew).toMatchObject([{ outcome: 'created' }, { outcome: 'unchanged', id: untouched }]);
    const second = anew[0]?.id;
    expect(second).not.toBe(first);
    expect((await aoi.call('GET', `/v1/events/${second}`)).body).toMatchObject({ calendar_id: calendar, title: 'Coffee' });
    for (const who of people) {
      expect((await importInto(who, calendar, fileOf(coffee))).body.events).toMatchObject([{ outcome: 'unchanged', id: second }]);
    }
    expect((await aoi.call('GET', `/v1/events/${first}`)).body).toMatchObject({
      calendar_id: other,
      title: 'Tea',
      metadata: { version: 1 },
    });
  });

  it('by several members of a calendar makes nothing twice', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const first = await importInto(aoi, calendar, fileOf(tea));
    const second = await importInto(ben, calendar, fileOf(tea));
    expect(second.body.events).toMatchObject([{ outcome: 'unchanged', id: (first.body.events as { id: string }[])[0]?.id }]);
  });

  it('[R7] leaves a status that the importer may not set back, and takes the rest', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const file = (title: string, status: string, hour: string) =>
      fileOf(['UID:talk@example.com', `SUMMARY:${title}`, `DTSTART:20261208T${hour}0000Z`, 'DURATION:PT1H', `STATUS:${status}`]);
    const [made] = (await importInto(aoi, calendar, file('Talk', 'CONFIRMED', '15'))).body.events as { id: string }[];
    const id = made?.id;
    const lower = file('Long talk', 'TENTATIVE', '14');
    const detail = expect.stringContaining('status');
    expect((await importInto(ben, calendar, lower)).body.events).toMatchObject([{ outcome: 'updated', id, detail }]);
    const taken = { title: 'Long talk', start_time: '2026-12-08T14:00:00Z', end_time: '2026-12-08T15:00:00Z' };
    expect((await aoi.call('GET', `/v1/events/${id}`)).body).toMatchObject({ ...taken, status: 'confirmed' });
    expect((await importInto(ben, calendar, lower)).body.events).toMatchObject([{ outcome: 'unchanged', id, detail }]);
    expect((await importInto(aoi, calendar, lower)).body.events).toMatchObject([{ outcome: 'updated', id, detail: null }]);
    expect((await aoi.call('GET', `/v1/events/${id}`)).body).toMatchObject({ ...taken, status: 'tentative' });
  });

  it('goes on where the last call ended', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const many = Array.from({ length: calendarLimits.maxEventsPerImport + 1 }, (_, index) => [
      `UID:${index}`,
      'SUMMARY:x',
      'DTSTART:never',
    ]);
    const first = await importInto(aoi, calendar, fileOf(...many, tea));
    expect(first.body).toMatchObject({ total: many.length + 1, next_offset: calendarLimits.maxEventsPerImport });
    const rest = await importInto(aoi, calendar, fileOf(...many, tea), `?offset=${calendarLimits.maxEventsPerImport}`);
    expect(rest.body).toMatchObject({ next_offset: null, events: [{ outcome: 'failed' }, { outcome: 'created' }] });
  });

  it('is for those who may edit the calendar, and for calendar files', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    expect((await importInto(ben, calendar, fileOf(tea))).status).toBe(404);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'viewer' });
    expect((await importInto(ben, calendar, fileOf(tea))).status).toBe(403);
    expect((await importInto(aoi, calendar, 'hello')).status).toBe(400);
    expect((await aoi.call('POST', `/v1/calendars/${calendar}/import`, {})).status).toBe(415);
    expect((await importInto(aoi, calendar, ' '.repeat(calendarLimits.maxFileBytes + 1))).status).toBe(413);
  });
});
