import { type CalendarView, calendarSchema } from '../src/documents/calendar';
import { DocumentObject } from './document-object';
import type { DocumentPorts } from './ports';

/** The object class of calendars, over what the Worker provides. */
export function defineCalendarDocument<Env>(ports: DocumentPorts<Env>) {
  return class extends DocumentObject<Env, CalendarView> {
    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env, calendarSchema, ports);
    }
  };
}
