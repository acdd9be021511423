import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { type Caller, mergePatch, newCaller } from '../support/workers-caller';
import { passTime, ringAlarm, stopClock } from '../support/workers-document';

beforeEach(stopClock);

afterEach(() => {
  vi.useRealTimers();
});

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly actions: readonly { readonly id: string; readonly label: string; readonly done_at: string | null }[];
}

async function notificationsOf(caller: Caller): Promise<readonly Listed[]> {
  return (await caller.call('GET', '/v1/inbox/notifications')).body.notifications as readonly Listed[];
}

async function untilTold(caller: Caller, type: string): Promise<Listed> {
  return vi.waitFor(async () => {
    const found = (await notificationsOf(caller)).find((one) => one.type === type);
    if (found === undefined) throw new Error(`there is no ${type} yet`);
    return found;
  });
}

async function tell(path: string, ms = 2_000): Promise<void> {
  passTime(ms);
  await ringAlarm(path);
}

const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');

async function invited(): Promise<{ owner: Caller; ben: Caller; event: string; id: string }> {
  const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
  const times = { start_time: hour(24), end_time: hour(25), time_zone: 'Asia/Tokyo' };
  const id = await newEvent(owner, { title: 'Dinner', ...times, attendees: [{ user_id: ben.id }] });
  const event = `/v1/events/${id}`;
  await tell(event);
  return { owner, ben, event, id };
}

const answerOf = async (who: Caller, event: string): Promise<unknown> => {
  const attendees = (await who.call('GET', event)).body.attendees as readonly { user_id: string; response_status: string }[];
  return attendees.find(({ user_id }) => user_id !== who.id)?.response_status;
};

describe('invitations to events', () => {
  it('[B5] find the guest in their inbox, with a button for each answer', async () => {
    const { ben, id } = await invited();
    const told = await untilTold(ben, 'event_invited');
    expect(told).toMatchObject({
      category: 'calendar',
      title: expect.stringContaining('Dinner'),
      data: { event_id: id, event_title: 'Dinner', url: `/calendar?event=${id}`, time_zone: 'Asia/Tokyo', all_day: false },
    });
    expect(told.actions.map((action) => action.id)).toEqual(['accepted', 'declined', 'tentative']);
    expect(told.actions.every(({ id: name, label }) => label !== name)).toBe(true);
  });

  it('[B6] a button answers the event, once', async () => {
    const { owner, ben, event } = await invited();
    const { id } = await untilTold(ben, 'event_invited');
    const pressed = await ben.call('POST', `/v1/inbox/notifications/${id}/actions/accepted`);
    expect(pressed.status).toBeLessThan(300);
    await vi.waitFor(async () => expect(await answerOf(owner, event)).toBe('ACCEPTED'));
  });

  it('[B6] over REST, too, for oneself only', async () => {
    const { owner, ben, event } = await invited();
    const answered = await ben.call('POST', `${event}/response`, { response_status: 'DECLINED' });
    expect([answered.status, answered.headers.get('etag')]).toEqual([200, '"v2"']);
    expect(await answerOf(owner, event)).toBe('DECLINED');
    expect((await owner.call('POST', `${event}/response`, { response_status: 'ACCEPTED' })).body.code).toBe('forbidden');
    expect((await ben.call('POST', `${event}/response`, { response_status: 'yes' })).status).toBe(422);
    const [stranger, reader] = [await newCaller('Stranger'), await newCaller('Reader')];
    expect((await stranger.call('POST', `${event}/response`, { response_status: 'ACCEPTED' })).status).toBe(404);
    expect((await reader.call('GET', event)).status).toBe(404);
  });

  it('[B5] of a cancelled event its guests are told', async () => {
    const { owner, ben, event } = await invited();
    await owner.call('PATCH', event, { status: 'cancelled' }, mergePatch);
    await tell(event);
    expect(await untilTold(ben, 'event_cancelled')).toMatchObject({ data: { event_title: 'Dinner', actor_id: owner.id } });
  });

  it('[B5] of a deleted event its members are told who are no guests, and who deletes it is not', async () => {
    const { owner, ben, event } = await invited();
    const anna = await newCaller('Anna');
    await owner.call('PUT', `${event}/members/${anna.id}`, { role: 'editor' });
    await owner.call('DELETE', event);
    await tell(event);
    for (const person of [ben, anna]) {
      expect(await untilTold(person, 'event_cancelled')).toMatchObject({ data: { event_title: 'Dinner', actor_id: owner.id } });
    }
    expect((await notificationsOf(owner)).filter(({ type }) => type === 'event_cancelled')).toEqual([]);
  });
});

describe('[B7] reminders', () => {
  it('wake the event in time', async () => {
    const owner = await newCaller('Owner');
    const times = { start_time: hour(2), end_time: hour(3) };
    const reminders = [{ method: 'push', minutes_before: 30 }];
    const event = `/v1/events/${await newEvent(owner, { title: 'Dinner', ...times, reminders })}`;
    await tell(event, 1.5 * 3_600_000);
    // What the reminder found is told by the next alarm.
    await tell(event, 0);
    expect(await untilTold(owner, 'event_reminder')).toMatchObject({
      priority: 'high',
      data: { event_title: 'Dinner', start_time: expect.stringMatching(/^\d{4}-/) },
    });
  });
});

describe('members of events and of calendars', () => {
  it.each([
    ['event', 'event_shared', 'event_removed'],
    ['calendar', 'calendar_shared', 'calendar_removed'],
  ])('[B3] of %s: %s, role_changed, %s', async (kind, shared, removed) => {
    const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
    const id = kind === 'event' ? await newEvent(owner, { title: 'Team' }) : await newCalendar(owner, { title: 'Team' });
    const path = `/v1/${kind}s/${id}`;
    await owner.call('PUT', `${path}/members/${ben.id}`, { role: 'viewer' });
    await tell(path);
    expect(await untilTold(ben, shared)).toMatchObject({
      category: 'calendar',
      title: expect.stringContaining('Team'),
      data: { [`${kind}_id`]: id, role: 'viewer' },
    });
    await owner.call('PUT', `${path}/members/${ben.id}`, { role: 'editor' });
    await tell(path);
    expect(await untilTold(ben, 'role_changed')).toMatchObject({ category: 'calendar', data: { role: 'editor' } });
    await owner.call('DELETE', `${path}/members/${ben.id}`);
    await tell(path);
    await untilTold(ben, removed);
  });

  it('[B3] of a calendar that is deleted are told so, of the same one once, and who deleted it is not', async () => {
    const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
    const id = await newCalendar(owner, { title: 'Team' });
    const path = `/v1/calendars/${id}`;
    await owner.call('PUT', `${path}/members/${ben.id}`, { role: 'viewer' });
    await tell(path);
    for (const count of [1, 2]) {
      await owner.call('DELETE', path);
      await tell(path);
      await vi.waitFor(async () =>
        expect((await notificationsOf(ben)).filter(({ type }) => type === 'calendar_deleted')).toMatchObject([
          { title: 'Team was deleted', count, data: { calendar_id: id, calendar_title: 'Team', actor_id: owner.id } },
        ]),
      );
      await owner.call('POST', `${path}/restore`);
      await tell(path);
    }
    expect(await notificationsOf(owner)).toEqual([]);
  });
});
