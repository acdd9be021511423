import type { Check } from '../../src/documents/schema';
import { tripSchema } from '../../src/documents/trip';

const checks: Readonly<Record<string, Check>> = tripSchema.fields.notes.formats;

/** The names of the formats that notes may carry. */
export const noteFormats: readonly string[] = Object.keys(checks);

/** The formats of a run of notes that the document keeps: the server would remove any other one. */
export function keptFormats(formats: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(formats).filter(([name, value]) => keepsFormat(name, value)));
}

function keepsFormat(name: string, value: unknown): boolean {
  return Object.hasOwn(checks, name) && checks[name]?.(value) === null;
}
