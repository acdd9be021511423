import { useId } from 'react';
import { Link } from 'wouter';
import {
  type NotificationActionView,
  NotificationImage,
  type NotificationView,
  notificationFacts,
  realtimeTexts,
} from '../../react';
import { Button, buttonClass } from '../design/button';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { destinationOf, linkOf } from './notification-link';

interface NotificationDetailsProps {
  readonly notification: NotificationView;
  readonly onAction: (actionId: string) => void;
  /** Called when somebody follows a link of the app. */
  readonly onFollow: (path: string) => void;
}

/** What an unfolded notification shows besides its words: its picture, its data, and what can be done. */
export function NotificationDetails({ notification, onAction, onFollow }: NotificationDetailsProps) {
  const { image } = notification;
  return (
    <div className="flex flex-col gap-3 pt-1 pr-4 pb-4 pl-16 empty:hidden">
      {image !== null && <NotificationImage image={image} className="border border-line" />}
      <Data data={notification.data} />
      <Actions notification={notification} onAction={onAction} onFollow={onFollow} />
    </div>
  );
}

/** What is for people, in their language. */
function Data({ data }: { readonly data: NotificationView['data'] }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const titleId = useId();
  const facts = notificationFacts(data, { locale, texts: realtimeTexts[locale] });
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby={titleId}>
      <p id={titleId} className="text-sm font-medium text-muted">
        {text('inbox.details')}
      </p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
        {facts.map(({ name, label, value }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Actions({ notification, onAction, onFollow }: NotificationDetailsProps) {
  const text = useTextOf();
  const link = linkOf(notification);
  const hasOwn = notification.actions.length > 0;
  if (!hasOwn && link === null) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {notification.actions.map((action) => (
        <Action key={action.id} action={action} onPress={() => onAction(action.id)} onFollow={onFollow} />
      ))}
      {!hasOwn && link !== null && <Button onClick={() => onFollow(link)}>{text('inbox.open')}</Button>}
      <Failures actions={notification.actions} />
    </div>
  );
}

/** Presses of which nothing came. It is there when there are none, so that one that comes is read out. */
function Failures({ actions }: Pick<NotificationView, 'actions'>) {
  const text = useTextOf();
  return (
    <div role="status" className="w-full text-sm text-danger empty:absolute">
      {actions.map(({ id, label, failure }) => failure && <p key={id}>{text(`inbox.actionFailed.${failure}`, { label })}</p>)}
    </div>
  );
}

interface ActionProps {
  readonly action: NotificationActionView;
  readonly onPress: () => void;
  readonly onFollow: (path: string) => void;
}

/** A button does its work once; one that leads somewhere is a link, and does so as often as it is pressed. */
function Action({ action: { label, style, url, done_at }, onPress, onFollow }: ActionProps) {
  const text = useTextOf();
  const look = style === 'default' ? 'secondary' : style;
  const destination = url === null ? null : destinationOf(url);
  if (destination === null) {
    return (
      // One that leads nowhere cannot be pressed.
      <Button look={look} disabled={done_at !== null || url !== null} onClick={onPress}>
        {done_at === null ? label : text('inbox.actionDone', { label })}
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
