import { useEffect, useId, useRef, useState } from 'react';
import type { ConflictChoice } from '../../sdk';
import { type EventTexts, type EventTextsProps, eventTextsOf, nameOrNull } from './event-texts';
import { MergeEditor } from './merge-editor';

/** Two values for one place: a `ConflictMessage` of a session, or an `OperationConflict` of a JSON one. */
export interface ShownConflict {
  readonly path: string;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** The other person; null, or without a name, where nobody knows. */
  readonly by: { readonly name: string } | null;
}

export interface ConflictDialogProps extends EventTextsProps {
  readonly conflict: ShownConflict;
  /** What the field is called, in the language of the page. */
  readonly label: string;
  /** Writes a value in the language of the page; a text is shown as it is, anything else as JSON unless given. */
  readonly format?: (value: unknown) => string;
  /** Whether two texts can become one, which a time or a colour cannot; they can unless given. */
  readonly mergeable?: boolean;
  /** Whose `mine` is, for somebody who wrote neither version, '' where nobody knows; their own unless given. */
  readonly author?: string;
  /** A choice was made. While the promise is open nothing can be chosen; what it rejects with is the caller's to show. */
  readonly onChoose: (choice: ConflictChoice) => Promise<void>;
  /** Put off: the later value stands meanwhile. */
  readonly onClose: () => void;
  readonly className?: string;
}

/** Asks which of two values should stay, or what should become of both. A modal dialog as long as it is rendered. */
export function ConflictDialog({
  conflict,
  label,
  format = written,
  mergeable = true,
  author,
  onChoose,
  onClose,
  className = '',
  ...props
}: ConflictDialogProps) {
  const texts = eventTextsOf(props);
  const { mine, theirs, by } = conflict;
  const other = nameOrNull(by?.name);
  const isText = mergeable && typeof mine === 'string' && typeof theirs === 'string';
  const [merged, setMerged] = useState(isText ? joined(mine, theirs) : '');
  const [isBusy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    // Not into the field, which would bring a keyboard over the two versions.
    heading.current?.focus();
    return () => {
      shown?.close();
      // It comes up by itself: whoever was writing goes on where they were.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const choose = (choice: ConflictChoice) => {
    setBusy(true);
    const free = () => setBusy(false);
    onChoose(choice).then(free, free);
  };
  return (
    <dialog
      ref={dialog}
      className={`tt-conflict ${className}`}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 ref={heading} tabIndex={-1} id={`${id}-title`}>{`${texts.conflict}: ${label}`}</h2>
      <p id={`${id}-about`}>
        {author === undefined ? texts.conflictAbout(other) : texts.conflictBetween(nameOrNull(author), other)}
      </p>
      <MergeEditor
        {...props}
        mine={format(mine)}
        theirs={format(theirs)}
        {...(author === undefined ? {} : { author })}
        other={other}
        {...(isText ? { value: merged, onChange: setMerged } : {})}
      />
      <div className="tt-conflict-choices">
        <button type="button" disabled={isBusy} onClick={() => choose({ choice: 'mine' })}>
          {keepMine(author, texts)}
        </button>
        <button type="button" disabled={isBusy} onClick={() => choose({ choice: 'theirs' })}>
          {author === undefined || other === null ? texts.keepTheirs : texts.keepOf(other)}
        </button>
        {isText && (
          <button type="button" disabled={isBusy} onClick={() => choose({ choice: 'merged', value: merged })}>
            {texts.keepMerged}
          </button>
        )}
        <button type="button" className="tt-conflict-later" onClick={onClose}>
          {texts.later}
        </button>
      </div>
    </dialog>
  );
}

function keepMine(author: string | undefined, texts: EventTexts): string {
  if (author === undefined) return texts.keepMine;
  return author === '' ? texts.keepOne : texts.keepOf(author);
}

/** Both texts, to begin with: what is too much is faster taken away than what is missing is written. */
function joined(mine: string, theirs: string): string {
  if (mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  return [mine, theirs].join(/\n/.test(mine + theirs) ? '\n' : ' / ');
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
