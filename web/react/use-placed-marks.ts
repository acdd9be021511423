import { type RefObject, useLayoutEffect, useState } from 'react';
import type * as Y from 'yjs';
import { FieldMirror } from './field-mirror';
import { forgetMeasurement, type Measurement, measureSoon } from './measurements';
import { clip, type Rectangle, shift } from './rectangles';
import type { TextField } from './shared-caret';
import type { TextMark } from './text-marks';

/** A mark and where it is to be drawn, in pixels of the element that is measured in; scrolled out of sight: nowhere. */
export interface PlacedMark {
  readonly mark: TextMark;
  readonly rectangles: readonly Rectangle[];
  /** Whether it stands in the right half of the field: there a name has more room on its left. */
  readonly isRight: boolean;
}

const none: readonly PlacedMark[] = [];

/**
 * Where marks stand in the input or textarea inside `root`. Measured anew when the text, the size, the fonts or the
 * scroll position of the field change. Without marks nothing is measured.
 */
export function usePlacedMarks(
  root: RefObject<HTMLElement | null>,
  text: Y.Text,
  marks: readonly TextMark[],
): readonly PlacedMark[] {
  const [placed, setPlaced] = useState(none);
  useLayoutEffect(() => {
    const element = root.current;
    const field = element?.querySelector<TextField>('input, textarea');
    if (marks.length === 0 || !element || !field) {
      setPlaced(none);
      return undefined;
    }
    const measurement = new MarksMeasurement(element, field, marks, setPlaced);
    const measure = () => measureSoon(measurement);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(field);
    text.observe(measure);
    field.addEventListener('scroll', measure, { passive: true });
    field.addEventListener('input', measure);
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      forgetMeasurement(measurement);
      sizes.disconnect();
      text.unobserve(measure);
      field.removeEventListener('scroll', measure);
      field.removeEventListener('input', measure);
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, [root, text, marks]);
  return placed;
}

/** Finds out where the marks of one field stand. */
class MarksMeasurement implements Measurement {
  readonly #root: HTMLElement;
  readonly #field: TextField;
  readonly #marks: readonly TextMark[];
  readonly #onPlaced: (placed: readonly PlacedMark[]) => void;
  #mirror: FieldMirror | null = null;
  #placed: readonly PlacedMark[] = none;

  constructor(
    root: HTMLElement,
    field: TextField,
    marks: readonly TextMark[],
    onPlaced: (placed: readonly PlacedMark[]) => void,
  ) {
    this.#root = root;
    this.#field = field;
    this.#marks = marks;
    this.#onPlaced = onPlaced;
  }

  prepare(): void {
    this.#mirror = new FieldMirror(this.#field, this.#root);
  }

  layOut(): void {
    this.#mirror?.layOut();
  }

  read(): void {
    const mirror = this.#mirror;
    if (mirror !== null) this.#placed = placeMarks(this.#root, this.#field, mirror, this.#marks);
  }

  finish(): void {
    this.#mirror?.destroy();
    this.#mirror = null;
    this.#onPlaced(this.#placed);
  }
}

function placeMarks(root: HTMLElement, field: TextField, mirror: FieldMirror, marks: readonly TextMark[]): PlacedMark[] {
  const box = { left: field.clientLeft, top: field.clientTop, width: field.clientWidth, height: field.clientHeight };
  const [outer, inner] = [root.getBoundingClientRect(), field.getBoundingClientRect()];
  return marks.map((mark) => {
    const rectangles = mark.from === mark.to ? [mirror.caret(mark.from)] : mirror.selection(mark.from, mark.to);
    const visible = rectangles.map((rectangle) => clip(rectangle, box)).filter((rectangle) => rectangle !== null);
    return {
      mark,
      rectangles: visible.map((one) => shift(one, inner.left - outer.left, inner.top - outer.top)),
      isRight: visible.some(({ left }) => left > box.width / 2),
    };
  });
}
