import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { calendarLimits } from '../../src/protocol/limits';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { base, type Caller, mergePatch, newCaller } from '../support/workers-caller';

interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Read> {
  const answer = await exports.default.fetch(path.startsWith('/') ? `${base}${path}` : path, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function readAs(who: Caller, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Read> {
  return read(path, { authorization: `Bearer ${who.token}`, ...headers });
}

async function importInto(
  who: Caller,
  calendar: string,
  text: string,
  query = '',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await exports.default.fetch(`${base}/v1/calendars/${calendar}/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'text/calendar; charset=utf-8' },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

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

async function feedOf(who: Caller, calendar: string): Promise<{ id: string; url: string }> {
  const { status, body } = await who.call('POST', `/v1/calendars/${calendar}/feeds`, { label: 'Phone' });
  expect(status).toBe(201);
  return body as { id: string; url: string };
}

describe('[Ic4] an event as a file', () => {
  it('says all that files can say, in the state that it is in', async () => {
    const aoi = await newCaller('Aoi');
    const id = await newEvent(aoi, {
      description: 'Bring a map',
      time_zone: 'Asia/Tokyo',
      tags: ['kyoto'],
      reminders: [{ method: 'in_app', minutes_before: 5 }],
    });
    const { status, headers, text } = await readAs(aoi, `/v1/events/${id}.ics`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    for (const line of [
      `UID:${id}@triptrip`,
      'DTSTART;TZID=Asia/Tokyo:20261215T230000',
      'DESCRIPTION:Bring a map',
      'CATEGORIES:kyoto',
      'TRIGGER:-PT5M',
      'TZID:Asia/Tokyo',
      'SEQUENCE:0',
      'STATUS:TENTATIVE',
    ]) {
      expect(text.split('\r\n')).toContain(line);
    }
    const again = await readAs(aoi, `/v1/events/${id}.ics`, { 'if-none-match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('counts in SEQUENCE what changes its times, its recurrence, or cancels it, and nothing else', async () => {
    const aoi = await newCaller('Aoi');
    const id = await newEvent(aoi);
    const sequenceAfter = async (change: object) => {
      await aoi.call('PATCH', `/v1/events/${id}`, change, mergePatch);
      return /^SEQUENCE:(\d+)/m.exec((await readAs(aoi, `/v1/events/${id}.ics`)).text)?.[1];
    };
    expect(await sequenceAfter({ title: 'Another', location: 'Kyoto' })).toBe('0');
    expect(await sequenceAfter({ end_time: '2026-12-15T16:00:00Z' })).toBe('1');
    expect(await sequenceAfter({ recurrence: 'FREQ=DAILY' })).toBe('2');
    expect(await sequenceAfter({ status: 'confirmed' })).toBe('2');
    expect(await sequenceAfter({ status: 'cancelled' })).toBe('3');
  });

  it('counts in SEQUENCE moments, however they are written, and of its exceptions only when they are', async () => {
    const aoi = await newCaller('Aoi');
    const id = await newEvent(aoi, { recurrence: 'FREQ=DAILY' });
    const sequenceAfter = async (change: object) => {
      await aoi.call('PATCH', `/v1/events/${id}`, change, mergePatch);
      return /^SEQUENCE:(\d+)/m.exec((await readAs(aoi, `/v1/events/${id}.ics`)).text)?.[1];
    };
    const occurrence = (change: unknown, day = 16) => sequenceAfter({ exceptions: { [`2026-12-${day}T14:00:00Z`]: change } });
    expect(await sequenceAfter({ start_time: '2026-12-15T23:00:00+09:00' })).toBe('0');
    expect(await occurrence({ title: 'Once', location: 'Kyoto', status: 'confirmed' })).toBe('0');
    expect(await occurrence({ start_time: '2026-12-16T15:00:00Z', end_time: '2026-12-16T16:00:00Z' })).toBe('1');
    expect(await occurrence({ start_time: '2026-12-17T00:00:00+09:00', title: 'Twice' })).toBe('1');
    expect(await occurrence({ end_time: '2026-12-16T17:00:00Z' })).toBe('2');
    expect(await occurrence(false, 17)).toBe('3');
    expect(await occurrence({ status: 'cancelled' }, 18)).toBe('4');
    expect(await occurrence(null, 17)).toBe('5');
    expect(await sequenceAfter({ title: 'Another' })).toBe('5');
  });

  it('is for those who may read the event', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const id = await newEvent(aoi);
    expect((await readAs(ben, `/v1/events/${id}.ics`)).status).toBe(404);
    expect((await read(`/v1/events/${id}.ics`)).status).toBe(401);
    expect((await readAs(aoi, '/v1/events/nothing.ics')).status).toBe(404);
    expect((await readAs(aoi, `/v1/calendars/${id}.ics`)).status).toBe(404);
  });
});

describe('[Ic4] a calendar as a file', () => {
  const said = {
    description: 'Bring a map',
    reminders: [{ method: 'in_app', minutes_before: 5 }],
    attendees: [
      { user_id: 'ken', email: 'ken@example.com', name: 'Ken', response_status: 'ACCEPTED' },
      { user_id: 'mailto:eve@example.com', email: 'eve@example.com', name: 'eve@example.com', response_status: 'DECLINED' },
    ],
  };

  it('has descriptions, reminders and guests; a feed leaves their mail addresses out', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const id = await newEvent(aoi, { calendar_id: calendar, ...said });
    const lines = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');
    const both = ['DESCRIPTION:Bring a map', 'TRIGGER:-PT5M', `ORGANIZER;CN=Aoi:urn:x-triptrip:person:${aoi.id}`];
    const { text } = await readAs(aoi, `/v1/calendars/${calendar}.ics`);
    for (const line of both) expect(lines(text)).toContain(line);
    expect(lines(text)).toContain('ATTENDEE;CN=Ken;PARTSTAT=ACCEPTED:mailto:ken@example.com');
    const feed = await read((await feedOf(aoi, calendar)).url);
    for (const line of both) expect(lines(feed.text)).toContain(line);
    expect(lines(feed.text)).toContain('ATTENDEE;CN=Ken;PARTSTAT=ACCEPTED:urn:x-triptrip:person:ken');
    expect(lines(feed.text)).toContain('ATTENDEE;PARTSTAT=DECLINED:urn:x-triptrip:guest:2');
    expect(feed.text).not.toContain('example.com');
    // Neither takes anything away when it is read again.
    for (const file of [text, feed.text]) {
      expect((await importInto(aoi, calendar, file)).body.events).toMatchObject([{ outcome: 'unchanged', id }]);
    }
  });

  it('says nothing but the time of a private event of others', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'viewer' });
    await newEvent(aoi, { calendar_id: calendar, visibility: 'private', ...said });
    const { text } = await readAs(ben, `/v1/calendars/${calendar}.ics`);
    expect(text).toContain('SUMMARY:Busy');
    for (const name of ['DESCRIPTION', 'VALARM', 'ATTENDEE', 'ORGANIZER']) expect(text).not.toContain(name);
  });
});

describe('[Ic5] feeds', () => {
  it('show a calendar as whoever made them sees it, without signing in, until they are revoked', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi, { title: 'Team; Kyoto', color: '#aa3300' });
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'viewer' });
    await newEvent(aoi, { calendar_id: calendar, title: 'Seen' });
    await newEvent(aoi, { calendar_id: calendar, title: 'Secret', visibility: 'private' });
    const [mine, his] = [await feedOf(aoi, calendar), await feedOf(ben, calendar)];

    const seen = await read(mine.url);
    expect(seen.text).toContain('SUMMARY:Secret');
    expect(seen.text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H');
    expect(seen.text).toContain('X-PUBLISHED-TTL:PT1H');
    expect(seen.text).toContain('X-WR-CALNAME:Team\\; Kyoto');
    const seenByBen = await read(his.url);
    expect(seenByBen.text).toContain('SUMMARY:Seen');
    expect(seenByBen.text).toContain('SUMMARY:Busy');
    expect(seenByBen.text).not.toContain('Secret');

    expect((await ben.call('DELETE', `/v1/calendars/${calendar}/feeds/${mine.id}`)).status).toBe(404);
    expect((await aoi.call('DELETE', `/v1/calendars/${calendar}/feeds/${mine.id}`)).status).toBe(204);
    expect((await read(mine.url)).status).toBe(404);
    await aoi.call('DELETE', `/v1/calendars/${calendar}/members/${ben.id}`);
    expect((await read(his.url)).status).toBe(404);
  });

  it('are answered without a body until something has changed', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const { url } = await feedOf(aoi, calendar);
    const etag = (await read(url)).headers.get('etag') ?? '';
    expect((await read(url, { 'if-none-match': etag })).status).toBe(304);
    const event = await newEvent(aoi, { calendar_id: calendar });
    const changed = await read(url, { 'if-none-match': etag });
    expect([changed.status, changed.text.includes(event)]).toEqual([200, true]);
    await aoi.call('DELETE', `/v1/events/${event}`);
    expect((await read(url, { 'if-none-match': changed.headers.get('etag') ?? '' })).text).not.toContain(event);
  });

  it('are listed for their maker without their address, which stands in no problem either', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    const { id, url } = await feedOf(aoi, calendar);
    const { body } = await aoi.call('GET', `/v1/calendars/${calendar}/feeds`);
    expect(body.feeds).toMatchObject([{ id, label: 'Phone' }]);
    expect(JSON.stringify(body)).not.toContain('/v1/feeds/');
    expect((await ben.call('GET', `/v1/calendars/${calendar}/feeds`)).body.feeds).toEqual([]);
    expect((await ben.call('POST', `/v1/calendars/${calendar}/feeds`, {})).status).toBe(404);
    const wrong = url.replace(/.\.ics$/, url.endsWith('A.ics') ? 'B.ics' : 'A.ics');
    expect((await read(wrong)).text).toContain('/v1/feeds/[token]');
  });

  it('are made by tokens that may write, at most so many', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const reader = await newCaller('Reader', { scope: 'events:read', sub: aoi.id });
    expect((await reader.call('POST', `/v1/calendars/${calendar}/feeds`, {})).status).toBe(403);
    for (let made = 0; made < calendarLimits.maxFeeds; made += 1) await feedOf(aoi, calendar);
    expect((await aoi.call('POST', `/v1/calendars/${calendar}/feeds`, {})).body.code).toBe('too-many-feeds');
    const withKey = { 'idempotency-key': 'one-more' };
    expect((await aoi.call('POST', `/v1/calendars/${calendar}/feeds`, {}, withKey)).body.code).toBe('too-many-feeds');
  });

  it('are made once under an idempotency key, and do not come back by it', async () => {
    const [aoi, ben] = [await newCaller('Aoi'), await newCaller('Ben')];
    const calendar = await newCalendar(aoi);
    await aoi.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'viewer' });
    const make = async (who: Caller, label: string) => {
      const headers = { 'idempotency-key': 'phone' };
      const { status, body } = await who.call('POST', `/v1/calendars/${calendar}/feeds`, { label }, headers);
      return { status, body: body as Partial<Record<'id' | 'url' | 'label' | 'code', string>> };
    };
    const atOnce = await Promise.all([make(aoi, 'Phone'), make(aoi, 'Phone'), make(aoi, 'Phone')]);
    expect(atOnce.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    const { body: first } = await make(aoi, 'Phone');
    expect(first).toMatchObject({ label: 'Phone', url: expect.stringContaining('/v1/feeds/') });
    for (const { body } of atOnce) expect(body).toEqual(first);
    expect((await aoi.call('GET', `/v1/calendars/${calendar}/feeds`)).body.feeds).toHaveLength(1);
    expect((await read(first.url ?? '')).status).toBe(200);

    // The key is its caller's, and for what they asked then.
    const his = await make(ben, 'Phone');
    expect([his.status, his.body.url === first.url]).toEqual([201, false]);
    expect(await make(aoi, 'Tablet')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });

    await aoi.call('DELETE', `/v1/calendars/${calendar}/feeds/${first.id}`);
    expect(await make(aoi, 'Phone')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await aoi.call('GET', `/v1/calendars/${calendar}/feeds`)).body.feeds).toEqual([]);
  });
});

describe('[Ic6] importing a file', () => {
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
