import { creationRoutes } from './document-creation';
import { routedKinds } from './document-kinds';
import { admittedEvent } from './event-calendars';
import { NewEvent } from './event-schemas';

/** Creating events. */
export const eventRoutes = creationRoutes(routedKinds.event, {
  body: NewEvent,
  begin: async (env, { owner, id, body: { calendar_id, ...fields } }) => ({
    fields,
    calendar: await admittedEvent(env, owner, calendar_id, id),
  }),
});
