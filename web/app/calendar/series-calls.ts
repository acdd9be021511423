import { type EventApi, type EventChange, type EventView, splitSeries } from '../../react/events';
import type { TimedEvent } from './grid/event-span';
import { ownLockToken } from './own-locks';
import { movedSeries } from './series-edits';
import type { SeriesScope } from './series-scope';
import type { ShownEvent } from './shown-event';

/** An occurrence as it was before an edit. */
export type OccurrenceBefore = Pick<ShownEvent, 'id' | 'original_start' | 'start_time' | 'end_time' | 'all_day'>;

/** Takes back what was done. */
export type Undo = () => Promise<unknown>;

/**
 * Gives an event, or a part of its series, other times.
 * @param scope `all` for an event that does not repeat
 */
export async function changeSeries(api: EventApi, event: OccurrenceBefore, scope: SeriesScope, times: TimedEvent): Promise<Undo> {
  const { id, original_start } = event;
  if (original_start === null) {
    const { start_time, end_time, all_day } = event;
    await write(api, id, { ...times });
    return () => write(api, id, { start_time, end_time, all_day });
  }
  const before = await api.getEvent(id);
  if (scope === 'this') {
    const { start_time, end_time } = times;
    const known = before.exceptions[original_start];
    const override = { ...(known === undefined || known === false ? {} : known), start_time, end_time };
    return changeException(api, before, original_start, override);
  }
  if (scope === 'all') return change(api, before, movedSeries(before, event, times));
  return changeRest(api, before, event, (rest) => ({ ...rest, ...movedSeries({ ...before, ...rest }, event, times) }));
}

/** Deletes an event, or a part of its series. */
export async function removeFromSeries(api: EventApi, event: OccurrenceBefore, scope: SeriesScope): Promise<Undo> {
  const { id, original_start } = event;
  if (original_start === null || scope === 'all') {
    await api.deleteEvent(id);
    return () => api.restoreEvent(id);
  }
  const before = await api.getEvent(id);
  if (scope === 'this') return changeException(api, before, original_start, false);
  return changeRest(api, before, event, () => null);
}

function write(api: EventApi, id: string, fields: EventChange): Promise<EventView> {
  return api.changeEvent(id, fields, ownLockToken(id));
}

async function changeException(
  api: EventApi,
  before: EventView,
  originalStart: string,
  exception: EventView['exceptions'][string],
): Promise<Undo> {
  await write(api, before.id, { exceptions: { [originalStart]: exception } });
  const known = before.exceptions[originalStart];
  // In a merge patch null takes a key away.
  return () => write(api, before.id, { exceptions: { [originalStart]: known ?? null } as EventView['exceptions'] });
}

async function change(api: EventApi, before: EventView, fields: EventChange): Promise<Undo> {
  await write(api, before.id, asMergePatch(before, fields));
  const { start_time, end_time, all_day, recurrence, exceptions } = before;
  const old = { start_time, end_time, all_day, recurrence, exceptions };
  return async () => write(api, before.id, asMergePatch(await api.getEvent(before.id), old));
}

/** A change whose exceptions take the place of all those that there are: in a merge patch keys only go when they are named. */
function asMergePatch(before: EventView, { exceptions, ...fields }: EventChange): EventChange {
  if (exceptions === undefined) return fields;
  const gone = Object.keys(before.exceptions).filter((key) => !(key in exceptions));
  const nulls = Object.fromEntries(gone.map((key) => [key, null]));
  return { ...fields, exceptions: { ...nulls, ...exceptions } as EventView['exceptions'] };
}

/** Ends a series before an occurrence, and makes of the rest a series of its own; null: there is none. */
async function changeRest(
  api: EventApi,
  before: EventView,
  event: OccurrenceBefore,
  restOf: (rest: EventChange) => EventChange | null,
): Promise<Undo> {
  const parts = splitSeries(before, event.original_start ?? '');
  if (parts === null) {
    // There is nothing before it: the rest is all of it.
    const rest = restOf({});
    if (rest !== null) return change(api, before, rest);
    await api.deleteEvent(before.id);
    return () => api.restoreEvent(before.id);
  }
  const rest = restOf(parts.after);
  const made = rest && (await api.createEvent(copyOf(before, rest), crypto.randomUUID()));
  const undo = await change(api, before, parts.before);
  return async () => {
    if (made !== null) await api.deleteEvent(made.id);
    return undo();
  };
}

function copyOf(before: EventView, rest: EventChange) {
  const { title, description, time_zone, all_day, location, visibility, color, status, attendees, tags, reminders, calendar_id } =
    before;
  const { start_time, end_time, recurrence, exceptions } = before;
  return {
    ...{ title, description, time_zone, all_day, location, visibility, color, status, attendees, tags, reminders, calendar_id },
    ...{ start_time, end_time, recurrence, exceptions },
    ...rest,
  };
}
