import type { z } from 'zod';
import { Refused } from './problems';

/** Something as a word that fits into an address, and that nobody but us has to understand. */
export function opaqueWord(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * What a word means.
 * @throws Refused `invalid` for anything that `opaqueWord` did not make of something of this shape.
 */
export function readWord<Schema extends z.ZodType>(schema: Schema, word: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(atob(word.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    throw new Refused({ code: 'invalid', detail: 'The cursor or token is not one of ours.' });
  }
}
