import { CircleCheck, CircleHelp, CircleX, type LucideIcon, Mail, UserMinus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { type Member, personColor } from '../../react';
import { type Attendee, addAttendee, type ResponseStatus, removeAttendee } from '../../react/events';
import { Avatar } from '../design/avatar';
import { Button, IconButton } from '../design/button';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';
import { handOnFocus } from './hand-on-focus';
import { attendeeOf } from './typed-attendee';
import { usePeopleToAsk } from './use-people-to-ask';

const icons: Readonly<Record<ResponseStatus, LucideIcon>> = {
  NEEDS_ACTION: Mail,
  ACCEPTED: CircleCheck,
  TENTATIVE: CircleHelp,
  DECLINED: CircleX,
};

const colors: Readonly<Record<ResponseStatus, string>> = {
  NEEDS_ACTION: 'text-muted',
  ACCEPTED: 'text-ok',
  TENTATIVE: 'text-warn',
  DECLINED: 'text-danger',
};

/** Who is asked to come, and what they said. */
export function Attendees({ attendees }: { attendees: readonly Attendee[] }) {
  const text = useTextOf();
  const { doc, editable } = useOpenTrip().trip;
  const { isLocked } = useLockable(eventParts.attendees);
  const show = useToast();
  const adderId = useId();
  const remove = (attendee: Attendee) => {
    const removed = removeAttendee(doc, attendee.user_id);
    if (removed === null) return;
    const action = { label: text('trips.undo'), onAction: () => addAttendee(doc, removed) };
    show({ text: text('event.attendeeRemoved', { name: nameOf(attendee) }), action });
  };
  return (
    <section className="lockable">
      <FieldLabel part={eventParts.attendees} name={text('event.attendees')}>
        <h3 className="text-muted">{text('event.attendees')}</h3>
      </FieldLabel>
      <FieldFrame field="attendees" isLocked={isLocked}>
        <ul className="flex flex-col">
          {attendees.map((attendee) => (
            <li key={attendee.user_id} data-testid="attendee" className="flex min-h-11 items-center gap-3">
              <Avatar name={nameOf(attendee)} color={personColor(attendee.user_id)} />
              <span dir="auto" className="min-w-0 flex-1 truncate text-left">
                {nameOf(attendee)}
              </span>
              <Response status={attendee.response_status} />
              {editable && (
                <IconButton
                  label={text('event.removeAttendee', { name: nameOf(attendee) })}
                  disabled={isLocked}
                  onClick={({ currentTarget }) => {
                    handOnFocus(currentTarget, adderId);
                    remove(attendee);
                  }}
                >
                  <UserMinus size={17} aria-hidden="true" />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
        {editable && <AddAttendee id={adderId} attendees={attendees} isLocked={isLocked} />}
      </FieldFrame>
    </section>
  );
}

function nameOf({ name, email, user_id }: Attendee): string {
  return name ?? email ?? user_id;
}

function Response({ status }: { status: ResponseStatus }) {
  const text = useTextOf();
  const Icon = icons[status];
  return (
    <span className={`inline-flex items-center gap-1 text-sm ${colors[status]}`}>
      <Icon size={16} aria-hidden="true" />
      {text(`event.response.${status}`)}
    </span>
  );
}

interface AddAttendeeProps {
  /** Of the field. */
  readonly id: string;
  readonly attendees: readonly Attendee[];
  readonly isLocked: boolean;
}

function AddAttendee({ id, attendees, isLocked }: AddAttendeeProps) {
  const text = useTextOf();
  const { doc } = useOpenTrip().trip;
  const { known, complete } = usePeopleToAsk();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const asked = new Set(attendees.map(({ user_id }) => user_id));
  const notAsked = (people: readonly Member[]) => people.filter(({ id: member }) => !asked.has(member));
  const members = notAsked(known);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    // Who types faster than the members arrive is not told that there is nobody of that name.
    const attendee = attendeeOf(typed, members) ?? attendeeOf(typed, notAsked(await complete()));
    setWrong(attendee === null);
    if (attendee === null) return;
    addAttendee(doc, attendee);
    setTyped((now) => (now === typed ? '' : now));
  };
  return (
    <form onSubmit={(event) => void add(event)} className="mt-1">
      <div className="flex gap-2">
        <input
          id={id}
          data-draft
          dir="auto"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          list={`${id}-members`}
          disabled={isLocked}
          aria-label={text('event.addAttendee')}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-wrong` : undefined}
          placeholder={text('event.addAttendeePlaceholder')}
          maxLength={200}
          autoComplete="off"
          className="field min-w-0 flex-1"
        />
        <datalist id={`${id}-members`}>
          {members.map(({ id: memberId, name }) => (
            <option key={memberId} value={name} />
          ))}
        </datalist>
        <Button type="submit" aria-label={text('event.addAttendee')} disabled={isLocked}>
          {text('itinerary.addButton')}
        </Button>
      </div>
      {isWrong && (
        <p id={`${id}-wrong`} role="alert" className="mt-1 text-sm text-danger">
          {text('event.attendeeWrong')}
        </p>
      )}
    </form>
  );
}
