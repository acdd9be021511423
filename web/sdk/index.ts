export { type ErrorCode, isPermanentClose } from '../../src/protocol/codes';
export type { Member, NoticeMessage, SessionMessage } from '../../src/protocol/messages';
export { personColor } from '../../src/protocol/person-colors';
export type { InviteRole, Role } from '../../src/protocol/roles';
export {
  Api,
  devLogin,
  type Invite,
  type InvitePreview,
  type NewInvite,
  type NewTrip,
  type TripPage,
  type TripSummary,
  type User,
} from './api';
export { type ApiClient, type Client, createClient, type OpenOptions, type TicketOptions, type TokenOptions } from './client';
export type { TicketSource } from './credentials';
export type { Network, Page } from './network';
export type { DeviceStore, StorageState } from './offline/device-store';
export type { RecoverableCopy } from './offline/recoverable-copy';
export { type Activity, type CursorPosition, Presence, type SelectionRange } from './presence';
export { type PresenceState, type PresentPerson, presentPeople } from './present-people';
export { ProblemError } from './problem';
export type { WebSocketConstructor, WebSocketLike } from './socket';
export type { DenialReason, TripStatus } from './status';
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
export { TripSession } from './trip-session';
export { canEdit, type TripEvents, type TripState } from './trip-state';
