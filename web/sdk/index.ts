export { type ErrorCode, isPermanentClose } from '../../src/protocol/codes';
export type { NoticeMessage, SessionMessage } from '../../src/protocol/frames';
export { personColor } from '../../src/protocol/person-colors';
export type { Role } from '../../src/protocol/roles';
export { Api, devLogin, type NewTrip, type TripPage, type TripSummary, type User } from './api';
export { type Client, type ClientOptions, createClient } from './client';
export type { ConnectionState } from './connection';
export type { SyncProgress } from './document-provider';
export type { Network } from './network';
export { Presence, type PresentPerson, presentPeople } from './presence';
export { ProblemError } from './problem';
export type { WebSocketConstructor, WebSocketLike } from './socket';
export { bindText, type TextElement } from './text-binding';
export type { TokenRequest, TokenSource } from './tokens';
export {
  addItem,
  type BookingStatus,
  bookingStatuses,
  type Details,
  type Item,
  itemText,
  moveToDay,
  moveWithinDay,
  readDetails,
  readItems,
  removeItem,
  setBookingStatus,
  setDetails,
  tripRoots,
} from './trip-content';
export { canEdit, type TripEvents, TripSession, type TripState } from './trip-session';
