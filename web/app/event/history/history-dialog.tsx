import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { FormattedDate } from 'react-intl';
import { Button } from '../../design/button';
import { Dialog } from '../../design/dialog';
import { ErrorNotice } from '../../design/error-notice';
import { useTextOf } from '../../i18n/use-text-of';
import { useOpenTrip } from '../../trip/trip-context';
import type { HistoryStep } from './history-steps';
import { StepDetails } from './step-details';
import { useHistory } from './use-history';

/** Who changed what and when, and the way back to any of it. */
export default function HistoryDialog({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const { session, editable } = useOpenTrip().trip;
  const { steps, hasMore, isReading, error, readOlder, readAgain, restore } = useHistory(session.id);
  return (
    <Dialog title={text('event.history')} onClose={onClose}>
      {error && <ErrorNotice error={error} onRetry={steps === null ? readAgain : readOlder} />}
      {steps === null && error === null && <div className="skeleton h-40" />}
      <ol className="flex flex-col divide-y divide-line">
        {steps?.map((step, index) => (
          <Step key={step.first} step={step} onRestore={editable && index > 0 ? () => restore(step) : null} />
        ))}
      </ol>
      {hasMore && (
        <Button className="mt-3" disabled={isReading} onClick={readOlder}>
          {text('trips.more')}
        </Button>
      )}
    </Dialog>
  );
}

interface StepProps {
  readonly step: HistoryStep;
  /** Null where there is nothing to go back to. */
  readonly onRestore: (() => void) | null;
}

function Step({ step, onRestore }: StepProps) {
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
          <span className="block text-pretty">
            <Words step={step} />
          </span>
          <span className="block text-sm text-muted">
            <FormattedDate value={step.at} dateStyle="medium" timeStyle="short" />
          </span>
        </span>
      </button>
      <div id={id} className="ml-6">
        {isUnfolded && <StepDetails step={step} />}
        {isUnfolded && onRestore !== null && (
          <Button className="mb-2" onClick={onRestore}>
            {text('event.restoreVersion')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What somebody did, in a sentence. */
function Words({ step: { actor, kind, fields } }: { step: HistoryStep }) {
  const text = useTextOf();
  const names = fields.map((field) => text(`event.field.${field}`));
  const what = names.length === 0 ? text('event.field.other') : names.join(text('event.fieldSeparator'));
  return <>{text(`event.did.${kind}`, { name: actor.name, field: what })}</>;
}
