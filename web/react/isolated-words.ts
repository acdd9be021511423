/** The letters that are written from right to left: Hebrew, Arabic, and their relatives. */
export const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * What goes into a sentence: somebody's words that go from right to left are kept apart, as `<bdi>` does. Without that they
 * pull what stands beside them, e.g. a number or a full stop, to their other side.
 */
export function isolated<Value>(value: Value): Value | string {
  return typeof value === 'string' && rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
}

/** Texts of components, with what goes into their sentences kept apart. */
export function withIsolatedWords<Texts extends object>(texts: Texts): Texts {
  const kept = Object.entries(texts).map(([name, text]) => [
    name,
    typeof text === 'function' ? (...values: unknown[]) => text(...values.map(isolated)) : text,
  ]);
  return Object.fromEntries(kept) as Texts;
}
