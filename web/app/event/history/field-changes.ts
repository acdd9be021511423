import type { EventView } from '../../../react/events';
import { differing, type FieldChange } from '../../history/history-subject';
import type { HistoryField } from '../touched-fields';

type EventChange = FieldChange<HistoryField>;

/** Fields that are one value each. */
const singleFields = ['title', 'location', 'description', 'status', 'visibility', 'color', 'recurrence'] as const;

/**
 * How these fields differ between two versions, at paths that `useValueWords` knows. Of data that the app does not show there
 * are no values.
 */
export function fieldChanges(before: EventView, after: EventView, fields: readonly HistoryField[]): EventChange[] {
  return differing(fields.flatMap((field) => changesOf(field, before, after)));
}

function changesOf(field: HistoryField, before: EventView, after: EventView): EventChange[] {
  switch (field) {
    case 'when':
      return [
        { field, path: '/when', before: timesOf(before), after: timesOf(after) },
        { field, path: '/time_zone', before: before.time_zone, after: after.time_zone },
      ];
    case 'attendees':
      return entriesOf(field, '/attendees/@', byKey(before.attendees, 'user_id'), byKey(after.attendees, 'user_id'));
    case 'reminders':
      return entriesOf(field, '/reminders/@', byKey(before.reminders, 'id'), byKey(after.reminders, 'id'));
    case 'tags':
      return entriesOf(field, '/tags/', wordsOf(before.tags), wordsOf(after.tags));
    case 'recurrence':
      return [
        { field, path: '/recurrence', before: before.recurrence, after: after.recurrence },
        ...entriesOf(field, '/exceptions/', occurrencesOf(before), occurrencesOf(after)),
      ];
    case 'other':
      return [];
    default: {
      const single = singleFields.find((one) => one === field);
      return single === undefined ? [] : [{ field, path: `/${single}`, before: before[single], after: after[single] }];
    }
  }
}

type Entries = ReadonlyMap<string, unknown>;

function entriesOf(field: HistoryField, path: string, before: Entries, after: Entries): EventChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.map((key) => ({
    field,
    path: `${path}${key}`,
    before: before.get(key) ?? null,
    after: after.get(key) ?? null,
  }));
}

function byKey<K extends string>(list: readonly Readonly<Record<K, string>>[], key: K): Entries {
  return new Map(list.map((element) => [element[key], element]));
}

function wordsOf(words: readonly string[]): Entries {
  return new Map(words.map((word) => [word, word]));
}

/** What is different about occurrences, by their start: false where one is left out. */
function occurrencesOf({ exceptions }: EventView): Entries {
  return new Map(Object.entries(exceptions));
}

/** When an event is; null for one without times. */
function timesOf({ start_time, end_time, all_day }: EventView) {
  return start_time === null || end_time === null ? null : { start_time, end_time, all_day: all_day === true };
}
