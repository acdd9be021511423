import { useId } from 'react';
import { useDraft } from '../drafts/use-draft';
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
  /** Called with what was typed; null when the field is empty. */
  readonly onCommit: (value: string | null) => void;
}

/** A value that is written as a whole, at pauses and when the field is left or Enter is pressed. */
export function DraftField({ field, type, label, placeholder, className = '', value, onCommit }: DraftFieldProps) {
  const id = useId();
  const { trip } = useOpenTrip();
  const { input } = useDraft({
    value: value ?? '',
    onCommit: (typed) => {
      onCommit(typed === '' ? null : typed);
      return null;
    },
  });

  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <FieldFrame field={field}>
        <input
          id={id}
          type={type}
          placeholder={placeholder}
          readOnly={!trip.editable}
          maxLength={type === 'text' ? 200 : undefined}
          max={type === 'date' ? '9999-12-31' : undefined}
          autoComplete="off"
          className="field"
          {...input}
        />
      </FieldFrame>
    </div>
  );
}
