/** A document as the server shows it. */
export interface PolledView extends Readonly<Record<string, unknown>> {
  readonly metadata: { readonly version: number };
}

/** A view without what operations do not tell of: its version, and when it changed. */
export function contentOf(view: unknown): unknown {
  const { metadata: _, ...content } = view as PolledView;
  return content;
}
