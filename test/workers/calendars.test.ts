import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { calendarLimits } from '../../src/protocol/limits';
import { calendarObject, decemberOf, kill, meeting, newCalendar, newEvent, ringCalendar } from '../support/workers-calendar';
import { type Caller, mergePatch, newCaller } from '../support/workers-caller';
import { DocumentClient } from '../support/workers-document';

afterEach(() => {
  vi.useRealTimers();
});

async function calendarsOf(who: Caller): Promise<readonly Record<string, unknown>[]> {
  return (await who.call('GET', '/v1/calendars')).body.calendars as readonly Record<string, unknown>[];
}

/** A calendar with an event of its owner in it, and somebody else. */
async function shared(role = 'editor'): Promise<{ owner: Caller; ben: Caller; calendar: string; event: string }> {
  const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
  const calendar = await newCalendar(owner, { title: 'Team' });
  await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role });
  const event = await newEvent(owner, { calendar_id: calendar });
  return { owner, ben, calendar, event };
}

describe('[Ca1] calendars', () => {
  it('everybody has one, from the moment in which they look', async () => {
    const aoi = await newCaller('Aoi');
    const [first, ...others] = await calendarsOf(aoi);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ title: 'Aoi', role: 'owner', is_default: true, owner_id: aoi.id, member_count: 1 });
    expect(await calendarsOf(aoi)).toEqual([first]);
    expect((await aoi.call('DELETE', `/v1/calendars/${first?.id}?events=delete`)).body.code).toBe('default-calendar');
  });

  it('an event that names none goes there, and that one is the same', async () => {
    const aoi = await newCaller('Aoi');
    const event = await newEvent(aoi);
    const calendar = (await aoi.call('GET', `/v1/events/${event}`)).body.calendar_id;
    expect(await calendarsOf(aoi)).toMatchObject([{ id: calendar, is_default: true }]);
    expect(await newEvent(aoi)).not.toBe(event);
    expect((await decemberOf(aoi, `&calendar=${calendar}`)).length).toBe(2);
  });

  it('somebody may have several, and sees those of others that they belong to', async () => {
    const { owner, ben, calendar } = await shared('viewer');
    const listed = await calendarsOf(ben);
    expect(listed.map(({ id, role, is_default }) => [id === calendar, role, is_default])).toEqual([
      [false, 'owner', true],
      [true, 'viewer', false],
    ]);
    await owner.call('PATCH', `/v1/calendars/${calendar}`, { title: 'Kyoto team', color: '#aa3300' }, mergePatch);
    expect(await calendarsOf(ben)).toMatchObject([{}, { title: 'Kyoto team', color: '#aa3300', member_count: 2 }]);
  });

  it('a token to read makes none', async () => {
    const reader = await newCaller('Reader', { scope: 'events:read' });
    expect(await calendarsOf(reader)).toEqual([]);
  });

  it.each([
    ['owner', 201],
    ['editor', 201],
    ['commenter', 403],
    ['viewer', 403],
    [null, 404],
  ])('%s creates an event in one: %s', async (role, status) => {
    const [owner, who] = [await newCaller('Owner'), await newCaller('Who')];
    const calendar = await newCalendar(owner);
    if (role !== null) await owner.call('PUT', `/v1/calendars/${calendar}/members/${who.id}`, { role });
    const answer = await who.call('POST', '/v1/events', { ...meeting, calendar_id: calendar });
    expect(answer.status).toBe(status);
    expect(await decemberOf(owner)).toHaveLength(status === 201 ? 1 : 0);
    if (status === 201) expect(await decemberOf(who)).toMatchObject([{ calendar_id: calendar, role: 'owner' }]);
  });

  it.each(['nonsense', '01a20179-c27d-7361-9c64-4c1e11ce318d', 7])('there is no calendar %s', async (calendar_id) => {
    const aoi = await newCaller('Aoi');
    const { status } = await aoi.call('POST', '/v1/events', { ...meeting, calendar_id });
    expect(status).toBe(typeof calendar_id === 'string' ? 404 : 422);
  });

  it('a repeated call creates one event', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    const key = { 'idempotency-key': 'once' };
    const create = () => aoi.call('POST', '/v1/events', { ...meeting, calendar_id: calendar }, key);
    const [first, second] = [await create(), await create()];
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
    expect(await decemberOf(aoi)).toHaveLength(1);
  });
});

