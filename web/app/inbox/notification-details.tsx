import { useId } from 'react';
import { NotificationImage, type NotificationView, notificationFacts, realtimeTexts } from '../../react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { InvitationAnswer } from './invitation-answer';
import { type ActionsProps, NotificationActions } from './notification-actions';
import { invitedTo } from './notification-link';

/** What an unfolded notification shows besides its words: its picture, its data, and what can be done. */
export function NotificationDetails({ notification, onAction, onFollow }: ActionsProps) {
  const { image, data } = notification;
  const eventId = invitedTo(notification);
  return (
    <div className="flex flex-col gap-3 pt-1 pr-4 pb-4 pl-16 empty:hidden">
      {image !== null && <NotificationImage image={image} className="border border-line" />}
      <Data data={data} />
      {eventId === null ? (
        <NotificationActions notification={notification} onAction={onAction} onFollow={onFollow} />
      ) : (
        <InvitationAnswer eventId={eventId} notification={notification} onAction={onAction} onFollow={onFollow} />
      )}
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
            <dd dir="auto" className="min-w-0 break-words">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
