export type { CalendarView } from '../../../src/documents/calendar';
export type { CalendarSummary, DeletedEvent, EventOccurrence, EventSummary } from '../../../src/documents/calendar-lists';
export {
  type Attendee,
  type EventStatus,
  type EventView,
  type EventVisibility,
  eventStatuses,
  eventVisibilities,
  type OccurrenceOverride,
  type Reminder,
  type ResponseStatus,
  responseStatuses,
} from '../../../src/documents/event';
export { changeOccurrence } from '../../../src/recurrence/change-occurrence';
export { type EventTimes, seriesOf } from '../../../src/recurrence/event-series';
export { expandSeries } from '../../../src/recurrence/expand-series';
export { type MovedSeries, moveSeries, type SeriesMove } from '../../../src/recurrence/move-series';
export { nextOccurrence } from '../../../src/recurrence/next-occurrence';
export { type ParsedRule, parseRule } from '../../../src/recurrence/parse-rule';
export type { Rule } from '../../../src/recurrence/rule';
export type { Occurrence, Series } from '../../../src/recurrence/series';
export { type SplitSeries, splitSeries } from '../../../src/recurrence/split-series';
export { writeRule } from '../../../src/recurrence/write-rule';
export { addAttendee, readAttendees, removeAttendee, setAttendee } from './attendees';
export { type CalendarDetails, calendarRoots, readCalendarDetails, setCalendarDetails } from './calendar-content';
export {
  type BusyTime,
  type CalendarChange,
  type ChangeOptions,
  type DeletedCalendar,
  type DeletedEventPage,
  EventApi,
  type EventChange,
  type EventFields,
  type EventMember,
  type EventRange,
  type EventSearch,
  type EventSyncPage,
  type Feed,
  type FoundPage,
  type ImportedEvent,
  type ImportOutcome,
  type MadeFeed,
  type NewCalendar,
  type NewEvent,
  type OccurrencePage,
} from './event-api';
export { addTag, type EventDetails, eventRoots, readEventDetails, readTags, setEventDetails } from './event-content';
export { type Exceptions, readExceptions, setException } from './exceptions';
export { addReminder, readReminders, removeReminder, setReminder } from './reminders';
export { editOccurrence, endSeriesBefore, readEventTimes } from './series-edits';
