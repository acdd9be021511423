import { useIntl } from 'react-intl';
import type { ConflictMessage } from '../../react';
import { type Attendee, eventStatuses, eventVisibilities, responseStatuses, type ShownConflict } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { dayName } from '../calendar/event-words';
import { useTextOf } from '../i18n/use-text-of';
import { timeFieldOf } from './decided-together';
import { presetOfRule } from './recurrence-form';
import { touchedFields } from './touched-fields';
import { useReminderWords } from './use-reminder-words';

/** How a conflict is put before somebody. */
export interface ConflictWords {
  readonly conflict: ShownConflict;
  readonly label: string;
  /** Whether the two can become one. */
  readonly mergeable: boolean;
}

/** Fields whose values are texts of one's own words. */
const wordFields: ReadonlySet<string> = new Set(['title', 'location']);

/**
 * The words for conflicts of an event that are decided together: what the field is called, and its values as the page says
 * them.
 */
export function useConflictWords(): (conflicts: readonly [ConflictMessage, ...ConflictMessage[]]) => ConflictWords {
  const text = useTextOf();
  const formats = useFormats();
  return (conflicts) => {
    const [first] = conflicts;
    const [field = 'other'] = touchedFields([first.path]);
    const time = conflicts.length > 1 ? null : timeFieldOf(first.path);
    const label = text(time === null ? `event.field.${field}` : `event.conflictOf.${time}`);
    const said = (side: 'mine' | 'theirs') => conflicts.map((one) => formats(one.path)?.(one[side]) ?? one[side]);
    const [mine, theirs] = [said('mine'), said('theirs')];
    const conflict =
      conflicts.length === 1
        ? { ...first, mine: mine[0], theirs: theirs[0] }
        : { ...first, mine: mine.join(timeSeparator), theirs: theirs.join(timeSeparator) };
    return { conflict, label, mergeable: wordFields.has(field) };
  };
}

const timeSeparator = ' – ';

/** How the values at a path are said; null for those that are texts. */
function useFormats(): (path: string) => ((value: unknown) => string) | null {
  const text = useTextOf();
  const reminder = useReminderWords();
  const moment = useMomentWords();
  const rule = (value: unknown) => {
    if (value !== null && typeof value !== 'string') return '';
    const preset = presetOfRule(value);
    return preset === 'custom' ? String(value) : text(`repeat.${preset}`);
  };
  const response = (value: unknown) => wordOf(responseStatuses, value, (one) => text(`event.response.${one}`));
  return (path) => {
    const [, name, , key] = path.split('/');
    switch (name) {
      case 'start_time':
      case 'end_time':
      case 'time_zone':
      case 'all_day':
        return moment;
      case 'status':
        return (value) => wordOf(eventStatuses, value, (one) => text(`event.status.${one}`));
      case 'visibility':
        return (value) => wordOf(eventVisibilities, value ?? 'default', (one) => text(`event.visibility.${one}`));
      case 'recurrence':
        return rule;
      case 'description':
        return textOfRuns;
      case 'attendees':
        if (key === 'response_status') return response;
        return key === undefined ? (value) => attendeeWords(value as Attendee | null, response) : null;
      case 'reminders':
        return key === undefined ? (value) => reminder((value as { minutes_before?: unknown } | null)?.minutes_before) : reminder;
      default:
        return null;
    }
  };
}

function wordOf<T extends string>(values: readonly T[], value: unknown, say: (value: T) => string): string {
  const known = values.find((one) => one === value);
  return known === undefined ? '' : say(known);
}

function attendeeWords(attendee: Attendee | null, response: (value: unknown) => string): string {
  if (attendee === null) return '';
  const { name, email, user_id, response_status } = attendee;
  return `${name || email || user_id}: ${response(response_status)}`;
}

/** The words of a rich text, without their look. */
function textOfRuns(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value.map((run: { readonly insert?: unknown }) => (typeof run.insert === 'string' ? run.insert : '')).join('');
}

/** A moment or a day as people say it; a zone is its name, and what is not set is nothing. */
function useMomentWords(): (value: unknown) => string {
  const text = useTextOf();
  const intl = useIntl();
  const { zone } = useCalendar();
  return (value) => {
    if (typeof value === 'boolean') return text(value ? 'calendar.allDay' : 'event.atATime');
    if (typeof value !== 'string') return '';
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayName(intl, value);
    return Number.isNaN(Date.parse(value))
      ? value
      : intl.formatDate(value, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  };
}
