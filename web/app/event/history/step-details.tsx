import { useCallback, useEffect, useState } from 'react';
import { useDocumentApi } from '../../../react';
import type { EventView } from '../../../react/events';
import { ErrorNotice } from '../../design/error-notice';
import { useTextOf } from '../../i18n/use-text-of';
import { useOpenTrip } from '../../trip/trip-context';
import { useValueWords } from '../use-value-words';
import { ChangedText, ChangedValue } from './changed-value';
import { type FieldChange, fieldChanges } from './field-changes';
import type { HistoryStep } from './history-steps';

/** What a step changed, value by value. It is read when somebody wants to know. */
export function StepDetails({ step }: { step: HistoryStep }) {
  const text = useTextOf();
  const { changes, error, read } = useChanges(step);
  if (error !== null) return <ErrorNotice error={error} onRetry={read} />;
  if (changes === null) return <div className="skeleton mb-2 h-10" />;
  if (changes.length === 0) return <p className="mb-2 text-sm text-muted">{text('event.history.noValues')}</p>;
  return (
    <dl className="mb-2 flex flex-col gap-2 text-sm">
      {changes.map((change) => (
        <div key={change.path} className="min-w-0">
          <dt className="text-muted">
            {text(`event.field.${change.field}`)}
            <Others names={step.others.get(change.field) ?? []} />
          </dt>
          <dd className="m-0 wrap-anywhere">
            <Difference change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Others({ names }: { names: readonly string[] }) {
  const text = useTextOf();
  if (names.length === 0) return null;
  return <> {text('event.history.with', { names: names.join(text('event.fieldSeparator')) })}</>;
}

/** Fields with words of people, which are compared word by word. */
const textFields: ReadonlySet<string> = new Set(['title', 'location', 'description']);

function Difference({ change: { field, path, before, after } }: { change: FieldChange }) {
  const text = useTextOf();
  const wordsAt = useValueWords();
  const say = wordsAt(path) ?? ((value: unknown) => (typeof value === 'string' ? value : ''));
  const [was, is] = [say(before), say(after)];
  if (was === is) return <>{text(field === 'description' ? 'event.history.look' : 'event.history.detail')}</>;
  return textFields.has(field) ? <ChangedText before={was} after={is} /> : <ChangedValue before={was} after={is} />;
}

function useChanges({ first, last, fields }: HistoryStep) {
  const { session } = useOpenTrip().trip;
  const api = useDocumentApi('event', session.id);
  const [changes, setChanges] = useState<readonly FieldChange[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const read = useCallback(() => {
    setError(null);
    Promise.all([api.viewAt<EventView>(first - 1), api.viewAt<EventView>(last)])
      .then(([before, after]) => setChanges(fieldChanges(before, after, fields)))
      .catch(setError);
  }, [api, first, last, fields]);
  useEffect(read, [read]);
  return { changes, error, read };
}
