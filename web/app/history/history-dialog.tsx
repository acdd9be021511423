import { ChevronDown } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { FormattedDate } from 'react-intl';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { MoreButton } from '../design/more-button';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import type { HistoryStep } from './history-steps';
import type { HistorySubject, HistoryWords } from './history-subject';
import { StepDetails } from './step-details';
import { useHistory } from './use-history';

interface HistoryDialogProps<Field extends string, View> {
  readonly subject: HistorySubject<Field, View>;
  readonly words: HistoryWords<Field>;
  readonly onClose: () => void;
}

/** Who changed what and when, and the way back to any of it. */
export function HistoryDialog<Field extends string, View>({ subject, words, onClose }: HistoryDialogProps<Field, View>) {
  const text = useTextOf();
  const { session, editable } = useOpenTrip().trip;
  const { steps, hasMore, isReading, error, readOlder, readAgain, restore } = useHistory(subject, session.id);
  const list = useRef<HTMLOListElement>(null);
  return (
    <Dialog title={text('app.history')} onClose={onClose}>
      {error && <ErrorNotice error={error} onRetry={steps === null ? readAgain : readOlder} />}
      {steps === null && error === null && <div className="skeleton h-40" />}
      <ol ref={list} className="flex flex-col divide-y divide-line">
        {steps?.map((step, index) => (
          <Step
            key={step.first}
            step={step}
            subject={subject}
            words={words}
            onRestore={editable && index > 0 ? () => restore(step) : null}
          />
        ))}
      </ol>
      <MoreButton list={list} className="mt-3" hasMore={hasMore} isLoading={isReading} onMore={readOlder}>
        {text('trips.more')}
      </MoreButton>
    </Dialog>
  );
}

interface StepProps<Field extends string, View> {
  readonly step: HistoryStep<Field>;
  readonly subject: HistorySubject<Field, View>;
  readonly words: HistoryWords<Field>;
  /** Null where there is nothing to go back to. */
  readonly onRestore: (() => void) | null;
}

function Step<Field extends string, View>({ step, subject, words, onRestore }: StepProps<Field, View>) {
  const text = useTextOf();
  const id = useId();
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <li className="py-1">
      <button
        type="button"
        aria-expanded={isUnfolded}
        aria-controls={id}
        onClick={() => setUnfolded(!isUnfolded)}
        className="flex min-h-12 w-full items-center gap-2 rounded-md py-1 pr-1 text-left hover:bg-sunken"
      >
        <ChevronDown size={16} aria-hidden="true" className={`shrink-0 text-muted ${isUnfolded ? '' : '-rotate-90'}`} />
        <span className="min-w-0 flex-1">
          <span className="block text-pretty">{useSentence(step, subject, words)}</span>
          <span className="block text-sm text-muted">
            <FormattedDate value={step.at} dateStyle="medium" timeStyle="short" />
          </span>
        </span>
      </button>
      <div id={id} className="ml-6">
        {isUnfolded && <StepDetails step={step} subject={subject} words={words} />}
        {isUnfolded && onRestore !== null && (
          <Button className="mb-2" onClick={onRestore}>
            {text('history.restore')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What somebody did, in a sentence. */
function useSentence<Field extends string, View>(
  { actor, kind, fields }: HistoryStep<Field>,
  subject: HistorySubject<Field, View>,
  { fieldName }: HistoryWords<Field>,
): string {
  const text = useTextOf();
  const names = fields.map(fieldName);
  const field = names.length === 0 ? text('history.other') : names.join(text('history.separator'));
  const did = kind === 'create' ? (`history.made.${subject.kind}` as const) : (`history.did.${kind}` as const);
  return text(did, { name: actor.name, field });
}
