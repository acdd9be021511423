import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Caller } from './workers-caller';

/** A moment of every event of these tests. */
export const meeting = { title: 'Meeting', start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T15:00:00Z' } as const;

/** Creates a calendar and answers its id. */
export async function newCalendar(owner: Caller, fields: object = {}): Promise<string> {
  const { status, body } = await owner.call('POST', '/v1/calendars', fields);
  if (status !== 201) throw new Error(`creating a calendar answered ${status}: ${JSON.stringify(body)}`);
  return body.id as string;
}

/** Creates an event and answers its id. */
export async function newEvent(author: Caller, fields: object = {}): Promise<string> {
  const { status, body } = await author.call('POST', '/v1/events', { ...meeting, ...fields });
  if (status !== 201) throw new Error(`creating an event answered ${status}: ${JSON.stringify(body)}`);
  return body.id as string;
}

/** What somebody is told to happen in December. */
export async function decemberOf(who: Caller, query = ''): Promise<readonly Record<string, unknown>[]> {
  const { body } = await who.call('GET', `/v1/events?from=2026-12-01T00:00:00Z&to=2027-01-01T00:00:00Z${query}`);
  return body.events as readonly Record<string, unknown>[];
}

export function calendarObject(id: string) {
  return env.CALENDARS.getByName(id);
}

/** Has the alarm of a calendar ring, with whatever it waits for. */
export async function ringCalendar(id: string): Promise<void> {
  await runInDurableObject(calendarObject(id), async (_, { storage }) => {
    storage.sql.exec('UPDATE timers SET due = 1');
    await storage.setAlarm(Date.now() + 60_000);
  });
  await runDurableObjectAlarm(calendarObject(id));
}

/** Kills the object of a calendar, or of an event: what is in memory is gone. */
export async function kill(kind: 'calendar' | 'event', id: string): Promise<void> {
  await evictDurableObject(kind === 'calendar' ? env.CALENDARS.getByName(id) : env.EVENTS.getByName(id));
}
