import {
  type EventApi,
  type EventChange,
  type EventMember,
  type EventView,
  type NewEvent,
  splitSeries,
} from '../../../react/events';
import { editedEvent, type GridEdit, type OccurrenceBefore } from './grid-edit';
import { keepsDays, movedSeries } from './moved-series';

/** A call of the REST API that may be repeated: the second one changes nothing. */
export type EventCall =
  | { readonly kind: 'create'; readonly key: string; readonly fields: NewEvent }
  /** `version`: which one of the event it was made against; null for any. */
  | { readonly kind: 'change'; readonly id: string; readonly fields: EventChange; readonly version: number | null }
  /** Somebody becomes a member of the event; not its owner, who is that already. */
  | { readonly kind: 'member'; readonly id: string; readonly member: EventMember }
  | { readonly kind: 'move'; readonly id: string; readonly calendarId: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'restore'; readonly id: string };

/** What does an edit, and what takes it back. An event that it creates is called by its idempotency key in both. */
export interface EditPlan {
  /** What is still to be done. */
  readonly calls: readonly EventCall[];
  readonly undo: readonly EventCall[];
  /** All occurrences stay on their days: the rule cannot name the new ones. */
  readonly keepsDays?: true;
  /** What of `undo` takes back the calls that were made already, the latest first. */
  readonly back?: readonly EventCall[];
}

/**
 * What an edit takes. Of a series the server is asked how it is now: an edit of all of it, or of this and the following
 * ones, is made against that. So such a plan is made once, and what it says is absolute.
 * @param key for what has to be created
 */
export async function planEdit(api: Pick<EventApi, 'getEvent'>, edit: GridEdit, key: string): Promise<EditPlan> {
  const event = editedEvent(edit);
  const { id, original_start } = event;
  if (edit.kind === 'create')
    return { calls: [{ kind: 'create', key: id, fields: edit.fields }], undo: [{ kind: 'remove', id }] };
  if (edit.kind === 'calendar') {
    const into = (calendarId: string): EditPlan['calls'] => [{ kind: 'move', id, calendarId }];
    return { calls: into(edit.to), undo: into(edit.from) };
  }
  if (edit.kind === 'remove' && (original_start === null || edit.scope === 'all')) return removal(id);
  if (edit.kind === 'times' && original_start === null) {
    const { start_time, end_time, all_day } = event;
    return changed(id, event.version, { ...edit.times }, { start_time, end_time, all_day });
  }
  const before = await api.getEvent(id);
  return edit.kind === 'times' ? planTimes(before, edit, key) : planRemoval(before, edit, key);
}

type Exception = EventView['exceptions'][string];

type Planned<Kind extends GridEdit['kind']> = Extract<GridEdit, { readonly kind: Kind }>;

function planTimes(before: EventView, { event, scope, times }: Planned<'times'>, key: string): EditPlan {
  const said = keepsDays(before, event, times) ? ({ keepsDays: true } as const) : {};
  if (scope === 'all') return { ...changedSeries(before, movedSeries(before, event, times)), ...said };
  if (scope === 'following') {
    const moved = (rest: EventChange) => ({ ...rest, ...movedSeries({ ...before, ...rest }, event, times) });
    return { ...changedRest(before, event, key, moved), ...said };
  }
  const { start_time, end_time } = times;
  const known = before.exceptions[event.original_start ?? ''];
  return changedException(before, event, { ...(known === undefined || known === false ? {} : known), start_time, end_time });
}

function planRemoval(before: EventView, { event, scope }: Planned<'remove'>, key: string): EditPlan {
  return scope === 'this' ? changedException(before, event, false) : changedRest(before, event, key, () => null);
}

function removal(id: string): EditPlan {
  return { calls: [{ kind: 'remove', id }], undo: [{ kind: 'restore', id }] };
}

function changed(id: string, version: number, fields: EventChange, old: EventChange): EditPlan {
  return { calls: [{ kind: 'change', id, fields, version }], undo: [{ kind: 'change', id, fields: old, version: null }] };
}

function changedException(before: EventView, event: OccurrenceBefore, exception: Exception): EditPlan {
  const key = event.original_start ?? '';
  const former = before.exceptions[key];
  const patch = (from: Exception | undefined, to: Exception | undefined) => ({
    exceptions: { [key]: exceptionPatch(from, to) } as EventView['exceptions'],
  });
  return changed(before.id, event.version, patch(former, exception), patch(exception, former));
}

function changedSeries(before: EventView, fields: EventChange): EditPlan {
  const { start_time, end_time, all_day, recurrence, exceptions } = before;
  const old = { start_time, end_time, all_day, recurrence, exceptions };
  const after = { ...old, ...fields };
  return changed(before.id, before.metadata.version, asMergePatch(old, fields), asMergePatch(after, old));
}

/** A change whose exceptions take the place of all those that there are: in a merge patch keys only go when they are named. */
function asMergePatch(before: Pick<EventView, 'exceptions'>, { exceptions, ...fields }: EventChange): EventChange {
  if (exceptions === undefined) return fields;
  const keys = new Set([...Object.keys(before.exceptions), ...Object.keys(exceptions)]);
  const patches = [...keys].map((key) => [key, exceptionPatch(before.exceptions[key], exceptions[key])]);
  return { ...fields, exceptions: Object.fromEntries(patches) };
}

/** Makes of one exception another: in a merge patch null takes away, and what is not named stays. */
function exceptionPatch(from: Exception | undefined, to: Exception | undefined): unknown {
  if (to === undefined) return null;
  if (from === undefined || from === false || to === false) return to;
  const gone = Object.keys(from).filter((name) => !(name in to));
  return { ...Object.fromEntries(gone.map((name) => [name, null])), ...to };
}

/** Ends a series before an occurrence, and makes of the rest a series of its own; null: there is none. */
function changedRest(
  before: EventView,
  { original_start }: OccurrenceBefore,
  key: string,
  restOf: (rest: EventChange) => EventChange | null,
): EditPlan {
  const parts = splitSeries(before, original_start ?? '');
  // There is nothing before it: the rest is all of it.
  const rest = restOf(parts?.after ?? {});
  if (parts === null) return rest === null ? removal(before.id) : changedSeries(before, rest);
  const ending = changedSeries(before, parts.before);
  if (rest === null) return ending;
  return {
    // A series that somebody has locked is refused before there is a second one.
    calls: [...ending.calls, { kind: 'create', key, fields: copyOf(before, rest) }, ...membersOf(before, key)],
    undo: [{ kind: 'remove', id: key }, ...ending.undo],
  };
}

/** Everything that an event says, in a new one; who is in it is no field, and the rest is the server's to say. */
function copyOf(before: EventView, rest: EventChange): NewEvent {
  const { id: _id, owner_id: _owner, collaborators: _members, metadata: _metadata, ...fields } = before;
  return { ...fields, ...rest };
}

/** Who is in an event by themselves is in the other half of it too, as the same. */
function membersOf({ collaborators }: EventView, id: string): EventCall[] {
  return collaborators.map(({ id: personId, name, role }) => {
    // Views say it as a word: it is the role of a member.
    return { kind: 'member', id, member: { id: personId, name, role: role as EventMember['role'] } };
  });
}
