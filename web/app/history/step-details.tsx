import { useCallback, useEffect, useState } from 'react';
import { useDocumentApi } from '../../react';
import { isolated } from '../../react/isolated-words';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { ChangedText, ChangedValue } from './changed-value';
import type { HistoryStep } from './history-steps';
import type { FieldChange, HistorySubject, HistoryWords } from './history-subject';

interface StepDetailsProps<Field extends string, View> {
  readonly step: HistoryStep<Field>;
  readonly subject: HistorySubject<Field, View>;
  readonly words: HistoryWords<Field>;
}

/** What a step changed, value by value. It is read when somebody wants to know. */
export function StepDetails<Field extends string, View>({ step, subject, words }: StepDetailsProps<Field, View>) {
  const text = useTextOf();
  const { changes, error, read } = useChanges(step, subject);
  if (error !== null) return <ErrorNotice error={error} onRetry={read} />;
  if (changes === null) return <div className="skeleton mb-2 h-10" />;
  if (changes.length === 0) return <p className="mb-2 text-sm text-muted">{text('history.noValues')}</p>;
  return (
    <dl className="mt-1 mb-2 flex flex-col gap-2 text-sm">
      {changes.map((change) => (
        <div key={change.path} className="min-w-0">
          <dt className="wrap-anywhere text-muted">
            {words.changeName(change)}
            <Others names={step.others.get(change.field) ?? []} />
          </dt>
          <dd className="m-0 wrap-anywhere">
            <Difference change={change} words={words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Others({ names }: { names: readonly string[] }) {
  const text = useTextOf();
  if (names.length === 0) return null;
  return <> {text('history.with', { names: names.map(isolated).join(text('history.separator')) })}</>;
}

interface DifferenceProps<Field extends string> {
  readonly change: FieldChange<Field>;
  readonly words: HistoryWords<Field>;
}

function Difference<Field extends string>({ change, words }: DifferenceProps<Field>) {
  const say = words.valueWords(change.path) ?? ((value: unknown) => (typeof value === 'string' ? value : ''));
  const [before, after] = [say(change.before), say(change.after)];
  if (before === after) return <>{words.alike(change)}</>;
  return words.isText(change) ? <ChangedText before={before} after={after} /> : <ChangedValue before={before} after={after} />;
}

function useChanges<Field extends string, View>(
  { first, last, fields }: HistoryStep<Field>,
  { kind, changes: changesBetween }: HistorySubject<Field, View>,
) {
  const { session } = useOpenTrip().trip;
  const api = useDocumentApi(kind, session.id);
  const [changes, setChanges] = useState<readonly FieldChange<Field>[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const read = useCallback(() => {
    setError(null);
    Promise.all([api.viewAt<View>(first - 1), api.viewAt<View>(last)])
      .then(([before, after]) => setChanges(changesBetween(before, after, fields)))
      .catch(setError);
  }, [api, first, last, fields, changesBetween]);
  useEffect(read, [read]);
  return { changes, error, read };
}
