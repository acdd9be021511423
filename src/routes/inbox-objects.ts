import { getLogger } from '@logtape/logtape';
import type { InboxApi } from '../inbox/api';
import type { Outcome } from '../protocol/codes';
import { granted } from './problems';
import { isUnreachable } from './unreachable';

const logger = getLogger(['triptrip', 'http']);

/** The object of a person's inbox, for connections. */
export function inboxObject(env: Env, person: string): DurableObjectStub {
  return env.INBOXES.getByName(person);
}

/** Asks the inbox of a person. What it refuses, and that it cannot be reached, becomes the answer to the request. */
export async function askInbox<T>(env: Env, person: string, ask: (inbox: InboxApi) => Promise<Outcome<T>>): Promise<T> {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  const inbox = inboxObject(env, person) as unknown as InboxApi;
  let outcome: Outcome<T>;
  try {
    outcome = await ask(inbox);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    logger.warn('an inbox could not be reached', { person, error: String(error) });
    outcome = { ok: false, refusal: { code: 'unavailable' } };
  }
  return granted(outcome);
}
