import { useId } from 'react';
import { useDraft } from '../drafts/use-draft';
import { FieldLabel } from '../locks/field-label';
import type { LockPart } from '../locks/lock-part';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from './field-frame';

interface DraftFieldProps {
  /** The name under which the field is shared. */
  readonly field: string;
  /** What is written by it. */
  readonly part: LockPart;
  /** What the part is called, where it is more than this field; null where another field of it says who has it. */
  readonly partName?: string | null;
  readonly type: 'date' | 'text';
  readonly label: string;
  readonly placeholder?: string;
  readonly className?: string;
  readonly value: string | null;
  /** Called with what was typed; null when the field is empty. */
  readonly onCommit: (value: string | null) => void;
}

/** A value that is written as a whole, at pauses and when the field is left or Enter is pressed. */
export function DraftField({
  field,
  part,
  partName,
  type,
  label,
  placeholder,
  className = '',
  value,
  onCommit,
}: DraftFieldProps) {
  const id = useId();
  const { isLocked, mayWrite, describedBy } = useLockable(part);
  const { input } = useDraft({
    isHeld: isLocked,
    value: value ?? '',
    onCommit: (typed) => {
      onCommit(typed === '' ? null : typed);
      return null;
    },
  });

  return (
    <div className={`lockable ${className}`}>
      <FieldLabel part={partName === null ? undefined : part} name={partName ?? label}>
        <label htmlFor={id} className="text-muted">
          {label}
        </label>
      </FieldLabel>
      <FieldFrame field={field}>
        <input
          id={id}
          type={type}
          dir="auto"
          placeholder={placeholder}
          readOnly={!mayWrite}
          aria-describedby={describedBy}
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
