/** The words of a rich text in the Delta format, without their look; of a plain one, itself. */
export function textOfRuns(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value.map((run: { readonly insert?: unknown }) => (typeof run.insert === 'string' ? run.insert : '')).join('');
}
