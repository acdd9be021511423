import { z } from 'zod';
import type { ListPosition } from '../db/trip-list';
import { Refused } from './problems';

const position = z.tuple([z.iso.datetime(), z.string().max(64)]);

/** A place in the list as an opaque word that fits into an address. */
export function encodeCursor({ updatedAt, id }: ListPosition): string {
  return btoa(JSON.stringify([updatedAt, id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * The place that a cursor means.
 * @throws Refused `invalid` for anything that `encodeCursor` did not make.
 */
export function decodeCursor(cursor: string): ListPosition {
  const [updatedAt, id] = readPosition(cursor);
  return { updatedAt, id };
}

function readPosition(cursor: string): z.output<typeof position> {
  try {
    return position.parse(JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    throw new Refused({ code: 'invalid', detail: 'The cursor is not one of ours.' });
  }
}
