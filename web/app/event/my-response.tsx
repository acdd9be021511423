import { type Attendee, type ResponseStatus, setAttendee } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { elementPart } from '../locks/lock-part';
import { useLockAgainst } from '../locks/use-locks';
import { useOpenTrip } from '../trip/trip-context';

const answers = ['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const satisfies readonly ResponseStatus[];

/** Yes, maybe or no, for somebody who was asked to come. */
export function MyResponse({ attendees }: { attendees: readonly Attendee[] }) {
  const text = useTextOf();
  const showError = useShowError();
  const { api } = useCalendar();
  const { doc, editable, session, state } = useOpenTrip().trip;
  const own = attendees.find(({ user_id }) => user_id === state.person?.id);
  const isLocked = useLockAgainst(own && elementPart('attendees', own.user_id)) !== null;
  if (own === undefined) return null;
  const answer = (status: ResponseStatus) => {
    // Who may only look at the event answers all the same: the server writes it then.
    if (editable) setAttendee(doc, own.user_id, { response_status: status });
    else void api.respond(session.id, status).catch(showError);
  };
  return (
    <fieldset className="rounded-md bg-accent-soft p-3">
      <legend className="float-left mb-2 font-medium">{text('event.coming')}</legend>
      <div className="clear-both flex gap-2">
        {answers.map((status) => (
          <button
            key={status}
            type="button"
            disabled={isLocked}
            aria-pressed={own.response_status === status}
            onClick={() => answer(status)}
            className="min-h-10 flex-1 rounded-md border border-line-strong bg-surface px-2 hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent disabled:opacity-60"
          >
            {text(`event.answer.${status}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
