import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useLocation } from 'wouter';
import type { Inbox } from '../../react';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import type { NotificationCommands } from './notification-item';
import { dayFormat } from './snooze-times';

/** What can be done with the notifications of an inbox. Marks hold at once; what fails is told. */
export function useNotificationCommands(inbox: Inbox): NotificationCommands {
  const text = useTextOf();
  const intl = useIntl();
  const show = useToast();
  const showError = useShowError();
  const [, navigate] = useLocation();
  return useMemo(
    () => ({
      markRead: (id) => inbox.markRead(id),
      markUnread: (id) => inbox.markUnread(id),
      dismiss: (id) => {
        inbox.dismiss(id);
        show({ text: text('inbox.dismissed'), action: { label: text('inbox.undo'), onAction: () => inbox.restore(id) } });
      },
      snooze: (id, until) => {
        inbox.snooze(id, until);
        const clock = intl.formatDate(until, { hour: 'numeric', minute: '2-digit' });
        show({
          text: text('inbox.snoozed', { day: intl.formatDate(until, dayFormat(until, new Date(), 'long')), clock }),
          action: { label: text('inbox.undo'), onAction: () => inbox.unsnooze(id) },
        });
      },
      runAction: (id, actionId) => {
        inbox.runAction(id, actionId).catch(showError);
      },
      follow: (path) => navigate(path),
    }),
    [inbox, text, intl, show, showError, navigate],
  );
}
