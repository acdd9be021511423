import { describe, expect, it } from 'vitest';
import { calendarLimits } from '../../src/protocol/limits';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { type Caller, newCaller } from '../support/workers-caller';
import { feedOf, read } from '../support/workers-icalendar';

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
