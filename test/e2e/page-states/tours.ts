import { calendarStates } from './calendar-states';
import { partsOnTheirWay, tourWithoutConnection, unreachableTripStates } from './connection-states';
import { invitationStates, listStates, signInStates } from './list-states';
import { notificationStates } from './notification-states';
import type { Tour } from './tour';
import { editedTripStates, lockedTripStates, newTripStates, tripInCompanyStates } from './trip-states';

/** Every page and state, and how to get there. */
export const tours: readonly Tour[] = [
  signInStates,
  listStates,
  notificationStates,
  editedTripStates,
  newTripStates,
  invitationStates,
  tripInCompanyStates,
  lockedTripStates,
  unreachableTripStates,
  partsOnTheirWay,
  calendarStates,
  tourWithoutConnection(),
];
