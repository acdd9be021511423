import type { InboxApi, ProviderReport } from '../inbox/api';
import type { Outcome } from '../protocol/codes';
import type { DeliveryReference } from '../protocol/delivery-reference';
import { inboxObject } from './inbox-objects';
import { granted, Refused } from './problems';
import { isUnreachable } from './unreachable';

/**
 * Tells a person's inbox what became of a delivery. False: the inbox does not know the delivery, or not any more.
 * @throws Refused `unavailable` when the inbox could not be reached: whoever reports comes again.
 */
export async function reportToInbox(
  env: Env,
  { person, deliveryId }: DeliveryReference,
  report: Omit<ProviderReport, 'deliveryId'>,
): Promise<boolean> {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  const inbox = inboxObject(env, person) as unknown as InboxApi;
  let outcome: Outcome<null>;
  try {
    outcome = await inbox.providerReported({ ...report, deliveryId });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new Refused({ code: 'unavailable' });
  }
  if (!outcome.ok && outcome.refusal.code === 'not-found') return false;
  granted(outcome);
  return true;
}