describe('[Ca3] what the members of a calendar are in its events', () => {
  it('is told with the answer', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    expect((await ben.call('GET', `/v1/events/${event}`)).body).toMatchObject({ calendar_id: calendar, title: 'Meeting' });
    const rename = () => ben.call('PATCH', `/v1/events/${event}`, { title: 'Other' }, mergePatch);
    expect((await rename()).status).toBe(403);
    await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    expect((await rename()).status).toBe(200);
    await owner.call('DELETE', `/v1/calendars/${calendar}/members/${ben.id}`);
    expect((await ben.call('GET', `/v1/events/${event}`)).status).toBe(404);
    expect(await decemberOf(ben)).toEqual([]);
  });

  it('reaches open sockets at once', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    const client = await DocumentClient.join(ben, `/v1/events/${event}`);
    await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    await client.until(() => client.of('session').at(-1)?.message.role === 'editor');
    await client.edit((doc) => doc.getText('title').insert(0, 'Our '));
    await owner.call('DELETE', `/v1/calendars/${calendar}/members/${ben.id}`);
    expect(await client.closed).toEqual([4403, 'membership ended']);
    expect((await owner.call('GET', `/v1/events/${event}`)).body.title).toBe('Our Meeting');
  });

  it('is known to who accepts an invitation to the calendar', async () => {
    const { owner, calendar, event } = await shared();
    const chloe = await newCaller('Chloe');
    const { body } = await owner.call('POST', `/v1/calendars/${calendar}/invites`, { role: 'editor' });
    expect((await chloe.call('POST', `/v1/invites/${body.token}/accept`)).status).toBe(200);
    expect((await chloe.call('GET', `/v1/events/${event}`)).status).toBe(200);
  });

  it('survives that both were killed', async () => {
    const { ben, calendar, event } = await shared();
    await kill('event', event);
    await kill('calendar', calendar);
    expect((await ben.call('GET', `/v1/events/${event}`)).status).toBe(200);
  });

  it('an event that could not be told is told later', async () => {
    const { owner, ben, calendar, event } = await shared();
    const object = env.EVENTS.getByName(event);
    // An event that fails at whatever it is asked for: a table of it is gone for a while.
    await kill('event', event);
    await runInDurableObject(
      object,
      (_, { storage }) => void storage.sql.exec('ALTER TABLE calendar_roll RENAME TO hidden_roll'),
    );
    expect((await owner.call('DELETE', `/v1/calendars/${calendar}/members/${ben.id}`)).status).toBe(204);
    await runInDurableObject(
      object,
      (_, { storage }) => void storage.sql.exec('ALTER TABLE hidden_roll RENAME TO calendar_roll'),
    );
    const read = async () => (await ben.call('GET', `/v1/events/${event}`)).status;
    await expect.poll(read, { timeout: 10_000 }).toBe(404);
    // Then nothing is left to do.
    const waiting = () =>
      runInDurableObject(calendarObject(calendar), (_, { storage }) =>
        storage.sql.exec("SELECT name FROM timers WHERE name = 'rolls'").toArray(),
      );
    await expect.poll(waiting).toEqual([]);
  });

  it('a push that was lost with the object that made it is made again', async () => {
    const { ben, calendar, event } = await shared('viewer');
    // As it stands in the storage when the object dies right after the change.
    await runInDurableObject(calendarObject(calendar), (_, { storage: { sql } }) => {
      const facts = JSON.parse(sql.exec<{ facts: string }>('SELECT facts FROM meta').one().facts);
      sql.exec('UPDATE meta SET facts = ?', JSON.stringify({ ...facts, rollSequence: facts.rollSequence + 1 }));
      sql.exec("UPDATE members SET role = 'editor' WHERE id = ?", ben.id);
      sql.exec("INSERT OR REPLACE INTO timers (name, due) VALUES ('rolls', 1)");
    });
    await kill('calendar', calendar);
    await ringCalendar(calendar);
    const rename = async () => (await ben.call('PATCH', `/v1/events/${event}`, { title: 'Ours' }, mergePatch)).status;
    await expect.poll(rename).toBe(200);
  });

  it('many events of a calendar know it with the answer', async () => {
    const { owner, ben, calendar } = await shared('viewer');
    const events = await Promise.all(Array.from({ length: 60 }, () => newEvent(owner, { calendar_id: calendar })));
    await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const renamed = await Promise.all(
      events.map((event) => ben.call('PATCH', `/v1/events/${event}`, { title: 'Ours' }, mergePatch)),
    );
    expect(renamed.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('[Ca2] a private event', () => {
  it('is closed to those who watch the calendar, and a block of time in their list', async () => {
    const { owner, ben, event } = await shared('viewer');
    const client = await DocumentClient.join(ben, `/v1/events/${event}`);
    await owner.call('PATCH', `/v1/events/${event}`, { visibility: 'private' }, mergePatch);
    expect(await client.closed).toEqual([4403, 'membership ended']);
    expect((await ben.call('GET', `/v1/events/${event}`)).status).toBe(404);
    expect(await decemberOf(ben)).toMatchObject([{ id: event, title: '', busy_only: true }]);
    expect(await decemberOf(owner)).toMatchObject([{ id: event, title: 'Meeting' }]);
  });

  it('who is invited may read it', async () => {
    const { owner, event } = await shared();
    const dan = await newCaller('Dan');
    const invite = { visibility: 'private', attendees: [{ user_id: dan.id }] };
    expect((await owner.call('PATCH', `/v1/events/${event}`, invite, mergePatch)).status).toBe(200);
    expect((await dan.call('GET', `/v1/events/${event}`)).status).toBe(200);
    expect((await dan.call('PATCH', `/v1/events/${event}`, { title: 'x' }, mergePatch)).status).toBe(403);
    expect(await decemberOf(dan)).toMatchObject([{ id: event, role: 'viewer', my_response: 'NEEDS_ACTION' }]);
  });
});

describe('[Ca4] moving', () => {
  it('[V4] nobody keeps the event as it was there, although its version is the same', async () => {
    const { owner, ben, event } = await shared();
    const other = await newCalendar(owner);
    const ask = async () => {
      const known = (await owner.call('GET', `/v1/events/${event}`)).headers.get('etag') ?? '';
      return () => owner.call('GET', `/v1/events/${event}`, undefined, { 'if-none-match': known });
    };
    let again = await ask();
    expect((await again()).status).toBe(304);
    await owner.call('POST', `/v1/events/${event}/move`, { calendar_id: other });
    expect((await again()).body.calendar_id).toBe(other);
    await owner.call('PATCH', `/v1/events/${event}`, { title: 'Moved' }, mergePatch);
    again = await ask();
    expect((await again()).status).toBe(304);
    await owner.call('PUT', `/v1/events/${event}/members/${ben.id}`, { role: 'editor' });
    expect((await again()).body.collaborators).toMatchObject([{ id: owner.id }, { id: ben.id }]);
  });

  it('takes an event to another calendar, for everybody', async () => {
    const { owner, ben, calendar, event } = await shared();
    const target = await newCalendar(owner);
    const client = await DocumentClient.join(ben, `/v1/events/${event}`);
    const watcher = await DocumentClient.join(ben, `/v1/calendars/${calendar}`);
    const answer = await owner.call('POST', `/v1/events/${event}/move`, { calendar_id: target });
    expect([answer.status, answer.body.calendar_id]).toEqual([200, target]);
    expect(await client.closed).toEqual([4403, 'membership ended']);
    await watcher.until(() => watcher.of('eventChanged').some(({ message }) => message.id === event && message.event === null));
    expect(await decemberOf(ben)).toEqual([]);
    expect(await decemberOf(owner)).toMatchObject([{ id: event, calendar_id: target }]);
    // The former calendar knows nothing of it any more.
    expect((await owner.call('DELETE', `/v1/calendars/${calendar}`)).status).toBe(204);
    expect((await owner.call('GET', `/v1/events/${event}`)).status).toBe(200);
    watcher.close();
  });

  it('is for who manages the event and may edit the other calendar', async () => {
    const { owner, ben, event } = await shared();
    const [bens, owners] = [await newCalendar(ben), await newCalendar(owner)];
    const move = (who: Caller, calendar_id: string) => who.call('POST', `/v1/events/${event}/move`, { calendar_id });
    expect((await move(ben, bens)).status).toBe(403);
    expect((await move(owner, bens)).status).toBe(404);
    await ben.call('PUT', `/v1/calendars/${bens}/members/${owner.id}`, { role: 'viewer' });
    expect((await move(owner, bens)).status).toBe(403);
    expect((await move(owner, owners)).status).toBe(200);
  });
});

describe('[Ca5] deleting a calendar', () => {
  it('takes its events along only when that is said, and brings them back', async () => {
    const { owner, ben, calendar, event } = await shared();
    const gone = await newEvent(owner, { calendar_id: calendar });
    await owner.call('DELETE', `/v1/events/${gone}`);
    expect((await ben.call('DELETE', `/v1/calendars/${calendar}?events=delete`)).status).toBe(403);
    expect((await owner.call('DELETE', `/v1/calendars/${calendar}`)).body.code).toBe('calendar-not-empty');
    expect((await owner.call('GET', `/v1/events/${event}`)).status).toBe(200);
    expect((await owner.call('DELETE', `/v1/calendars/${calendar}?events=delete`)).status).toBe(204);
    expect((await owner.call('GET', `/v1/events/${event}`)).status).toBe(404);
    expect(await decemberOf(owner)).toEqual([]);
    const listed = (await owner.call('GET', '/v1/calendars?deleted=true')).body.calendars;
    expect(listed).toMatchObject([{ id: calendar, restorable_until: expect.any(String) }]);
    expect((await owner.call('POST', `/v1/calendars/${calendar}/restore`)).status).toBe(200);
    expect((await owner.call('GET', `/v1/events/${event}`)).status).toBe(200);
    expect((await owner.call('GET', `/v1/events/${gone}`)).status).toBe(404);
    await expect.poll(async () => (await decemberOf(ben)).map(({ id }) => id)).toEqual([event]);
  });

  it('an empty one just goes', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await newCalendar(aoi);
    expect((await aoi.call('DELETE', `/v1/calendars/${calendar}`)).status).toBe(204);
    expect((await aoi.call('POST', '/v1/events', { ...meeting, calendar_id: calendar })).status).toBe(404);
  });
});

describe('[Ca6] who looks at a calendar', () => {
  it('sees events come, change and go that nobody has open', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    const watcher = await DocumentClient.join(ben, `/v1/calendars/${calendar}`);
    const last = () => watcher.of('eventChanged').at(-1)?.message;
    await owner.call('PATCH', `/v1/events/${event}`, { title: 'Moved' }, mergePatch);
    await watcher.until(() => last()?.event?.title === 'Moved');
    expect(last()).toMatchObject({ id: event, event: { role: 'viewer', start_time: meeting.start_time, version: 2 } });
    const made = await newEvent(owner, { calendar_id: calendar, visibility: 'private' });
    await watcher.until(() => last()?.id === made);
    expect(last()?.event).toMatchObject({ title: '', busy_only: true });
    await owner.call('DELETE', `/v1/events/${event}`);
    await watcher.until(() => last()?.id === event);
    expect(last()).toEqual({ id: event, event: null });
    watcher.close();
  });

  it('sees what they are in an event themselves and have answered, also when it was they who answered', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    const watcher = await DocumentClient.join(ben, `/v1/calendars/${calendar}`);
    const last = () => watcher.of('eventChanged').at(-1)?.message.event;
    await owner.call('PATCH', `/v1/events/${event}`, { attendees: [{ user_id: ben.id }] }, mergePatch);
    await watcher.until(() => last()?.my_response === 'NEEDS_ACTION');
    await ben.call('POST', `/v1/events/${event}/response`, { response_status: 'DECLINED' });
    await watcher.until(() => last()?.my_response === 'DECLINED');
    await owner.call('PUT', `/v1/events/${event}/members/${ben.id}`, { role: 'editor' });
    await watcher.until(() => last()?.role === 'editor');
    await owner.call('PUT', `/v1/events/${event}/members/${ben.id}`, { role: 'viewer' });
    await watcher.until(() => last()?.role === 'viewer');
    watcher.close();
  });

  it('sees what somebody types into an event', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    const watcher = await DocumentClient.join(ben, `/v1/calendars/${calendar}`);
    const author = await DocumentClient.join(owner, `/v1/events/${event}`);
    await author.edit((doc) => doc.getText('title').insert(0, 'Live '));
    await watcher.until(() => watcher.of('eventChanged').at(-1)?.message.event?.title === 'Live Meeting');
    author.close();
    watcher.close();
  });
});

