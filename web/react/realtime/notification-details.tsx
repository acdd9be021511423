import { useState } from 'react';
import type { Inbox, NotificationActionView, NotificationView } from '../../sdk';
import { notificationFacts } from './notification-facts';
import { NotificationImage } from './notification-image';
import { linkOf } from './notification-link';
import type { RealtimeTexts } from './realtime-texts';
import { snoozeChoices, snoozeUntil } from './snooze-times';

interface DetailsProps {
  readonly inbox: Inbox;
  readonly notification: NotificationView;
  readonly locale: string;
  readonly texts: RealtimeTexts;
}

/** What unfolds of a notification: what it knows, its buttons, and what can be done with it. */
export function NotificationDetails({ inbox, notification, locale, texts }: DetailsProps) {
  const { id, data, image, actions } = notification;
  const facts = notificationFacts(data, { locale, texts });
  return (
    <div className="tt-note-details">
      {image !== null && <NotificationImage image={image} />}
      {facts.length > 0 && (
        <dl aria-label={texts.details} className="tt-note-facts">
          {facts.map(({ name, label, value }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {actions.length > 0 && <Actions inbox={inbox} id={id} actions={actions} texts={texts} />}
      <div className="tt-note-tools">
        <select
          aria-label={texts.snooze}
          value=""
          onChange={({ target }) => inbox.snooze(id, snoozeUntil(target.value as (typeof snoozeChoices)[number], new Date()))}
        >
          <option value="" disabled>
            {texts.snooze}
          </option>
          {snoozeChoices.map((choice) => (
            <option key={choice} value={choice}>
              {texts[choice]}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => inbox.markUnread(id)}>
          {texts.markUnread}
        </button>
        <button type="button" onClick={() => inbox.dismiss(id)}>
          {texts.dismiss}
        </button>
      </div>
    </div>
  );
}

interface ActionsProps {
  readonly inbox: Inbox;
  readonly id: string;
  readonly actions: readonly NotificationActionView[];
  readonly texts: RealtimeTexts;
}

function Actions({ inbox, id, actions, texts }: ActionsProps) {
  const [busy, setBusy] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const run = async (actionId: string) => {
    setBusy(actionId);
    setFailed(false);
    try {
      await inbox.runAction(id, actionId);
    } catch {
      setFailed(true);
    } finally {
      setBusy(null);
    }
  };
  return (
    <fieldset className="tt-note-actions">
      <legend className="tt-unseen">{texts.actions}</legend>
      {actions.map((action) => (
        <Action key={action.id} action={action} isBusy={busy !== null} texts={texts} onRun={() => void run(action.id)} />
      ))}
      <p role="status">{(hasFailed || actions.some(({ failure }) => failure)) && texts.failed}</p>
    </fieldset>
  );
}

interface ActionProps {
  readonly action: NotificationActionView;
  readonly isBusy: boolean;
  readonly texts: RealtimeTexts;
  readonly onRun: () => void;
}

function Action({ action: { label, style, url, done_at, under_way }, isBusy, texts, onRun }: ActionProps) {
  const link = linkOf(url);
  if (link !== null) {
    return (
      <a href={link} className="tt-note-action" data-style={style}>
        {label}
      </a>
    );
  }
  // One that leads to an address that is none cannot be pressed.
  const isOver = under_way || done_at !== null || url !== null;
  const state = done_at !== null ? texts.done : under_way ? texts.underWay : null;
  return (
    <button type="button" className="tt-note-action" data-style={style} disabled={isBusy || isOver} onClick={onRun}>
      {/* The dot goes on with what follows it, where a line ends. */}
      {state === null ? label : `${label} ·\u00a0${state}`}
    </button>
  );
}
