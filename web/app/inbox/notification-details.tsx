import { useId } from 'react';
import type { NotificationView } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { linkOf } from './notification-link';

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
      {image !== null && (
        <img src={image} alt="" loading="lazy" className="aspect-[2/1] w-full rounded-md border border-line object-cover" />
      )}
      <Data data={notification.data} />
      <Actions notification={notification} onAction={onAction} onFollow={onFollow} />
    </div>
  );
}

/** Only what can be read: texts, numbers, yes and no. */
function Data({ data }: { readonly data: NotificationView['data'] }) {
  const text = useTextOf();
  const titleId = useId();
  const entries = Object.entries(data).filter(
    ([name, value]) => !name.endsWith('_id') && ['string', 'number', 'boolean'].includes(typeof value) && value !== '',
  );
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby={titleId}>
      <p id={titleId} className="text-sm font-medium text-muted">
        {text('inbox.details')}
      </p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name.replaceAll('_', ' ')}</dt>
            <dd className="min-w-0 break-words">{String(value)}</dd>
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
      {notification.actions.map(({ id, label, style, url, done_at }) => (
        <Button
          key={id}
          look={style === 'primary' ? 'primary' : style === 'danger' ? 'danger' : 'secondary'}
          disabled={done_at !== null}
          onClick={() => {
            onAction(id);
            if (url !== null) follow(url, onFollow);
          }}
        >
          {done_at === null ? label : text('inbox.actionDone', { label })}
        </Button>
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

function follow(url: string, onFollow: (path: string) => void): void {
  const target = new URL(url, location.origin);
  if (target.origin === location.origin) onFollow(target.pathname + target.search);
  else if (target.protocol === 'https:' || target.protocol === 'http:') window.open(target, '_blank', 'noopener,noreferrer');
}
