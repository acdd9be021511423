import type Quill from 'quill/core';
import type { Rectangle } from '../../react/rectangles';
import { isRightToLeft } from '../../react/text-direction';

/** How wide a selected line break looks, in pixels. */
const lineBreakWidth = 4;

/** Where a caret stands, in pixels of the editor's container; null while the text does not reach so far. */
export function caretRectangle(quill: Quill, position: number): Rectangle | null {
  const at = Math.min(position, quill.getLength() - 1);
  const bounds = quill.getBounds(at);
  return bounds && { left: rightToLeftCaret(quill, at) ?? bounds.left, top: bounds.top, width: 0, height: bounds.height };
}

/** Where a caret stands among words that go from right to left, which the editor does not know of; null among others. */
function rightToLeftCaret(quill: Quill, position: number): number | null {
  const [node, offset] = nodeAt(quill, position) ?? [];
  if (!(node instanceof Text) || offset === undefined || !isRightToLeft(node.data, offset)) return null;
  const isEnd = offset === node.length;
  const letter = document.createRange();
  letter.setStart(node, isEnd ? offset - 1 : offset);
  letter.setEnd(node, isEnd ? offset : offset + 1);
  const { left, right } = letter.getBoundingClientRect();
  return (isEnd ? left : right) - quill.container.getBoundingClientRect().left;
}

/** The stretches, at least one per line, that a selection covers. */
export function selectionRectangles(quill: Quill, from: number, to: number): Rectangle[] {
  const end = Math.min(to, quill.getLength() - 1);
  return quill.getLines(from, Math.max(end - from, 0)).flatMap((line) => {
    const start = quill.getIndex(line);
    const [first, last] = [Math.max(from, start), Math.min(end, start + line.length() - 1)];
    const covered = first < last ? stretches(quill, first, last) : [];
    if (covered.length > 0) return covered;
    const caret = caretRectangle(quill, first);
    return caret === null ? [] : [{ ...caret, width: lineBreakWidth }];
  });
}

/** What a stretch of one line covers. */
function stretches(quill: Quill, from: number, to: number): Rectangle[] {
  const [start, end] = [nodeAt(quill, from), nodeAt(quill, to)];
  if (start === null || end === null) return [];
  const range = document.createRange();
  range.setStart(...start);
  range.setEnd(...end);
  const origin = quill.container.getBoundingClientRect();
  const rectangles = [...range.getClientRects()].map(({ left, top, width, height }) => ({
    left: left - origin.left,
    top: top - origin.top,
    width,
    height,
  }));
  return unlike(rectangles.filter(({ width }) => width > 0));
}

/** Without those that are told twice, once for an element and once for the words in it: they would be twice as dark. */
function unlike(rectangles: readonly Rectangle[]): Rectangle[] {
  const places = rectangles.map(({ left, top, width }) => [left, top, width].map(Math.round).join());
  return rectangles.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

function nodeAt(quill: Quill, position: number): [Node, number] | null {
  const [leaf, offset] = quill.getLeaf(position);
  return leaf === null ? null : leaf.position(offset, true);
}
