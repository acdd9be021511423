import { type ChangeEvent, type KeyboardEvent, type ReactNode, useState } from 'react';

interface DraftOptions {
  /** The value that is stored, as it is shown. */
  readonly value: string;
  /** Called with what was typed, without space around it, when the person is done. Answers what is wrong with it, or null. */
  readonly onCommit: (typed: string) => ReactNode;
  /** Called at each key. */
  readonly onType?: () => void;
}

/** What an input of a value that is written as a whole needs. Half-typed ones stay here until it is left. */
export function useDraft({ value, onCommit, onType }: DraftOptions) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);

  const commit = () => {
    if (draft === null) return;
    const found = draft.trim() === value ? null : onCommit(draft.trim());
    setProblem(found);
    // What cannot be stored stays in the field, to be put right.
    if (found === null) setDraft(null);
  };
  const reset = () => {
    setDraft(null);
    setProblem(null);
  };
  return {
    problem,
    input: {
      value: draft ?? value,
      // Marks the undo of this input as the browser's own.
      'data-draft': draft === null ? undefined : true,
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        setDraft(event.target.value);
        onType?.();
      },
      onBlur: commit,
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape' && draft !== null) {
          event.stopPropagation();
          reset();
        }
      },
    },
  };
}
