import type { Presence } from '../sdk';
import { placePath, type TextPlace } from './text-place';

/** A plain text field. */
export type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Tells the others where in a field this person's caret is, what is selected, and that they type, until the returned
 * function is called.
 */
export function shareCaret(field: TextField, awareness: Presence, place: TextPlace): () => void {
  const { ownerDocument } = field;
  /** Whether the others were told that this person is in this field. */
  let isHere = false;

  const tell = () => {
    const { selectionStart: start, selectionEnd: end, selectionDirection } = field;
    if (ownerDocument.activeElement !== field || start === null || end === null) return;
    isHere = true;
    const [anchor, head] = selectionDirection === 'backward' ? [end, start] : [start, end];
    awareness.setCursor({ ...place, offset: head });
    awareness.setSelection(start === end ? null : { ...place, anchor, head });
  };
  const typed = () => {
    awareness.typing(placePath(place));
    tell();
  };
  // The document tells of every field's caret: only the one field in which this person is has to listen.
  const enter = () => {
    ownerDocument.addEventListener('selectionchange', tell);
    tell();
  };
  const leave = () => {
    ownerDocument.removeEventListener('selectionchange', tell);
    if (!isHere) return;
    isHere = false;
    awareness.setCursor(null);
    awareness.setSelection(null);
  };

  if (ownerDocument.activeElement === field) enter();
  field.addEventListener('focus', enter);
  field.addEventListener('input', typed);
  field.addEventListener('blur', leave);
  return () => {
    leave();
    field.removeEventListener('focus', enter);
    field.removeEventListener('input', typed);
    field.removeEventListener('blur', leave);
  };
}
