import { useMemo } from 'react';
import type * as Y from 'yjs';
import {
  type Attendee,
  type EventDetails,
  type Exceptions,
  eventRoots,
  type Reminder,
  readAttendees,
  readEventDetails,
  readExceptions,
  readReminders,
  readTags,
} from '../../sdk/events';
import { useShared } from '../use-shared';

/** What is in an event, but for its texts, which are bound live (`useText`). */
export interface EventContent {
  readonly details: EventDetails;
  readonly attendees: readonly Attendee[];
  readonly tags: readonly string[];
  readonly reminders: readonly Reminder[];
  readonly exceptions: Exceptions;
}

/** The content of an open event. A part that did not change is the same object as before. */
export function useEventContent(doc: Y.Doc): EventContent {
  const details = useShared(eventRoots.details(doc), () => readEventDetails(doc));
  const attendees = useShared(eventRoots.attendees(doc), () => readAttendees(doc));
  const tags = useShared(eventRoots.tags(doc), () => readTags(doc));
  const reminders = useShared(eventRoots.reminders(doc), () => readReminders(doc));
  const exceptions = useShared(eventRoots.exceptions(doc), () => readExceptions(doc));
  return useMemo(() => ({ details, attendees, tags, reminders, exceptions }), [details, attendees, tags, reminders, exceptions]);
}
