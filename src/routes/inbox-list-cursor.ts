import { z } from 'zod';
import type { ListPlace } from '../inbox/notifications/notification-calls';
import { Refused } from './problems';

const place = z.tuple([z.union([z.literal(0), z.literal(1)]), z.int().min(0)]);

/** A place in the list of notifications as an opaque word that fits into an address. */
export function encodePlace({ rank, shownAtMs }: ListPlace): string {
  return btoa(JSON.stringify([rank, shownAtMs])).replaceAll('=', '');
}

/**
 * The place that a cursor means.
 * @throws Refused `invalid` for anything that `encodePlace` did not make.
 */
export function decodePlace(cursor: string): ListPlace {
  const [rank, shownAtMs] = readPlace(cursor);
  return { rank, shownAtMs };
}

function readPlace(cursor: string): z.output<typeof place> {
  try {
    return place.parse(JSON.parse(atob(cursor)));
  } catch {
    throw new Refused({ code: 'invalid', detail: 'The cursor is not one of ours.' });
  }
}
