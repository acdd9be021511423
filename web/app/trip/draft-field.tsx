import { type KeyboardEvent, useId, useState } from 'react';
import { FieldFrame } from './field-frame';
import { useOpenTrip } from './trip-context';

interface DraftFieldProps {
  /** The name under which the field is shared. */
  readonly field: string;
  readonly type: 'date' | 'text';
  readonly label: string;
  readonly placeholder?: string;
  readonly className?: string;
  readonly value: string | null;
  /** Called with what was typed when the person is done; null when the field is empty. */
  readonly onCommit: (value: string | null) => void;
}

/** A value that is written as a whole: half-typed ones stay here until the field is left or Enter is pressed. */
export function DraftField({ field, type, label, placeholder, className = '', value, onCommit }: DraftFieldProps) {
  const id = useId();
  const { trip } = useOpenTrip();
  const [draft, setDraft] = useState<string | null>(null);

  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    const next = draft.trim() === '' ? null : draft.trim();
    if (next !== value) onCommit(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(null);
  };

  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <FieldFrame field={field}>
        <input
          id={id}
          type={type}
          value={draft ?? value ?? ''}
          data-draft={draft === null ? undefined : true}
          placeholder={placeholder}
          readOnly={!trip.editable}
          maxLength={type === 'text' ? 200 : undefined}
          max={type === 'date' ? '9999-12-31' : undefined}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
          className="field"
        />
      </FieldFrame>
    </div>
  );
}
