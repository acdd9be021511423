import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { type NotificationView, type OpenInbox, ProblemError } from '../../react';
import { useShowError } from '../design/use-show-error';
import { leaveFor } from './leave-for';
import { destinationOf } from './notification-link';

/**
 * What the address of the inbox asks for, where a notification of the system leads: `?notification=` with its id is unfolded
 * and read, `&action=` is the button of it that was pressed: it does its work, or leads where it leads. Done once, as soon as
 * the notification is known.
 * @returns the id of the notification to unfold; null for none
 */
export function useOpened(open: OpenInbox | null): string | null {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const showError = useShowError();
  const asked = parameters.get('notification');
  const action = parameters.get('action');
  // The first page takes the place of what was loaded before it.
  const inbox = open?.state.loaded === true ? open.inbox : null;
  const isConnected = open !== null && open.state.transport !== null;

  useEffect(() => {
    if (inbox === null || asked === null) return;
    const isListed = inbox.state.notifications.some(({ id }) => id === asked);
    // One that is older than the list, or newer than what this device has kept, needs the server.
    if (!isListed && !isConnected) return;
    let isCurrent = true;
    const press = (actionId: string, { id, actions }: NotificationView) => {
      const url = actions.find((each) => each.id === actionId)?.url ?? null;
      const destination = url === null ? null : destinationOf(url);
      if (url === null) inbox.runAction(id, actionId).catch(showError);
      else if (destination !== null && 'page' in destination) navigate(destination.page);
      else if (destination !== null) leaveFor(inbox, destination.address);
    };
    const settle = (opened: string | null) => navigate('/inbox', { replace: true, state: { opened } });
    inbox.load(asked).then(
      (notification) => {
        if (!isCurrent) return;
        inbox.markRead(notification.id);
        // A reload is no second press.
        settle(notification.id);
        if (action !== null) press(action, notification);
      },
      (error: unknown) => {
        if (!isCurrent) return;
        showError(error);
        if (error instanceof ProblemError && error.code === 'not-found') settle(null);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [inbox, asked, action, isConnected, navigate, showError]);

  return asked ?? (history.state as { opened?: string } | null)?.opened ?? null;
}
