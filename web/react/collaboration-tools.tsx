import type { ReactNode } from 'react';
import { InvisibleIcon, RedoIcon, UndoIcon, VisibleIcon } from './icons';
import { type TextsProps, textsOf } from './texts';
import type { Undo } from './use-undo';

export interface CollaborationToolsProps extends TextsProps {
  /** Of `useUndo`; absent where this person may not edit. */
  readonly undo?: Undo | undefined;
  /** Whether this person hides, and how to change it: an option of `useTrip`. */
  readonly invisible?: { readonly on: boolean; readonly onChange: (on: boolean) => void };
  /** The name of who is followed (`useFollow`), and how to stop. Following starts at a face of the `ParticipantList`. */
  readonly following?: { readonly name: string; readonly onStop: () => void } | undefined;
  /** More buttons for the same bar. */
  readonly children?: ReactNode;
  readonly className?: string;
}

/**
 * What somebody who works on a document with others reaches for: undo and redo that take back only one's own edits, a
 * switch to look at the document without being seen, and the way out of following somebody.
 */
export function CollaborationTools({ undo, invisible, following, children, className = '', ...props }: CollaborationToolsProps) {
  const texts = textsOf(props);
  return (
    <div role="toolbar" aria-label={texts.tools} className={`tt-tools ${className}`}>
      {following !== undefined && (
        <button type="button" className="tt-following" onClick={following.onStop}>
          {texts.stopFollowing(following.name)}
        </button>
      )}
      {undo !== undefined && (
        <>
          <Tool label={texts.undo} disabled={!undo.canUndo} onClick={undo.undo}>
            <UndoIcon />
          </Tool>
          <Tool label={texts.redo} disabled={!undo.canRedo} onClick={undo.redo}>
            <RedoIcon />
          </Tool>
        </>
      )}
      {invisible !== undefined && (
        <button
          type="button"
          role="switch"
          aria-checked={invisible.on}
          aria-label={texts.invisible}
          title={`${texts.invisible}: ${texts.invisibleHint}`}
          className="tt-tool"
          onClick={() => invisible.onChange(!invisible.on)}
        >
          {invisible.on ? <InvisibleIcon /> : <VisibleIcon />}
        </button>
      )}
      {children}
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, disabled, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      className="tt-tool"
      aria-label={label}
      title={label}
      disabled={disabled}
      // The caret stays where the person writes.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
