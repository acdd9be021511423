import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

/** Puts the object of a room to sleep, as the platform does with one that is idle. */
export async function sleepRoom(room: string): Promise<void> {
  await evictDurableObject(env.ROOMS.getByName(room));
}

/** Has the object of a room die. */
export async function killRoom(room: string): Promise<void> {
  const dying = runInDurableObject(env.ROOMS.getByName(room), (_, state) => state.abort('killed by a test'));
  await dying.catch(() => undefined);
}

/** Has the alarm of a room ring now. False when none was set. */
export function ringRoom(room: string): Promise<boolean> {
  return runDurableObjectAlarm(env.ROOMS.getByName(room));
}

/** Does something with the storage of a room. */
export function roomStorage<T>(room: string, work: (storage: DurableObjectStorage) => T | Promise<T>): Promise<T> {
  return runInDurableObject(env.ROOMS.getByName(room), (_, state) => work(state.storage));
}

/** Names of the tables that a room has made. */
export function tablesOf(room: string): Promise<string[]> {
  return roomStorage(room, ({ sql }) =>
    sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray()
      .map(({ name }) => name),
  );
}
