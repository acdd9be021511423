import { getLogger } from '@logtape/logtape';
import type { DocumentApi } from '../documents/api';
import type { TripView } from '../documents/trip';
import type { Outcome } from '../protocol/codes';
import { granted } from './problems';
import { isUnreachable } from './unreachable';

const logger = getLogger(['triptrip', 'http']);

/** The object of a trip, for the upgrade. */
export function tripObject(env: Env, id: string): DurableObjectStub {
  return env.TRIPS.getByName(id);
}

/**
 * Asks the object of a trip. What it refuses, and that it cannot be reached, becomes the answer to the request.
 * @param id a trip id, checked by `isTripId`.
 */
export async function askTrip<T>(env: Env, id: string, ask: (trip: DocumentApi<TripView>) => Promise<Outcome<T>>): Promise<T> {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  const trip = tripObject(env, id) as unknown as DocumentApi<TripView>;
  let outcome: Outcome<T>;
  try {
    outcome = await ask(trip);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    logger.warn('the object of a trip could not be reached', { trip: id, error: String(error) });
    outcome = { ok: false, refusal: { code: 'unavailable' } };
  }
  return granted(outcome);
}
