import type { HubReplies, HubRequests } from '../../../src/protocol/hub-messages';
import type { TypeChannels } from '../../../src/protocol/notification-types';
import type {
  DeliveryState,
  HubSessionView,
  InboxDevice,
  InboxPreferences,
  NotificationCategory,
  NotificationChannel,
  NotificationView,
} from '../../../src/protocol/notifications';
import type { TripSpan } from '../../../src/protocol/travels';
import { type HubRest, withQuery } from '../hub/hub-rest';
import { notificationPath } from '../hub/rest-requests';
import type { NotificationPage } from './notification-list';

/** Which notifications a list has. */
export interface NotificationQuery {
  /** `next_cursor` of the page before. */
  readonly cursor?: string | null;
  /** At most 200; 50 unless given. */
  readonly limit?: number;
  readonly category?: NotificationCategory;
  readonly unread?: boolean;
  /** The dismissed ones in place of the others. */
  readonly dismissed?: boolean;
}

/** A browser, a phone, a mailbox or a number that is to be registered. */
export type NewInboxDevice = { readonly label: string } & (
  | { readonly kind: 'web_push'; readonly endpoint: string; readonly p256dh: string; readonly auth: string }
  | { readonly kind: 'fcm'; readonly token: string }
  | { readonly kind: 'apns'; readonly token: string; readonly topic: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'sms'; readonly number: string }
);

/** What was done to bring a notification to its person. Times are ISO 8601. */
export interface NotificationTrace {
  readonly notification_id: string;
  /** Who sent it: a webhook source, or `api`, `trips`, `inbox`. */
  readonly source: string;
  readonly sent_at: string;
  /** Null while it waits for its time. */
  readonly received_at: string | null;
  /** Its time, while it waits for it; else null. Its channels are decided then. */
  readonly scheduled_for: string | null;
  readonly channels: readonly ChannelTrace[];
}

/** Why a notification goes over a channel, or why not. Reasons are words that stay the same. */
export interface ChannelTrace {
  readonly channel: NotificationChannel;
  readonly verdict: 'send' | 'hold' | 'silent' | 'skip';
  readonly reason: string;
  readonly deliveries: readonly {
    readonly id: string;
    /** Null for in-app. */
    readonly device_id: string | null;
    readonly state: DeliveryState;
    readonly reason: string;
    readonly tries: number;
    readonly next_try_at: string | null;
    /** What the provider said last. */
    readonly error: string | null;
    readonly sent_at: string | null;
    readonly updated_at: string;
  }[];
}

/** The calls of the inbox that need the server: devices, sessions and so on. Every call throws `ProblemError`. */
export class InboxCalls {
  readonly #rest: HubRest;

  constructor(rest: HubRest) {
    this.#rest = rest;
  }

  listNotifications({ cursor = null, limit, category, unread, dismissed }: NotificationQuery = {}): Promise<NotificationPage> {
    const query = {
      cursor,
      limit: limit === undefined ? null : String(limit),
      category: category ?? null,
      unread: unread === true ? '1' : null,
      dismissed: dismissed === true ? '1' : null,
    };
    return this.#rest.call('GET', withQuery('/v1/inbox/notifications', query));
  }

  getNotification(id: string): Promise<NotificationView> {
    return this.#rest.call('GET', notificationPath(id));
  }

  traceNotification(id: string): Promise<NotificationTrace> {
    return this.#rest.call('GET', `${notificationPath(id)}/trace`);
  }

  /** The trips of today and of the month to come, by which notifications rank. */
  async listTravels(): Promise<readonly TripSpan[]> {
    return (await this.#rest.call<{ trips: readonly TripSpan[] }>('GET', '/v1/inbox/travels')).trips;
  }

  readPreferences(): Promise<InboxPreferences> {
    return this.#rest.call('GET', '/v1/inbox/preferences');
  }

  /** The types of notification whose channels can be chosen, each with those that it uses without an exception. */
  async listTypes(): Promise<readonly TypeChannels[]> {
    return (await this.#rest.call<{ types: readonly TypeChannels[] }>('GET', '/v1/inbox/notification-types')).types;
  }

  /** Presses a button of a notification. Again it changes nothing, and answers the same. */
  runAction(id: string, actionId: string): Promise<NotificationView> {
    return this.#rest.call('POST', `${notificationPath(id)}/actions/${encodeURIComponent(actionId)}`);
  }

  async listDevices(): Promise<readonly InboxDevice[]> {
    return (await this.#rest.call<{ devices: readonly InboxDevice[] }>('GET', '/v1/inbox/devices')).devices;
  }

  /**
   * Registers a device under an id of the caller's choice; the same id again replaces it. A mailbox or a number that is new is sent
   * a code, and nothing else before {@link verifyDevice}.
   */
  putDevice(id: string, device: NewInboxDevice): Promise<InboxDevice> {
    return this.#rest.call('PUT', devicePath(id), device);
  }

  /** Shows the code that a mailbox or a number was sent. */
  verifyDevice(id: string, code: string): Promise<InboxDevice> {
    return this.#rest.call('POST', `${devicePath(id)}/verify`, { code });
  }

  /** Sends a mailbox or a number another code; `rate-limited` before its `resend_at`. */
  sendDeviceCode(id: string): Promise<InboxDevice> {
    return this.#rest.call('POST', `${devicePath(id)}/code`);
  }

  async removeDevice(id: string): Promise<void> {
    await this.#rest.call('DELETE', devicePath(id));
  }

  /** The connections of this person that are open, or ended within the last half hour. */
  async listSessions(): Promise<readonly HubSessionView[]> {
    return (await this.#rest.call<{ sessions: readonly HubSessionView[] }>('GET', '/v1/me/sessions')).sessions;
  }

  async endSession(id: string): Promise<void> {
    await this.#rest.call('DELETE', `/v1/me/sessions/${encodeURIComponent(id)}`);
  }

  /** Sends a test notification over one channel, whatever the preferences say. Answers its id, for `traceNotification`. */
  async sendTest(channel: NotificationChannel): Promise<string> {
    return (await this.#rest.call<{ notification_id: string }>('POST', '/v1/inbox/test', { channel })).notification_id;
  }

  /** The types of notification that this person gets because they asked for them. */
  async listSubscriptions(): Promise<readonly string[]> {
    const { subscriptions } = await this.#rest.call<{ subscriptions: readonly { type: string }[] }>(
      'GET',
      '/v1/inbox/subscriptions',
    );
    return subscriptions.map(({ type }) => type);
  }

  async subscribe(type: string): Promise<void> {
    await this.#rest.call('PUT', `/v1/inbox/subscriptions/${encodeURIComponent(type)}`);
  }

  async unsubscribe(type: string): Promise<void> {
    await this.#rest.call('DELETE', `/v1/inbox/subscriptions/${encodeURIComponent(type)}`);
  }

  /** One exchange of marks. */
  syncMarks(data: HubRequests['inbox:sync']): Promise<HubReplies['inbox:state']> {
    return this.#rest.call('POST', '/v1/inbox/sync', data);
  }

  /** The key for web push; null where the server has none. */
  async pushKey(): Promise<string | null> {
    return (await this.#rest.call<{ public_key: string | null }>('GET', '/v1/inbox/push-key')).public_key;
  }
}

function devicePath(id: string): string {
  return `/v1/inbox/devices/${encodeURIComponent(id)}`;
}
