import { Link } from 'wouter';
import type { NotificationActionView, NotificationView } from '../../react';
import { Button, buttonClass } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { destinationOf, linkOf } from './notification-link';

/** What can be done with an unfolded notification. */
export interface ActionsProps {
  readonly notification: NotificationView;
  readonly onAction: (actionId: string) => void;
  /** Called when somebody follows a link of the app. */
  readonly onFollow: (path: string) => void;
}

/** The buttons of a notification; the way to what it is about where it has none of its own. */
export function NotificationActions({ notification, onAction, onFollow }: ActionsProps) {
  const text = useTextOf();
  const link = linkOf(notification);
  const hasOwn = notification.actions.length > 0;
  if (!hasOwn && link === null) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {notification.actions.map((action) => (
        <ActionButton key={action.id} action={action} onPress={() => onAction(action.id)} onFollow={onFollow} />
      ))}
      {!hasOwn && link !== null && <Button onClick={() => onFollow(link)}>{text('inbox.open')}</Button>}
      <ActionFailures actions={notification.actions} />
    </div>
  );
}

/** Presses of which nothing came. It is there when there are none, so that one that comes is read out. */
export function ActionFailures({ actions }: Pick<NotificationView, 'actions'>) {
  const text = useTextOf();
  return (
    <div role="status" className="w-full text-sm text-danger empty:absolute">
      {actions.map(({ id, label, failure }) => failure && <p key={id}>{text(`inbox.actionFailed.${failure}`, { label })}</p>)}
    </div>
  );
}

interface ActionButtonProps {
  readonly action: NotificationActionView;
  /** It does nothing at the moment. */
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly onFollow: (path: string) => void;
}

/** A button does its work once; one that leads somewhere is a link, and does so as often as it is pressed. */
export function ActionButton({ action, disabled = false, onPress, onFollow }: ActionButtonProps) {
  const text = useTextOf();
  const { label, style, url, done_at, under_way } = action;
  const look = style === 'default' ? 'secondary' : style;
  const destination = url === null ? null : destinationOf(url);
  if (destination === null) {
    return (
      // One that leads nowhere cannot be pressed.
      <Button look={look} disabled={disabled || under_way || done_at !== null || url !== null} onClick={onPress}>
        {done_at !== null ? text('inbox.actionDone', { label }) : under_way ? text('inbox.actionUnderWay', { label }) : label}
      </Button>
    );
  }
  if ('address' in destination) {
    return (
      <a href={destination.address} target="_blank" rel="noopener noreferrer" className={buttonClass(look)}>
        {label}
      </a>
    );
  }
  const { page } = destination;
  return (
    <Link
      href={page}
      className={buttonClass(look)}
      onClick={(event) => {
        event.preventDefault();
        onFollow(page);
      }}
    >
      {label}
    </Link>
  );
}
