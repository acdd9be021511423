import type Quill from 'quill/core';
import { type Delta, Range } from 'quill/core';
import { shortAddress } from '../../react';

/** A link of the notes, or the place where there may be one. */
export interface NoteLink {
  readonly range: Range;
  /** Null where there is no link yet. */
  readonly url: string | null;
  /** Where its last line ends, in pixels from the top of the editor. */
  readonly bottom: number;
}

/** The link in which the caret is, as a whole; null when it is in none. */
export function linkAtCaret(quill: Quill): NoteLink | null {
  const range = quill.getSelection();
  return range === null || range.length > 0 ? null : linkAt(quill, range.index);
}

/** What a link that is made now would cover: the link at the caret, else what is selected. */
export function linkToEdit(quill: Quill): NoteLink {
  const range = quill.getSelection(true);
  const whole = range.length === 0 ? linkAt(quill, range.index) : null;
  const { link } = quill.getFormat(range);
  return whole ?? { range, url: typeof link === 'string' ? link : null, bottom: bottomOf(quill, range) };
}

/** Links a range to an address; where nothing is selected, the address in short is written there. */
export function setLink(quill: Quill, { range }: NoteLink, url: string): void {
  if (range.length > 0) {
    quill.formatText(range.index, range.length, 'link', url, 'user');
    goOnBehind(quill, range.index + range.length);
    return;
  }
  const words = shortAddress(url);
  quill.insertText(range.index, words, { ...quill.getFormat(range), link: url }, 'user');
  goOnBehind(quill, range.index + words.length);
}

/** Leaves the words of a link, and takes the link away. */
export function removeLinkOf(quill: Quill, { range }: NoteLink): void {
  quill.formatText(range.index, range.length, 'link', false, 'user');
  quill.setSelection(range.index + range.length, 0, 'user');
}

/** Puts the caret behind a link: what is typed there is not part of it. */
function goOnBehind(quill: Quill, index: number): void {
  quill.setSelection(index, 0, 'user');
  quill.format('link', false, 'user');
}

function linkAt(quill: Quill, index: number): NoteLink | null {
  const [leaf] = quill.getLeaf(index);
  let blot = leaf?.parent;
  while (blot !== undefined && blot !== null && blot.statics.blotName !== 'link') blot = blot.parent;
  if (blot?.domNode instanceof HTMLAnchorElement) {
    const url = blot.domNode.getAttribute('href');
    const range = new Range(quill.getIndex(blot), blot.length());
    return { range, url, bottom: bottomOf(quill, range) };
  }
  return null;
}

/** A link after a change of the text that somebody else made. */
export function movedLink(quill: Quill, link: NoteLink, change: Delta): NoteLink {
  const { index, length } = link.range;
  const start = change.transformPosition(index, true);
  const range = new Range(start, change.transformPosition(index + length, true) - start);
  return { ...link, range, bottom: bottomOf(quill, range) };
}

function bottomOf(quill: Quill, { index, length }: Range): number {
  return quill.getBounds(index, length)?.bottom ?? 0;
}
