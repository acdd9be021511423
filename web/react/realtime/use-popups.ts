import { useCallback, useEffect, useState } from 'react';
import type { NotificationView } from '../../sdk';
import { isUrgent, stillUnread, withNewest } from './popups';
import type { OpenInbox } from './use-inbox';

/** The pop-ups that are due, and what can be done with them. */
export interface PopupQueue {
  /** The newest first. */
  readonly popups: readonly NotificationView[];
  /** Takes one away; the notification stays as it is. */
  readonly close: (id: string) => void;
  /** Marks the notification of one as read, and takes it away. */
  readonly read: (id: string) => void;
}

/**
 * Notifications that may interrupt somebody, from the moment this is first drawn with an inbox, until they are closed or read.
 * @param open null while the inbox opens
 */
export function usePopups(open: OpenInbox | null): PopupQueue {
  const inbox = open?.inbox ?? null;
  const [popups, setPopups] = useState<readonly NotificationView[]>([]);
  useEffect(() => {
    return inbox?.on('notification', ({ notification, silent }) => {
      if (isUrgent(notification) && !silent) setPopups((shown) => withNewest(shown, notification));
    });
  }, [inbox]);
  const close = useCallback((id: string) => setPopups((shown) => shown.filter((each) => each.id !== id)), []);
  const read = (id: string) => {
    inbox?.markRead(id);
    close(id);
  };
  return { popups: open === null ? [] : stillUnread(popups, open.state.notifications), close, read };
}
