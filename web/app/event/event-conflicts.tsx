import { GitMerge } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ConflictChoice, ConflictMessage } from '../../react';
import { useConflicts } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { ownLockTokens } from '../calendar/own-locks';
import { Button } from '../design/button';
import { useShowError } from '../design/use-show-error';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { chosenTimes, decidedTogether } from './decided-together';
import { useConflictWords } from './use-conflict-words';

const ConflictDialog = lazy(async () => ({ default: (await import('../../react/events')).ConflictDialog }));

/**
 * Asks what is to become of two values that were written to one field at the same time, one after the other: at once when
 * it comes up, else when somebody wants to decide.
 */
export function EventConflicts() {
  const text = useTextOf();
  const { locale } = useLocale();
  const showError = useShowError();
  const { trip: event } = useOpenTrip();
  const { api } = useCalendar();
  const { conflicts, undecided, resolve, dismiss, refresh } = useConflicts(event, () => ownLockTokens(event.session.id));
  const [wants, setWants] = useState(false);
  const wordsOf = useConflictWords();
  const asked = conflicts[0] ?? (wants ? undecided[0] : undefined);
  const together = asked === undefined ? null : decidedTogether(asked, undecided);
  const decide = async (choice: ConflictChoice) => {
    // One by one, a start could be after the end for a moment, which the server refuses.
    if (together !== null && together.length > 1) {
      const lockToken = ownLockTokens(event.session.id);
      await api.changeEvent(event.session.id, chosenTimes(together, choice), { lockToken });
    }
    for (const { conflict_id, path } of together ?? []) {
      // Who was faster decides the others too.
      if (!(await resolve(conflict_id, writtenChoice(path, choice)))) return;
    }
  };
  return (
    <>
      {undecided.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 rounded-md bg-warn-soft py-1 pr-1 pl-3 text-sm">
          <GitMerge size={14} aria-hidden="true" className="shrink-0" />
          <p className="min-w-0 flex-1 basis-40 py-1 text-pretty">{text('event.conflicts', { count: undecided.length })}</p>
          <Button
            look="quiet"
            className="ml-auto"
            onClick={() =>
              void refresh()
                .catch(showError)
                .then(() => setWants(true))
            }
          >
            {text('event.decide')}
          </Button>
        </div>
      )}
      {together !== null && (
        <Suspense>
          <ConflictDialog
            key={`${together[0].conflict_id} ${together[0].versions.winner}`}
            locale={locale}
            {...wordsOf(together)}
            {...(isAuthor(together[0], event.state.person?.id) ? {} : { author: together[0].winner.by.name })}
            onChoose={(choice) => decide(choice).catch(showError)}
            onClose={() => {
              for (const { conflict_id } of together) dismiss(conflict_id);
              setWants(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** A choice as the field has it: a description is a text with a look, of which what was put together has none. */
function writtenChoice(path: string, choice: ConflictChoice): ConflictChoice {
  if (choice.choice !== 'merged' || path !== '/description') return choice;
  return { ...choice, value: choice.value === '' ? [] : [{ insert: choice.value }] };
}

function isAuthor({ winner, loser }: ConflictMessage, person: string | undefined): boolean {
  return winner.by.id === person || loser.by.id === person;
}
