/** What the server pushes to this browser, as the service worker reads it. */
export type PushMessage =
  | {
      readonly kind: 'alert';
      readonly notificationId: string;
      readonly title: string;
      readonly body: string;
      readonly image: string | null;
      readonly actions: readonly { readonly id: string; readonly label: string }[];
      readonly priority: string;
      /** Path of the app to open. */
      readonly url: string;
      readonly language: string;
      readonly unreadCount: number;
      /** What is shown of these is to be taken away. */
      readonly closed?: readonly string[];
    }
  /** Nothing new: what is shown of `closed` is to be taken away. */
  | { readonly kind: 'refresh'; readonly closed: readonly string[]; readonly unreadCount: number };

/** The message in the text of a push; null for a text that is none. */
export function parsePushMessage(text: string): PushMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { kind, notificationId, title, closed } = value as Record<string, unknown>;
  const isAlert = kind === 'alert' && typeof notificationId === 'string' && typeof title === 'string';
  const isRefresh = kind === 'refresh' && closed !== undefined;
  const canClose = closed === undefined || Array.isArray(closed);
  return (isAlert || isRefresh) && canClose ? (value as PushMessage) : null;
}

/** The page to open for a notification: its own, which shows it, and runs one of its actions when one was pressed. */
export function pageOf(notificationId: string, action: string): string {
  const parameters = new URLSearchParams({ notification: notificationId, ...(action === '' ? {} : { action }) });
  return `/inbox?${parameters}`;
}
