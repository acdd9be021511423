import { useIntl } from 'react-intl';
import { type Attendee, eventStatuses, eventVisibilities, type OccurrenceOverride, responseStatuses } from '../../react/events';
import { calendarColors } from '../calendar/calendar-colors';
import { useCalendar } from '../calendar/calendar-context';
import { dayName, whenOf } from '../calendar/event-words';
import type { TimedEvent } from '../calendar/grid/event-span';
import { type TextOf, useTextOf } from '../i18n/use-text-of';
import { textOfRuns } from '../notes/text-of-runs';
import { presetOfRule } from './recurrence-form';
import { ruleWords } from './rule-words';
import { useReminderWords } from './use-reminder-words';

/** How the values at a path of an event are said, in words of the page; null where they are somebody's own words. */
export function useValueWords(): (path: string) => ((value: unknown) => string) | null {
  const text = useTextOf();
  const intl = useIntl();
  const { zone } = useCalendar();
  const reminder = useReminderWords();
  const moment = useMomentWords();
  const rule = (value: unknown) => {
    if (value !== null && typeof value !== 'string') return '';
    const preset = presetOfRule(value);
    return preset === 'custom' ? (ruleWords(String(value), intl, zone) ?? String(value)) : text(`repeat.${preset}`);
  };
  const occurrenceWords = (start: string, change: ChangedOccurrence) => {
    if (change === null) return '';
    const when = moment(start);
    if (change === false) return text('event.occurrenceLeftOut', { when });
    const { start_time = start, end_time, title, location, status } = change;
    const times = end_time === undefined ? '' : whenOf(intl, { start_time, end_time, all_day: !start_time.includes('T') }, zone);
    const stands = status === undefined ? '' : text(`event.status.${status}`);
    const what = [times, title, location, stands].filter((part) => part !== undefined && part !== '');
    return text('event.occurrenceChanged', { when, what: what.join(text('event.fieldSeparator')) });
  };
  const response = (value: unknown) => wordOf(responseStatuses, value, (one) => text(`event.response.${one}`));
  return (path) => {
    const [, name, id = '', key] = path.split('/');
    switch (name) {
      case 'when':
        return (value) => (value === null ? '' : whenOf(intl, value as TimedEvent, zone));
      case 'start_time':
      case 'end_time':
      case 'time_zone':
      case 'all_day':
        return moment;
      case 'status':
        return (value) => wordOf(eventStatuses, value, (one) => text(`event.status.${one}`));
      case 'visibility':
        return (value) => wordOf(eventVisibilities, value ?? 'default', (one) => text(`event.visibility.${one}`));
      case 'color':
        return (value) => colorWords(value, text);
      case 'recurrence':
        return rule;
      case 'exceptions':
        return (value) => occurrenceWords(id, value as ChangedOccurrence);
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

/** What is different about an occurrence of a series; false where it is left out, null where it is as the series says. */
type ChangedOccurrence = OccurrenceOverride | false | null;

/** Colours have numbers in the order in which they are offered. */
function colorWords(value: unknown, text: TextOf): string {
  if (typeof value !== 'string') return text('event.colorOfCalendar');
  const index = (calendarColors as readonly string[]).indexOf(value);
  return index < 0 ? value : text('calendar.color', { count: index + 1 });
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
