import { useEffect, useRef } from 'react';
import type { NotificationActionView } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { ActionButton, ActionFailures, type ActionsProps } from './notification-actions';
import { linkOf } from './notification-link';
import { useOwnAnswer } from './use-own-answer';

interface InvitationAnswerProps extends ActionsProps {
  readonly eventId: string;
}

/**
 * Under an invitation to an event: the buttons that answer it, or the answer that was given, here or anywhere else. A button does
 * its work once (PROTOCOL.md M11), so another answer is given in the event.
 */
export function InvitationAnswer({ eventId, notification, onAction, onFollow }: InvitationAnswerProps) {
  const text = useTextOf();
  const { actions } = notification;
  const pressed = lastPressed(actions);
  const told = useOwnAnswer(eventId, pressed?.id ?? null);
  const given = actions.find(({ id }) => id === told.toLowerCase()) ?? (told === 'closed' ? undefined : pressed);
  const link = linkOf(notification);
  const way = useFocusAfter(given !== undefined);
  const open = link !== null && told !== 'closed' && (
    <Button ref={way.ref} onClick={() => onFollow(link)}>
      {text(given === undefined ? 'inbox.open' : 'inbox.answer.change')}
    </Button>
  );
  return (
    <div className="flex flex-col items-start gap-2">
      {/* It is there from the beginning, so that an answer that is given is read out. */}
      <p role="status" className="empty:hidden">
        {told === 'closed' && text('inbox.answer.closed')}
        {given !== undefined && text('inbox.answer.given', { answer: given.label })}
      </p>
      <div className="flex flex-wrap gap-2">
        {given === undefined &&
          told !== 'closed' &&
          actions.map((action) => (
            <ActionButton
              key={action.id}
              action={action}
              disabled={told === 'asking' || actions.some(({ under_way }) => under_way)}
              onPress={() => {
                way.expect();
                onAction(action.id);
              }}
              onFollow={onFollow}
            />
          ))}
        {open}
        <ActionFailures actions={actions} />
      </div>
    </div>
  );
}

/** The button that was pressed last, of those that did their work. */
function lastPressed(actions: readonly NotificationActionView[]): NotificationActionView | undefined {
  const done = actions.filter(({ done_at }) => done_at !== null);
  return done.toSorted((a, b) => (a.done_at ?? '').localeCompare(b.done_at ?? '')).at(-1);
}

/** Where the focus goes when what had it is gone because it was pressed. */
function useFocusAfter(isDone: boolean) {
  const ref = useRef<HTMLButtonElement>(null);
  const isExpected = useRef(false);
  useEffect(() => {
    if (!isDone || !isExpected.current) return;
    isExpected.current = false;
    if (document.activeElement === document.body) ref.current?.focus();
  }, [isDone]);
  return { ref, expect: () => (isExpected.current = true) };
}
