import { countCodeMessage } from '../db/code-messages';
import type { DeviceAddress } from '../inbox/channels/channel';
import { verificationLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { askInbox } from './inbox-objects';
import { Refused } from './problems';

/**
 * Counts the code that a call is about to send, for its address: whoever asks, it gets so many an hour (PROTOCOL.md M14).
 * @param address of a device that is to be registered; null for the one that is.
 * @throws Refused `rate-limited` when there were as many as there may be.
 */
export async function countCode(env: Env, identity: Identity, id: string, address: DeviceAddress | null): Promise<void> {
  const target = await askInbox(env, identity.id, (inbox) => inbox.notifications(identity, 'codeTarget', id, address));
  if (target === null) return;
  const count = { max: limits.maxCodesPerAddress, withinMs: limits.codesPerAddressMs };
  const retryAfterMs = await countCodeMessage(env.DB, target, Date.now(), count);
  if (retryAfterMs > 0) throw new Refused({ code: 'rate-limited', extensions: { retryAfterMs } });
}
