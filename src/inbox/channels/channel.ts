import type { DeviceKind, NotificationActionView, NotificationPriority } from '../../protocol/notifications';

/** Where a device is reached. What the person sees of it is another shape. */
export type DeviceAddress =
  | { readonly kind: 'web_push'; readonly endpoint: string; readonly p256dh: string; readonly auth: string }
  | { readonly kind: 'fcm'; readonly token: string }
  | { readonly kind: 'apns'; readonly token: string; readonly topic: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'sms'; readonly number: string };

/** What a delivery says, in its person's language; made when it is sent. */
export type MessageContent =
  | {
      readonly kind: 'alert';
      readonly notificationId: string;
      readonly type: string;
      readonly title: string;
      readonly body: string;
      /** For the templates of the channels. */
      readonly data: Readonly<Record<string, unknown>>;
      readonly image: string | null;
      readonly actions: readonly NotificationActionView[];
      readonly priority: NotificationPriority;
      /** Path of the app to open. */
      readonly url: string;
      readonly language: 'ja' | 'en';
      readonly unreadCount: number;
      /** What was shown and is to be taken away with it, at an address that takes no silent pushes. */
      readonly closed: readonly string[];
      /** Something for an address itself, whose person need not be anybody here: it leads nowhere, and is about no preferences. */
      readonly isCode?: true;
    }
  /** A silent push: what was shown is to be taken away, or the app to refresh. */
  | { readonly kind: 'refresh'; readonly closed: readonly string[]; readonly unreadCount: number };

/** One message to one address. */
export interface OutgoingMessage {
  /** The delivery; providers get it as their reference, and their callbacks bring it back. */
  readonly deliveryId: string;
  readonly person: string;
  readonly to: DeviceAddress;
  readonly content: MessageContent;
  /** Seconds for which the provider may keep trying. */
  readonly ttlSeconds: number;
}

/** What became of a try. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly providerId: string | null }
  /** May work later; `retryAfterMs` when the provider said when. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs: number | null }
  /** Will not work; `address` says whether the address itself is dead or its person opted out. */
  | { readonly kind: 'failed'; readonly reason: string; readonly address: 'invalid' | 'opted_out' | null }
  /** Nobody has configured a provider for this kind of address; `inOutbox`: what would have gone is kept to be looked at. */
  | { readonly kind: 'unconfigured'; readonly inOutbox: boolean };

/** One provider: builds the request, and reads the answer. */
export interface Provider {
  readonly kind: DeviceKind;
  /** E.g. `sendgrid`. */
  readonly name: string;
  send(message: OutgoingMessage): Promise<SendOutcome>;
}
