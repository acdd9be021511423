import { describe, expect, it } from 'vitest';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { mergePatch, newCaller } from '../support/workers-caller';
import { feedOf, importInto, read, readAs } from '../support/workers-icalendar';

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
