import type * as Y from 'yjs';

/* Loaded only by browsers that do not do it by themselves. */

/** The fields that are kept as tall as their text, with the width they were last fitted to, in CSS pixels. */
const widths = new Map<HTMLTextAreaElement, number>();

/** Tells of fields that are shown, and of those whose width and so whose lines change; of all of them at once. */
const sizes = new ResizeObserver((entries) => fitAll(entries.flatMap(newWidth)));

/**
 * Keeps a field as tall as its text. To be called after `text` has been bound to
 * the field, so that the field holds the text when it is measured.
 * @returns ends it
 */
export function fitToText(field: HTMLTextAreaElement, text: Y.Text): () => void {
  const changed = () => fitAll([field]);
  sizes.observe(field);
  text.observe(changed);
  field.addEventListener('input', changed);
  field.addEventListener('compositionend', changed);
  return () => {
    sizes.unobserve(field);
    widths.delete(field);
    text.unobserve(changed);
    field.removeEventListener('input', changed);
    field.removeEventListener('compositionend', changed);
  };
}

/** The field of an entry if its lines may break elsewhere now; what a fitting itself changes is the height alone. */
function newWidth({ target, contentRect: { width } }: ResizeObserverEntry): HTMLTextAreaElement[] {
  const field = target as HTMLTextAreaElement;
  if (widths.get(field) === width) return [];
  widths.set(field, width);
  return [field];
}

/** Writes and reads in turns, each for all fields: the page is laid out once more, however many they are. */
function fitAll(fields: readonly HTMLTextAreaElement[]): void {
  for (const field of fields) field.style.height = 'auto';
  const heights = fields.map((field) => field.scrollHeight + field.offsetHeight - field.clientHeight);
  for (const [index, field] of fields.entries()) field.style.height = `${heights[index]}px`;
}
