import type { NotificationPriority } from './notifications';

/** What a push brings to a device: JSON, encrypted for a browser (RFC 8291), as data of FCM and APNs elsewhere. */
export type PushPayload =
  | {
      readonly kind: 'alert';
      readonly notificationId: string;
      readonly type: string;
      readonly title: string;
      readonly body: string;
      /** URL of a picture; null for none. */
      readonly image: string | null;
      /** The buttons. What one does, the app knows that is opened by it. */
      readonly actions: readonly { readonly id: string; readonly label: string }[];
      readonly priority: NotificationPriority;
      /** What a click opens: a path of the app. */
      readonly url: string;
      readonly language: 'ja' | 'en';
      readonly unreadCount: number;
      /** What else was shown, was read elsewhere, and is to be closed: where no `refresh` comes, which is in Safari. */
      readonly closed?: readonly string[];
    }
  /** Nothing to show: notifications that were read elsewhere are to be closed. */
  | { readonly kind: 'refresh'; readonly closed: readonly string[]; readonly unreadCount: number };
