import { type Claim, claimKey } from '../db/idempotent-answers';
import { intakeLimits } from '../protocol/limits';
import { hashOf } from './document-ids';
import { Refused } from './problems';

/**
 * Claims an idempotency key for a request of a caller, or finds what is known of the call.
 * @throws Refused `idempotency-key-reused` when it was another request.
 */
export async function claimedKey(db: D1Database, caller: string, key: string, request: string): Promise<Claim> {
  const claim = await claimKey(db, {
    caller,
    key,
    requestHash: await hashOf(request),
    nowMs: Date.now(),
    keepMs: intakeLimits.keepAnswersMs,
  });
  if (!claim.isSame) throw new Refused({ code: 'idempotency-key-reused' });
  return claim;
}
