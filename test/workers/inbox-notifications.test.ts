import { describe, expect, it } from 'vitest';
import { codeOf, newCaller, newTrip } from '../support/workers-caller';
import { at, bring, listOf } from '../support/workers-inbox';

const hourMs = 60 * 60 * 1000;
const dayIn = (timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format();

describe('the notifications of a person over REST', () => {
  it('[M10] are listed by pages, with the count of all that are unread', async () => {
    const aoi = await newCaller('Aoi');
    const ids = [await bring(aoi), await bring(aoi, { type: 'trip_update' }), await bring(aoi)];
    const first = await aoi.call('GET', '/v1/inbox/notifications?limit=2');
    expect(first.body).toMatchObject({ unread_count: 3, next_cursor: expect.any(String) });
    const rest = await aoi.call('GET', `/v1/inbox/notifications?limit=2&cursor=${first.body.next_cursor}`);
    expect([...listOf(first), ...listOf(rest)]).toEqual(ids.toReversed());
    expect(rest.body.next_cursor).toBeNull();
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications?category=trip'))).toEqual([ids[1]]);
    expect((await aoi.call('GET', at(ids[0] as string))).body).toMatchObject({ title: 'Booked', read_at: null, count: 1 });
    expect((await aoi.call('GET', '/v1/inbox/unread-count')).body).toEqual({ unread_count: 3 });
  });

  it.each(['limit=0', 'limit=x', 'category=none', 'cursor=x', 'cursor=WzIsMV0', 'unread=yes'])('refuse %s', async (query) => {
    const aoi = await newCaller('Aoi');
    expect(codeOf(await aoi.call('GET', `/v1/inbox/notifications?${query}`))).toEqual([422, 'invalid']);
  });

  it('are marked, and put off, and their buttons pressed; again changes nothing', async () => {
    const aoi = await newCaller('Aoi');
    const id = await bring(aoi);
    for (let call = 0; call < 2; call++) {
      expect((await aoi.call('POST', at(id, '/read'))).body).toMatchObject({ id, read_at: expect.any(String) });
      expect((await aoi.call('POST', at(id, '/actions/open'))).body.actions).toMatchObject([{ done_at: expect.any(String) }]);
    }
    expect((await aoi.call('POST', at(id, '/unread'))).body).toMatchObject({ read_at: null });
    expect((await aoi.call('POST', '/v1/inbox/notifications/read-all')).body).toMatchObject({ unread_count: 0 });
    const until = new Date(Date.now() + hourMs).toISOString();
    expect((await aoi.call('POST', at(id, '/snooze'), { until })).body).toMatchObject({ snoozed_until: until });
    expect(codeOf(await aoi.call('POST', at(id, '/snooze'), { until: '2020-01-01T00:00:00Z' }))).toEqual([422, 'invalid']);
    expect((await aoi.call('POST', at(id, '/dismiss'))).body).toMatchObject({ dismissed_at: expect.any(String) });
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([]);
  });

  it('[K9] tell why they went over which channel', async () => {
    const aoi = await newCaller('Aoi');
    const { body: trace } = await aoi.call('GET', at(await bring(aoi), '/trace'));
    expect(trace).toMatchObject({
      source: 'test',
      channels: [
        { channel: 'in_app', deliveries: [{ state: 'sent', device_id: null, tries: 0, next_try_at: null }] },
        { channel: 'push', verdict: 'skip', reason: 'no-address', deliveries: [] },
        { channel: 'email', verdict: 'skip', reason: 'no-address' },
        { channel: 'sms', verdict: 'skip', reason: 'not-of-type' },
      ],
    });
  });

  it('[K9] that are scheduled say when, to who has the id', async () => {
    const aoi = await newCaller('Aoi');
    const sendAtMs = Date.now() + hourMs;
    const id = await bring(aoi, { sendAtMs });
    const scheduled_for = new Date(sendAtMs).toISOString();
    expect((await aoi.call('GET', at(id, '/trace'))).body).toMatchObject({ received_at: null, scheduled_for, channels: [] });
    for (const other of [at(id), at(crypto.randomUUID(), '/trace')]) {
      expect(codeOf(await aoi.call('GET', other))).toEqual([404, 'not-found']);
    }
    const ben = await newCaller('Ben');
    expect(codeOf(await ben.call('GET', at(id, '/trace')))).toEqual([404, 'not-found']);
  });

  it('of the trip that somebody is on come first', async () => {
    const aoi = await newCaller('Aoi');
    // It may be midnight in the middle of this.
    const [today, tomorrow] = [0, 24].map((hours) => new Date(Date.now() + hours * hourMs).toISOString().slice(0, 10));
    const trip = (await newTrip(aoi, { start_date: today, end_date: tomorrow })).slice('/v1/trips/'.length);
    const about = await bring(aoi, { data: { trip_id: trip } });
    const later = await bring(aoi);
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([about, later]);
    const { body } = await aoi.call('GET', '/v1/inbox/travels');
    expect(body).toEqual({ trips: [{ id: trip, start_date: today, end_date: tomorrow }] });
  });

  it('[Z9] of a trip that is on where somebody is, and not in UTC, come first', async () => {
    const aoi = await newCaller('Aoi');
    // Of these two one is on another day than UTC, at any hour.
    const zone = ['Pacific/Kiritimati', 'Etc/GMT+12'].find((timeZone) => dayIn(timeZone) !== dayIn('UTC')) as string;
    const trip = (await newTrip(aoi, { start_date: dayIn(zone), end_date: dayIn(zone) })).slice('/v1/trips/'.length);
    const about = await bring(aoi, { data: { trip_id: trip } });
    const later = await bring(aoi);
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([later, about]);
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    await aoi.call('PUT', '/v1/inbox/preferences', { ...body, time_zone: zone });
    expect(listOf(await aoi.call('GET', '/v1/inbox/notifications'))).toEqual([about, later]);
  });
});
