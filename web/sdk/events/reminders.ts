import * as Y from 'yjs';
import { eventSchema, type Reminder } from '../../../src/documents/event';
import { elementsOf, eventRoots } from './event-content';

const { method: methodField, minutes_before: minutesField } = eventSchema.fields.reminders.element;

/** How people are told before an event starts, in the order in which it was added. */
export function readReminders(doc: Y.Doc): readonly Reminder[] {
  return elementsOf(eventRoots.reminders(doc)).flatMap((element) => {
    const { id, method = null, minutes_before = null } = element.toJSON();
    if (typeof id !== 'string') return [];
    return [
      {
        id,
        method: method === null || methodField.check(method) !== null ? methodField.unset : method,
        minutes_before:
          minutes_before === null || minutesField.check(minutes_before) !== null ? minutesField.unset : minutes_before,
      },
    ];
  });
}

/** Adds a reminder and answers its id. */
export function addReminder(doc: Y.Doc, reminder: Omit<Reminder, 'id'>): string {
  const id = crypto.randomUUID();
  eventRoots.reminders(doc).push([new Y.Map<unknown>(Object.entries({ id, ...reminder }))]);
  return id;
}

/** Changes a reminder, in one edit. */
export function setReminder(doc: Y.Doc, id: string, values: Partial<Omit<Reminder, 'id'>>): void {
  const element = elementsOf(eventRoots.reminders(doc)).find((one) => one.get('id') === id);
  if (element === undefined) return;
  doc.transact(() => {
    for (const [name, value] of Object.entries(values)) {
      if ((element.get(name) ?? null) !== value) element.set(name, value);
    }
  });
}

export function removeReminder(doc: Y.Doc, id: string): void {
  const reminders = eventRoots.reminders(doc);
  const at = reminders.toArray().findIndex((element) => element instanceof Y.Map && element.get('id') === id);
  if (at >= 0) reminders.delete(at);
}
