/** A rectangle in CSS pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a rectangle that lies within `box`; null when none does. A caret has no width and still lies somewhere. */
export function clip(rectangle: Rectangle, box: Rectangle): Rectangle | null {
  const left = Math.max(rectangle.left, box.left);
  const top = Math.max(rectangle.top, box.top);
  const right = Math.min(rectangle.left + rectangle.width, box.left + box.width);
  const bottom = Math.min(rectangle.top + rectangle.height, box.top + box.height);
  return right < left || bottom <= top ? null : { left, top, width: right - left, height: bottom - top };
}

/** A rectangle moved by some pixels. */
export function shift(rectangle: Rectangle, byX: number, byY: number): Rectangle {
  return { ...rectangle, left: rectangle.left + byX, top: rectangle.top + byY };
}
