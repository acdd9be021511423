export type { DeltaRun, ItineraryItem, TripView } from '../../src/documents/trip';
export { isPermanentClose } from '../../src/protocol/closes';
export type { ErrorCode } from '../../src/protocol/codes';
export { type CoverScene, coverOfScene, coverScenes, sceneOfCover } from '../../src/protocol/covers';
export type { HubEvent, HubEventType, HubIncoming, HubRequests, HubRequestType } from '../../src/protocol/hub-messages';
export type { Member, NoticeMessage, SessionMessage } from '../../src/protocol/messages';
export {
  farewellTypes,
  type SettableType,
  settableTypes,
  type TypeChannels,
  typeTable,
} from '../../src/protocol/notification-types';
export {
  type ActionFailure,
  type ActionStyle,
  type DeliveryState,
  deliveryStates,
  type HubSessionView,
  type InboxDevice,
  type InboxPreferences,
  isAppPath,
  type NotificationActionView,
  type NotificationCategory,
  type NotificationChannel,
  type NotificationPriority,
  type NotificationView,
  notificationCategories,
  notificationChannels,
  notificationPriorities,
  type QuietHours,
} from '../../src/protocol/notifications';
export type {
  AppliedOperation,
  ConflictMessage,
  ConflictSide,
  ConflictView,
  LockView,
  Operation,
  TextChange,
} from '../../src/protocol/operations';
export { toldTo } from '../../src/protocol/operations';
export { overlap } from '../../src/protocol/overlap';
export { personColor, personColors } from '../../src/protocol/person-colors';
export type { InviteRole, Role } from '../../src/protocol/roles';
export { tripOf } from '../../src/protocol/travels';
export {
  Api,
  devLogin,
  type Invite,
  type InvitePreview,
  type MadeInvite,
  type NewInvite,
  type NewTrip,
  type TripChange,
  type TripPage,
  type TripQuery,
  type TripSummary,
  type User,
} from './api';
export { type ApiClient, type Client, createClient, type OpenOptions, type TicketOptions, type TokenOptions } from './client';
export type { TicketSource } from './credentials';
export {
  type ConflictChoice,
  type DecisionOptions,
  DocumentApi,
  type DocumentVersion,
  type HeldLock,
  type ShownLocks,
  type UndoOutcome,
  type VersionPage,
} from './document-api';
export type { DocumentKind } from './document-kind';
export { DocumentSession } from './document-session';
export { canEdit, type DocumentEvents, type DocumentState } from './document-state';
export type { TransportKind } from './hub/hub-transport';
export type { EventSourceConstructor, EventSourceLike } from './hub/sse-transport';
export type { Inbox } from './inbox/inbox';
export type { ChannelTrace, InboxCalls, NewInboxDevice, NotificationQuery, NotificationTrace } from './inbox/inbox-calls';
export type { InboxEvents, InboxState, MessageData, MessageType } from './inbox/inbox-state';
export type { MatchingNotifications, NotificationMatch } from './inbox/loaded-lists';
export type { NotificationPage } from './inbox/notification-list';
export type { PushRegistration } from './inbox/push-subscription';
export type { RoomEvents, RoomMessage, RoomPerson, RoomState } from './inbox/room-feed';
export type { Room, Rooms } from './inbox/rooms';
export {
  addItem,
  duplicateItem,
  type ItemValues,
  moveToDay,
  moveWithinDay,
  placeAt,
  type RemovedItem,
  removeItem,
  restoreItem,
  setBookingStatus,
  setItem,
} from './item-edits';
export { type Day, type ItemIndex, itemIndexOf } from './item-index';
export type { Network, Page } from './network';
export type { DeviceStore, StorageState } from './offline/device-store';
export type { RecoverableCopy } from './offline/recoverable-copy';
export { type Activity, type CursorPosition, Presence, type SelectionRange } from './presence';
export { type PresenceState, type PresentPerson, presentPeople } from './present-people';
export { ProblemError } from './problem';
export {
  forgetSignIn,
  type ReturnFromProvider,
  renewSignIn,
  type SignedInPerson,
  type SignInProvider,
  type SignInWays,
  signInByReturn,
  signInWays,
} from './sign-in';
export type { WebSocketConstructor, WebSocketLike } from './socket';
export type { DenialReason, DocumentStatus } from './status';
export { bindText, type TextElement } from './text-binding';
export type { TokenRequest, TokenSource } from './tokens';
export { type Cost, maxAmount, onCosts, type PlannedAmount, readBudget, readCosts, setBudget } from './trip-budget';
export { type Details, readDetails, setDetails, tripRoots } from './trip-content';
export {
  type DatesChange,
  dateAfter,
  datesFromStart,
  datesUntilEnd,
  revertDates,
  setDates,
  type TripDates,
  tripLength,
} from './trip-dates';
export {
  type BookingStatus,
  bookingStatuses,
  type Item,
  type ItemType,
  itemText,
  itemTypes,
  readItems,
} from './trip-items';
export {
  type AddressProblem,
  addLink,
  linkTitle,
  maxUrlChars,
  readAddress,
  readLinks,
  removeLink,
  shortAddress,
  type TripLink,
} from './trip-links';
export { keptFormats, noteFormats } from './trip-notes';
