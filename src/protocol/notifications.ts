/** What a notification is about; the notification centre filters by it. */
export const notificationCategories = ['task', 'calendar', 'system', 'social', 'trip', 'booking'] as const;
export type NotificationCategory = (typeof notificationCategories)[number];

/** How much a notification matters, least first. */
export const notificationPriorities = ['low', 'normal', 'high', 'critical'] as const;
export type NotificationPriority = (typeof notificationPriorities)[number];

/** The ways to reach a person. */
export const notificationChannels = ['in_app', 'push', 'email', 'sms'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** Where the delivery over one channel stands. */
export const deliveryStates = ['pending', 'sent', 'delivered', 'read', 'failed', 'expired'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const actionStyles = ['primary', 'default', 'danger'] as const;
export type ActionStyle = (typeof actionStyles)[number];

/** Whether a link leads to a page of the app. `//host` would be somewhere else, and browsers leave tabs and line breaks in between out. */
export function isAppPath(link: string): boolean {
  return /^\/(?![/\\])[^\t\r\n]*$/.test(link);
}

/** A button of a notification, as its sender declares it: it leads to an address, or calls one on the server. */
export interface NotificationAction {
  readonly id: string;
  readonly label: string;
  readonly style: ActionStyle;
  /** Where the button leads; absolute, or a path of the app. */
  readonly url?: string;
  /** What the server calls, once, when the button is pressed. Never told to clients. */
  readonly webhook?: string;
}

/** Why an action was not carried out: it was refused for good, or its server did not answer however often it was called. */
export const actionFailures = ['refused', 'unreachable'] as const;
export type ActionFailure = (typeof actionFailures)[number];

/** A button as its person sees it. */
export interface NotificationActionView {
  readonly id: string;
  readonly label: string;
  readonly style: ActionStyle;
  /** Null: the server does something when the button is pressed. */
  readonly url: string | null;
  /** When it was pressed, ISO 8601, once its work is done; null until then, and after it has failed. An action runs once. */
  readonly done_at: string | null;
  /** It was pressed, and nobody knows yet whether its server does the work; it may be asked for minutes. */
  readonly under_way: boolean;
  /** Why nothing came of the last press, after which it can be pressed again; null when nothing went wrong. */
  readonly failure: ActionFailure | null;
}

/** A notification with its person's marks, as every face of the inbox shows it. Times are ISO 8601. */
export interface NotificationView {
  readonly id: string;
  /** A name of the type table, e.g. `booking_confirmed`. */
  readonly type: string;
  readonly category: NotificationCategory;
  readonly priority: NotificationPriority;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** URL of a picture. */
  readonly image: string | null;
  readonly actions: readonly NotificationActionView[];
  /** How many events a digest stands for; 1 for a single one. */
  readonly count: number;
  readonly created_at: string;
  /** When it came to the top: created, added to as a digest, or back from a snooze. The inbox is sorted by it. */
  readonly shown_at: string;
  readonly expires_at: string | null;
  readonly read_at: string | null;
  readonly dismissed_at: string | null;
  readonly snoozed_until: string | null;
}

/** Hours in which push and SMS wait, in the person's own time zone. Times are `HH:MM`; `from` after `to` spans midnight. */
export interface QuietHours {
  readonly enabled: boolean;
  readonly from: string;
  readonly to: string;
}

/** What a person wants to be told, and how. */
export interface InboxPreferences {
  readonly language: 'ja' | 'en';
  /** IANA name. */
  readonly time_zone: string;
  readonly quiet_hours: QuietHours;
  /** Whether a channel is used at all. */
  readonly channels: Readonly<Record<NotificationChannel, boolean>>;
  /** Exceptions for single types: the channels they use; an empty list mutes a type (it is stored silently). */
  readonly types: Readonly<Record<string, readonly NotificationChannel[]>>;
}

/** The kinds of address a person can be reached at. */
export const deviceKinds = ['web_push', 'fcm', 'apns', 'email', 'sms'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** How far the proof is that a mailbox or a number is its person's. Times are ISO 8601. */
export interface AddressVerification {
  /** Until when the last code is good. */
  readonly expires_at: string;
  /** From when on there may be another one. */
  readonly resend_at: string;
  /** Why the last code did not go, or did not arrive (`bounced`: it came back); null: it went, or is about to. */
  readonly failure: 'unconfigured' | 'refused' | 'try-later' | 'bounced' | null;
}

/** A browser, a phone, a mailbox or a number of a person. */
export interface InboxDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  /** What the person calls it, e.g. the browser and the system. */
  readonly label: string;
  /**
   * `unverified`: a code was sent there, and nothing else goes there before somebody has shown it. `invalid`: a provider said that
   * the address is dead; it has to be registered again. `opted_out`: its person said no.
   */
  readonly state: 'active' | 'unverified' | 'invalid' | 'opted_out';
  /** Null, unless it is `unverified`. */
  readonly verification: AddressVerification | null;
  /** The address with its middle left out. */
  readonly address: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One connection of a person to their hub, open or ended within the last half hour. */
export interface HubSessionView {
  readonly id: string;
  /** Id that the client gave its device; null for one that gave none. */
  readonly device_id: string | null;
  /** What the client calls its device, e.g. the browser and the system; null for one that does not say it. */
  readonly device_name: string | null;
  readonly transport: 'websocket' | 'sse' | 'poll';
  readonly client_version: string | null;
  readonly connected_at: string;
  readonly last_activity: string;
  /** Null as long as it is open. */
  readonly ended_at: string | null;
  readonly rooms: readonly string[];
}
