import { type Rectangle, shift } from './rectangles';
import type { TextField } from './shared-caret';
import { isRightToLeft } from './text-direction';

/** What decides where in a field its characters stand. */
const copiedStyles = [
  'boxSizing',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'fontFamily',
  'fontSize',
  'fontStyle',
  'fontWeight',
  'fontVariant',
  'fontStretch',
  'fontFeatureSettings',
  'letterSpacing',
  'wordSpacing',
  'textTransform',
  'textIndent',
  'textAlign',
  'direction',
  'unicodeBidi',
  'tabSize',
  'wordBreak',
  'lineBreak',
] as const;

/** Behind the last character, so that a position after it, or on an empty last line, has a place too. */
const endMark = '\u200b';

/**
 * Where the characters of an input or a textarea stand. A field does not tell; so its text is laid out once more, unseen,
 * in an element that looks the same. Rectangles count from the field's upper left corner, as scrolled now.
 */
export class FieldMirror {
  readonly #field: TextField;
  readonly #mirror: HTMLElement;
  readonly #text: Text;
  readonly #host: Element;

  /** @param host a positioned element, to which the unseen copy will be added. */
  constructor(field: TextField, host: Element) {
    this.#field = field;
    this.#host = host;
    const { ownerDocument } = field;
    this.#text = ownerDocument.createTextNode('');
    this.#mirror = ownerDocument.createElement('div');
    this.#mirror.setAttribute('aria-hidden', 'true');
    this.#mirror.append(this.#text);
    this.#copyLooks();
  }

  /** Adds the copy to the page. Apart from the rest: who has several lays them all out at once. */
  layOut(): void {
    this.#host.append(this.#mirror);
  }

  /** Where a caret at a position stands: without width. */
  caret(offset: number): Rectangle {
    const at = Math.min(offset, this.#text.length - endMark.length);
    // The character behind the position: at the end of a wrapped line the caret stands where one would go on typing.
    const [first] = this.#rectangles(at, at + 1);
    if (first === undefined) return { left: 0, top: 0, width: 0, height: 0 };
    return { ...first, left: isRightToLeft(this.#text.data, at) ? first.left + first.width : first.left, width: 0 };
  }

  /** The stretches, one per line, that a selection covers. */
  selection(from: number, to: number): Rectangle[] {
    const end = this.#text.length - endMark.length;
    return this.#rectangles(Math.min(from, end), Math.min(to, end));
  }

  destroy(): void {
    this.#mirror.remove();
  }

  #rectangles(from: number, to: number): Rectangle[] {
    const range = this.#field.ownerDocument.createRange();
    range.setStart(this.#text, from);
    range.setEnd(this.#text, to);
    const origin = this.#mirror.getBoundingClientRect();
    return [...range.getClientRects()].map((rectangle) =>
      shift(rectangleOf(rectangle), -origin.left - this.#field.scrollLeft, -origin.top - this.#field.scrollTop),
    );
  }

  #copyLooks(): void {
    const field = this.#field;
    const looks = getComputedStyle(field);
    const { style } = this.#mirror;
    for (const property of copiedStyles) style[property] = looks[property];
    const multiline = field instanceof HTMLTextAreaElement;
    const borders = field.offsetWidth - Number.parseFloat(looks.borderLeftWidth) - Number.parseFloat(looks.borderRightWidth);
    const scrollbar = Math.max(0, borders - field.clientWidth);
    Object.assign(style, {
      position: 'absolute',
      top: '0',
      left: '0',
      visibility: 'hidden',
      pointerEvents: 'none',
      borderStyle: 'solid',
      boxSizing: 'border-box',
      width: `${field.offsetWidth - scrollbar}px`,
      height: `${field.offsetHeight}px`,
      overflow: 'hidden',
      whiteSpace: multiline ? 'pre-wrap' : 'pre',
      overflowWrap: multiline ? 'break-word' : 'normal',
      // An input centres its only line.
      lineHeight: multiline ? looks.lineHeight : `${field.clientHeight - verticalPadding(looks)}px`,
    });
    this.#text.data = field.value + endMark;
  }
}

function verticalPadding(looks: CSSStyleDeclaration): number {
  return Number.parseFloat(looks.paddingTop) + Number.parseFloat(looks.paddingBottom);
}

function rectangleOf({ left, top, width, height }: DOMRect): Rectangle {
  return { left, top, width, height };
}
