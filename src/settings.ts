/** A setting or secret of the Worker, without what a paste leaves around it; null for one that is not given. */
export function given(value: string | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

/** An address to which paths are appended; null for one that is not given. */
export function givenOrigin(value: string | undefined): string | null {
  return given(value)?.replace(/\/+$/, '') ?? null;
}
