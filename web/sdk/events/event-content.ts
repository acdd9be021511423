import * as Y from 'yjs';
import { type EventView, eventSchema, eventStatuses, eventVisibilities } from '../../../src/documents/event';

/** The registers of an event itself, as {@link EventView} has them. */
export type EventDetails = Pick<
  EventView,
  'start_time' | 'end_time' | 'time_zone' | 'location' | 'visibility' | 'color' | 'status' | 'recurrence'
> & { readonly all_day: boolean };

/** The shared types of an event, by name. */
export const eventRoots = {
  title: (doc: Y.Doc): Y.Text => doc.getText('title'),
  description: (doc: Y.Doc): Y.Text => doc.getText('description'),
  details: (doc: Y.Doc): Y.Map<unknown> => doc.getMap(eventSchema.registersRoot),
  attendees: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('attendees'),
  tags: (doc: Y.Doc): Y.Map<unknown> => doc.getMap('tags'),
  exceptions: (doc: Y.Doc): Y.Map<unknown> => doc.getMap('exceptions'),
  reminders: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('reminders'),
  attachments: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('attachments'),
  extensions: (doc: Y.Doc): Y.Map<unknown> => doc.getMap('extensions'),
} as const;

export function readEventDetails(doc: Y.Doc): EventDetails {
  const details = eventRoots.details(doc);
  const text = (name: string) => {
    const value = details.get(name);
    return typeof value === 'string' ? value : null;
  };
  return {
    start_time: text('start_time'),
    end_time: text('end_time'),
    time_zone: text('time_zone'),
    all_day: details.get('all_day') === true,
    location: text('location'),
    visibility: eventVisibilities.find((name) => name === details.get('visibility')) ?? null,
    color: text('color'),
    status: eventStatuses.find((name) => name === details.get('status')) ?? eventStatuses[0],
    recurrence: text('recurrence'),
  };
}

/** Sets registers of an event, in one edit; those that have the value already are left alone. */
export function setEventDetails(doc: Y.Doc, values: Partial<EventDetails>): void {
  const details = eventRoots.details(doc);
  doc.transact(() => {
    for (const [name, value] of Object.entries(values)) {
      if ((details.get(name) ?? null) !== value) details.set(name, value);
    }
  });
}

/** The words that an event is tagged with, sorted. */
export function readTags(doc: Y.Doc): readonly string[] {
  return [...eventRoots.tags(doc).keys()].sort();
}

/** Tags an event with a word, for good: a tag is never taken away again. */
export function addTag(doc: Y.Doc, tag: string): void {
  const tags = eventRoots.tags(doc);
  if (!tags.has(tag)) tags.set(tag, true);
}

/** The elements of a list that are elements, in the order of the list. */
export function elementsOf(list: Y.Array<unknown>): Y.Map<unknown>[] {
  return list.toArray().filter((element) => element instanceof Y.Map);
}
