import { errorCodes, type Refusal } from '../../protocol/codes';
import type { HubError, HubMessage, HubReplies, HubReplyType } from '../../protocol/hub-messages';
import type { InboxPorts } from '../ports';

/** A message of the server that is no event, as text. */
export function replyText<T extends HubReplyType>(
  ports: Pick<InboxPorts, 'newId' | 'nowMs'>,
  type: T,
  data: HubReplies[T],
  to: { readonly client: string | null; readonly correlationId?: string | null },
): string {
  return JSON.stringify(replyOf(ports, type, data, to));
}

/** A message of the server that is no event. */
export function replyOf<T extends HubReplyType>(
  ports: Pick<InboxPorts, 'newId' | 'nowMs'>,
  type: T,
  data: HubReplies[T],
  to: { readonly client: string | null; readonly correlationId?: string | null },
): HubMessage<T, HubReplies[T]> {
  return {
    type,
    id: ports.newId(),
    timestamp: new Date(ports.nowMs()).toISOString(),
    data,
    metadata: { client_id: to.client, correlation_id: to.correlationId ?? null },
  };
}

/** The answer to a message: it had its effect, or none. */
export function ackOf(originalId: string, refusal: Refusal | null): HubReplies['ack'] {
  return refusal === null
    ? { original_id: originalId, status: 'success' }
    : { original_id: originalId, status: 'error', error: hubErrorOf(refusal) };
}

/** A refusal as it stands in a message. */
export function hubErrorOf({ code, detail, extensions }: Refusal): HubError {
  const retryAfterMs = extensions?.retryAfterMs;
  return {
    code,
    title: errorCodes[code].title,
    ...(detail === undefined ? {} : { detail }),
    ...(typeof retryAfterMs === 'number' ? { retry_after: Math.max(1, Math.ceil(retryAfterMs / 1000)) } : {}),
  };
}

/** A refusal that stands in a message. */
export function refusalOf({ code, detail, retry_after }: HubError): Refusal {
  return {
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(retry_after === undefined ? {} : { extensions: { retryAfterMs: retry_after * 1000 } }),
  };
}
