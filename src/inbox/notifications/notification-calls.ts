import type { Outcome } from '../../protocol/codes';
import type { TypeChannels } from '../../protocol/notification-types';
import type {
  DeliveryState,
  InboxDevice,
  InboxPreferences,
  NotificationCategory,
  NotificationChannel,
  NotificationView,
} from '../../protocol/notifications';
import type { TripSpan } from '../../protocol/travels';
import type { DeviceAddress } from '../channels/channel';
import type { PlanReason } from '../routing/route';
import type { DeliveryReason } from './delivery-reasons';

/** What a person may do with their notifications, devices and preferences. Each call is one step, all or nothing. */
export interface NotificationCalls {
  /** Newest first; those of the trip that the person is on before all others. */
  list(query: NotificationQuery): Outcome<NotificationPage>;
  get(id: string): Outcome<NotificationView>;
  read(id: string): Outcome<NotificationView>;
  unread(id: string): Outcome<NotificationView>;
  dismiss(id: string): Outcome<NotificationView>;
  /** Out of sight until a time in the future; then unread again, and on top. */
  snooze(id: string, untilMs: number): Outcome<NotificationView>;
  /** Presses a button. Again it changes nothing, and answers the same. */
  act(id: string, actionId: string): Outcome<NotificationView>;
  readAll(): Outcome<ReadAll>;
  unreadCount(): Outcome<number>;
  /** Why it went over which channel, why not, or when next. */
  trace(id: string): Outcome<NotificationTrace>;
  devices(): Outcome<readonly InboxDevice[]>;
  /**
   * Registers a device under an id of the client's choice. An address that is registered already moves to this id. A mailbox or
   * a number that is new is sent a code.
   */
  putDevice(id: string, device: NewDevice): Outcome<InboxDevice>;
  removeDevice(id: string): Outcome<null>;
  /** Shows the code that an address was sent: from now on it gets what its person is told. */
  verifyDevice(id: string, code: string): Outcome<InboxDevice>;
  /**
   * The digest of the address that a call would send a code to; null when it would send none.
   * @param address of a device that `putDevice` is to register under the id; null for `sendCode`.
   */
  codeTarget(id: string, address: DeviceAddress | null): Outcome<string | null>;
  /** Sends an address another code, in place of the last one. */
  sendCode(id: string): Outcome<InboxDevice>;
  preferences(): Outcome<InboxPreferences>;
  /** The types that the person can choose the ways of: those of the table, and what came from elsewhere. */
  types(): Outcome<readonly TypeChannels[]>;
  putPreferences(preferences: InboxPreferences): Outcome<InboxPreferences>;
  /** Sends a test notification over one channel, whatever the preferences say. Answers its id, for the trace. */
  test(channel: NotificationChannel): Outcome<string>;
  /** Takes in what a device did with its copy of the marks (null: nothing), and answers what it lacks. */
  sync(stateVector: Uint8Array, update: Uint8Array | null): Outcome<MarksAnswer>;
}

export interface NotificationQuery {
  /** Where the last page ended; null for the first one. */
  readonly after: ListPlace | null;
  readonly limit: number;
  readonly category: NotificationCategory | null;
  readonly unreadOnly: boolean;
  /** The dismissed ones in place of the others. */
  readonly dismissed: boolean;
  /** The trips that the person may be on: which one it is depends on the day where they are. */
  readonly trips: readonly TripSpan[];
}

/** A place in the list. */
export interface ListPlace {
  /** 1 for notifications of the trip that the person is on. */
  readonly rank: 0 | 1;
  readonly shownAtMs: number;
}

export interface NotificationPage {
  readonly notifications: readonly NotificationView[];
  /** Null at the end. */
  readonly next: ListPlace | null;
  readonly unreadCount: number;
}

export interface ReadAll {
  readonly readAtMs: number;
  readonly unreadCount: number;
}

export interface NewDevice {
  readonly label: string;
  readonly address: DeviceAddress;
}

export interface MarksAnswer {
  /** A Yjs update with all that the device lacks. */
  readonly update: Uint8Array;
  readonly stateVector: Uint8Array;
}

/** What was done to bring a notification to its person. Times are ms since the epoch. */
export interface NotificationTrace {
  readonly notificationId: string;
  readonly source: string;
  /** When its sender made it. */
  readonly sentAtMs: number;
  /** When it came into the inbox; null while it waits for its time. */
  readonly receivedAtMs: number | null;
  /** Its time, while it waits for it; else null. */
  readonly scheduledForMs: number | null;
  readonly channels: readonly ChannelTrace[];
}

export interface ChannelTrace {
  readonly channel: NotificationChannel;
  /** What was decided, and why. */
  readonly verdict: 'send' | 'hold' | 'silent' | 'skip';
  readonly reason: PlanReason | DeliveryReason;
  readonly deliveries: readonly DeliveryTrace[];
}

export interface DeliveryTrace {
  readonly id: string;
  /** Null for in-app. */
  readonly deviceId: string | null;
  readonly state: DeliveryState;
  /** Why it is in this state. */
  readonly reason: DeliveryReason | PlanReason;
  readonly tries: number;
  /** When it is tried next; null when it is not. */
  readonly nextTryMs: number | null;
  /** What the provider said last. */
  readonly error: string | null;
  readonly sentAtMs: number | null;
  readonly updatedAtMs: number;
}
