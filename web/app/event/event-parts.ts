import { overlap } from '../../react';
import type { MessageId } from '../i18n/locale';
import { fieldPart, type LockPart } from '../locks/lock-part';

/** The parts of an event that somebody can have for themselves. */
export const eventParts = {
  title: fieldPart('title'),
  // What moves an event writes all of these, and of a series the times of single occurrences too.
  when: { key: 'when', paths: ['/start_time', '/end_time', '/all_day', '/time_zone', '/exceptions'] },
  recurrence: fieldPart('recurrence'),
  location: fieldPart('location'),
  status: fieldPart('status'),
  visibility: fieldPart('visibility'),
  color: fieldPart('color'),
  attendees: fieldPart('attendees'),
  description: fieldPart('description'),
  attachments: fieldPart('attachments'),
  reminders: fieldPart('reminders'),
  tags: fieldPart('tags'),
} as const satisfies Readonly<Record<string, LockPart>>;

const names: Readonly<Record<keyof typeof eventParts, MessageId>> = {
  title: 'event.title',
  when: 'event.when',
  recurrence: 'repeat.label',
  location: 'event.location',
  status: 'event.status',
  visibility: 'event.visibility',
  color: 'event.color',
  attendees: 'event.attendees',
  description: 'event.description',
  attachments: 'links.title',
  reminders: 'event.reminders',
  tags: 'event.tags',
};

/** What the part of an event is called that a place of it belongs to. */
export function eventPlaceName(path: string): MessageId {
  const keys = Object.keys(eventParts) as (keyof typeof eventParts)[];
  const key = keys.find((one) => eventParts[one].paths.some((place) => overlap(place, path)));
  return key === undefined ? 'event.field.other' : names[key];
}
