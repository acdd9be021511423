import { useEffect, useState } from 'react';
import { ProblemError } from '../../react';
import { type ResponseStatus, useEventApi } from '../../react/events';
import { useUser } from '../sign-in/signed-in-user';

/**
 * What this person has answered to an invitation, wherever they did: `asking` until it is known, `closed` where the event is not
 * theirs any more, and `unknown` when the server could not be asked.
 */
export type OwnAnswer = ResponseStatus | 'asking' | 'closed' | 'unknown';

/**
 * Asks the event itself: the notification only knows its own buttons. Asked again when somebody comes back to the page, who may
 * have answered elsewhere, and whenever `pressed` is another one.
 */
export function useOwnAnswer(eventId: string, pressed: string | null): OwnAnswer {
  const api = useEventApi();
  const { id: person } = useUser();
  const [answer, setAnswer] = useState<OwnAnswer>('asking');
  // biome-ignore lint/correctness/useExhaustiveDependencies(pressed): a press is a reason to ask again.
  useEffect(() => {
    let isCurrent = true;
    const ask = () =>
      api.getEvent(eventId).then(
        ({ attendees }) =>
          isCurrent && setAnswer(attendees.find(({ user_id }) => user_id === person)?.response_status ?? 'closed'),
        (error: unknown) => isCurrent && setAnswer(isClosed(error) ? 'closed' : 'unknown'),
      );
    const onVisible = () => document.visibilityState === 'visible' && void ask();
    void ask();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isCurrent = false;
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [api, eventId, person, pressed]);
  return answer;
}

function isClosed(error: unknown): boolean {
  return error instanceof ProblemError && (error.code === 'not-found' || error.code === 'forbidden');
}