describe('[Ca7] the list over HTTP', () => {
  it.each([
    ['', 422],
    ['?from=2026-12-01T00:00:00Z', 422],
    ['?from=2026-12-01&to=2026-12-02', 422],
    ['?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z', 422],
    ['?from=2026-12-01T00:00:00Z&to=2028-12-01T00:00:00Z', 422],
    ['?from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z&calendar=x', 422],
    ['?from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z&cursor=x', 422],
    ['?from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z&limit=0', 422],
    ['?calendar=01a20179-c27d-7361-9c64-4c1e11ce318d', 404],
    ['?calendar=01a20179-c27d-7361-9c64-4c1e11ce318d&q=x', 422],
    ['?from=2026-12-01T00:00:00%2B09:00&to=2027-12-01T00:00:00-08:00', 200],
  ])('%s → %s', async (query, status) => {
    const aoi = await newCaller('Aoi');
    expect((await aoi.call('GET', `/v1/events${query}`)).status).toBe(status);
  });

  it('comes in pages', async () => {
    const aoi = await newCaller('Aoi');
    const event = await newEvent(aoi, { recurrence: 'FREQ=DAILY;COUNT=5', time_zone: 'Asia/Tokyo' });
    const starts: unknown[] = [];
    for (let cursor = ''; ; ) {
      const path = `/v1/events?from=2026-12-01T00:00:00Z&to=2027-01-01T00:00:00Z&limit=2${cursor}`;
      const { body } = await aoi.call('GET', path);
      starts.push(...(body.events as { id: string; start_time: string }[]).map(({ start_time }) => start_time));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(starts).toEqual([15, 16, 17, 18, 19].map((day) => `2026-12-${day}T14:00:00Z`));
    expect(event).toBeTruthy();
  });
});

describe('[Ca8] sync tokens over HTTP', () => {
  it('ask what has changed since then', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    const first = await ben.call('GET', `/v1/events?calendar=${calendar}`);
    expect(first.body).toMatchObject({ events: [{ id: event }], deleted: [], next_cursor: null, sync_token: expect.any(String) });
    const since = (token: unknown, name = 'sync_token') => ben.call('GET', `/v1/events?calendar=${calendar}&${name}=${token}`);
    for (const name of ['sync_token', 'syncToken']) {
      expect((await since(first.body.sync_token, name)).body).toMatchObject({ events: [], deleted: [] });
      expect((await since('nonsense', name)).status).toBe(422);
    }
    const made = await newEvent(owner, { calendar_id: calendar });
    await owner.call('DELETE', `/v1/events/${event}`);
    const second = await since(first.body.sync_token);
    expect(second.body).toMatchObject({ events: [{ id: made }], deleted: [event] });
    expect((await since(second.body.sync_token)).body).toMatchObject({ events: [], deleted: [] });
  });

  it('become too old', async () => {
    const { ben, calendar } = await shared();
    const { body } = await ben.call('GET', `/v1/events?calendar=${calendar}`);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + calendarLimits.keepDeparturesMs + 60_000 });
    const late = await ben.call('GET', `/v1/events?calendar=${calendar}&sync_token=${body.sync_token}`);
    expect([late.status, late.body.code]).toEqual([410, 'history-gone']);
  });

  it('are good as long as their bearer has the same role: what a private event shows follows from it', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    await owner.call('PATCH', `/v1/events/${event}`, { visibility: 'private' }, mergePatch);
    const { body } = await ben.call('GET', `/v1/events?calendar=${calendar}`);
    expect(body.events).toMatchObject([{ id: event, busy_only: true }]);
    await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const late = await ben.call('GET', `/v1/events?calendar=${calendar}&sync_token=${body.sync_token}`);
    expect([late.status, late.body.code]).toEqual([410, 'history-gone']);
    const anew = await ben.call('GET', `/v1/events?calendar=${calendar}`);
    expect(anew.body.events).toMatchObject([{ id: event, title: 'Meeting', role: 'editor' }]);
  });

  it('are for one calendar', async () => {
    const { owner, calendar } = await shared();
    const other = await newCalendar(owner);
    const { body } = await owner.call('GET', `/v1/events?calendar=${calendar}`);
    expect((await owner.call('GET', `/v1/events?calendar=${other}&sync_token=${body.sync_token}`)).status).toBe(422);
    expect((await owner.call('GET', `/v1/events?calendar=${calendar},${other}&sync_token=${body.sync_token}`)).status).toBe(422);
    expect((await owner.call('GET', `/v1/events?calendar=${calendar}&sync_token=nonsense`)).status).toBe(422);
  });
});

