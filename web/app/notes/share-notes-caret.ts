import type Quill from 'quill/core';
import type { EmitterSource } from 'quill/core';
import { type Presence, placePath, type TextPlace } from '../../react';

/** Under which place the carets of a trip's notes are shared. */
export const notesPlace = { section: 'notes', index: null, field: 'notes' } as const;

/**
 * Tells the others where in a rich text this person's caret is, what is selected, and that they type, until the returned
 * function is called.
 * @param frame what belongs to the editor besides its text: whoever is in it has not left
 */
export function shareNotesCaret(quill: Quill, frame: HTMLElement, awareness: Presence, place: TextPlace): () => void {
  /** Whether the others were told that this person is in the text. */
  let isHere = false;

  const tell = () => {
    const range = quill.hasFocus() ? quill.getSelection() : null;
    if (range === null) return;
    isHere = true;
    const [start, end] = [range.index, range.index + range.length];
    const [anchor, head] = isBackward() ? [end, start] : [start, end];
    awareness.setCursor({ ...place, offset: head });
    awareness.setSelection(start === end ? null : { ...place, anchor, head });
  };
  const leave = () => {
    if (!isHere) return;
    isHere = false;
    awareness.setCursor(null);
    awareness.setSelection(null);
  };
  const typed = (_change: unknown, _before: unknown, source: EmitterSource) => {
    if (source !== 'api') awareness.typing(placePath(place));
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node && frame.contains(relatedTarget))) leave();
  };

  quill.on('editor-change', tell);
  quill.on('text-change', typed);
  frame.addEventListener('focusout', onFocusOut);
  return () => {
    leave();
    quill.off('editor-change', tell);
    quill.off('text-change', typed);
    frame.removeEventListener('focusout', onFocusOut);
  };
}

/** Whether the selection of the page was made towards its start. */
function isBackward(): boolean {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0) return false;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  return !selection.isCollapsed && selection.focusNode === startContainer && selection.focusOffset === startOffset;
}
