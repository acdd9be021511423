import { type ReferencePurpose, signReference } from '../../protocol/delivery-reference';
import type { OutgoingMessage } from './channel';
import type { MessageLinks } from './mail-provider';

/**
 * The links of messages.
 * @param appUrl origin of this server, as people reach it; null: messages have no links.
 * @param secret signs references; null: nobody can unsubscribe by a link, and callbacks of providers say nothing.
 */
export function messageLinks(appUrl: string | null, secret: string | null): MessageLinks {
  const sign = async (purpose: ReferencePurpose, { person, deliveryId }: OutgoingMessage) =>
    secret === null ? null : signReference(secret, purpose, { person, deliveryId });
  return {
    appUrl,
    reference: (message) => sign('callback', message),
    async unsubscribeUrl(message) {
      const token = appUrl === null ? null : await sign('unsubscribe', message);
      return token === null ? null : new URL(`/v1/inbox/unsubscribe?token=${token}`, appUrl ?? undefined).href;
    },
  };
}
