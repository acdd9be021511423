import { type HTMLAttributes, type ReactNode, useId } from 'react';
import { placePath } from '../../react';
import { useDraft } from '../drafts/use-draft';
import { useBoard } from './board-context';
import { type CardPart, placeOfPart } from './card-places';

interface DraftInputProps {
  /** The card. */
  readonly id: string;
  readonly part: CardPart;
  readonly label: string;
  readonly placeholder?: string;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  readonly maxLength?: number;
  readonly value: string;
  /** Called with what was typed. Answers what is wrong with it, or null. */
  readonly onCommit: (typed: string) => ReactNode;
  /** What stands beside the input. */
  readonly children?: ReactNode;
}

/** A value of a card that is written as a whole, at pauses and when the field is left or Enter is pressed. */
export function DraftInput({ id, part, label, maxLength = 200, value, onCommit, children, ...rest }: DraftInputProps) {
  const inputId = useId();
  const { trip, editable, lock } = useBoard();
  const onType = () => trip.awareness.typing(placePath(placeOfPart(id, part)));
  const { problem, input } = useDraft({ value, onCommit, onType, isHeld: lock !== null });
  return (
    <div className="min-w-0">
      <label htmlFor={inputId} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <div className="flex items-center gap-1">
        <input
          id={inputId}
          type="text"
          data-part={part}
          dir="auto"
          readOnly={!editable}
          maxLength={maxLength}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${inputId}-problem`}
          className="field min-w-0"
          {...rest}
          {...input}
        />
        {children}
      </div>
      {problem !== null && (
        <p id={`${inputId}-problem`} role="alert" className="mt-1 text-sm text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
