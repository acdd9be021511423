import {
  type ChangeEvent,
  type CompositionEvent,
  type KeyboardEvent,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Draft, type WriteDraft } from './draft';
import { watchDraft } from './open-drafts';

interface DraftOptions {
  /** The value that is stored, as it is shown. */
  readonly value: string;
  /** Called with what was typed, without space around it, at pauses and when the person is done. Answers what is wrong with it, or null. */
  readonly onCommit: WriteDraft;
  /** Whether somebody else has the field for themselves. */
  readonly isHeld?: boolean;
  /** Called at each key. */
  readonly onType?: () => void;
}

/** Nobody has typed for this long, in milliseconds. */
const restMs = 500;

/** The same for a date that is typed: while its parts are put in one by one it is a date already, and not the one meant. */
const typedDateRestMs = 1_500;

/** What an input of a value that is written as a whole needs. */
export function useDraft({ value, onCommit, isHeld = false, onType }: DraftOptions) {
  const [draft] = useState(() => new Draft(value, onCommit));
  const { text, problem } = useSyncExternalStore(draft.subscribe, draft.shown, draft.shown);
  const usesKeys = useRef(false);
  const isOpen = text !== null;
  useLayoutEffect(() => draft.follow(value, onCommit), [draft, value, onCommit]);
  useLayoutEffect(() => draft.hold(isHeld), [draft, isHeld]);
  useLayoutEffect(() => (isOpen ? watchDraft(draft) : undefined), [draft, isOpen]);
  // Before the document is closed, which the page does in an effect of the other kind.
  useLayoutEffect(() => draft.leave, [draft]);

  const restOf = (type: string) => {
    if (type !== 'date') return restMs;
    return usesKeys.current ? typedDateRestMs : 0;
  };
  return {
    problem,
    input: {
      value: text ?? value,
      // Marks the undo of this input as the browser's own.
      'data-draft': isOpen ? true : undefined,
      onChange: ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
        const isComposing = nativeEvent instanceof InputEvent && nativeEvent.isComposing;
        draft.type(target.value, { isWhole: isWhole(target), restMs: isComposing ? null : restOf(target.type) });
        onType?.();
      },
      onCompositionEnd: ({ currentTarget }: CompositionEvent<HTMLInputElement>) => draft.rest(restOf(currentTarget.type)),
      onBlur: draft.finish,
      onPointerDown: () => {
        usesKeys.current = false;
      },
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        usesKeys.current = true;
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') draft.finish();
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation();
          draft.reset();
        }
      },
    },
  };
}

/** Not so a date without its month, and one whose year was begun: 0002 is the first key of 2027. */
function isWhole({ type, value, validity }: HTMLInputElement): boolean {
  return validity.valid && !(type === 'date' && value.startsWith('0'));
}
