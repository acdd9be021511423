import { NewCalendar } from './calendar-schemas';
import { creationRoutes } from './document-creation';
import { routedKinds } from './document-kinds';

/** Creating calendars. */
export const calendarRoutes = creationRoutes(routedKinds.calendar, {
  body: NewCalendar,
  begin: async (_, { body }) => ({ fields: body }),
});