describe('[Ca10] free and busy over HTTP', () => {
  it('tells who may see the calendar when there is no time, and no more', async () => {
    const { owner, ben, calendar, event } = await shared('viewer');
    await owner.call('PATCH', `/v1/events/${event}`, { visibility: 'private' }, mergePatch);
    const path = `/v1/free-busy?from=2026-12-15T00:00:00Z&to=2026-12-16T00:00:00Z&calendar=${calendar}`;
    const { body } = await ben.call('GET', path);
    expect(body).toEqual({
      busy: [{ calendar_id: calendar, start: '2026-12-15T14:00:00.000Z', end: '2026-12-15T15:00:00.000Z' }],
    });
    const stranger = await newCaller('Stranger');
    expect((await stranger.call('GET', path)).status).toBe(404);
    const own = path.slice(0, path.indexOf('&calendar'));
    expect((await stranger.call('GET', own)).body).toEqual({ busy: [] });
    expect((await ben.call('GET', own)).body).toEqual(body);
  });
});

describe('who may ask for lists', () => {
  it.each([
    ['events:read', [200, 200, 200], 403],
    ['events:write', [200, 200, 200], 201],
    ['trips:write', [403, 403, 403], 403],
  ])('a token for %s', async (scope, lists, create) => {
    const who = await newCaller('Somebody', { scope });
    const window = 'from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z';
    const statuses = [];
    for (const path of [`/v1/events?${window}`, `/v1/free-busy?${window}`, '/v1/calendars'])
      statuses.push((await who.call('GET', path)).status);
    expect(statuses).toEqual(lists);
    expect((await who.call('POST', '/v1/calendars', {})).status).toBe(create);
  });
});
