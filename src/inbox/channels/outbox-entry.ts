import type { DeviceKind } from '../../protocol/notifications';
import type { DeviceAddress, OutgoingMessage } from './channel';
import { type MessageLinks, renderedMail } from './mail-provider';
import { pushPayloadOf } from './templates/push';
import { smsOf } from './templates/sms';

/** A message that nobody is configured to send, as it would have gone. */
export interface OutboxEntry {
  readonly deliveryId: string;
  readonly person: string;
  readonly kind: DeviceKind;
  readonly address: string;
  readonly subject: string;
  /** Plain text of a mail or an SMS; JSON of a push. */
  readonly text: string;
  /** A mail's HTML; null for everything else. */
  readonly html: string | null;
  /** Ms since the epoch. */
  readonly atMs: number;
}

/** Renders a message as its provider would have got it. */
export async function outboxEntryOf(message: OutgoingMessage, links: MessageLinks, atMs: number): Promise<OutboxEntry> {
  const { deliveryId, person, to } = message;
  return { deliveryId, person, kind: to.kind, address: addressOf(to), atMs, ...(await rendered(message, links)) };
}

async function rendered(message: OutgoingMessage, links: MessageLinks): Promise<Pick<OutboxEntry, 'subject' | 'text' | 'html'>> {
  const { content, to } = message;
  if (content.kind === 'alert' && to.kind === 'email') return renderedMail(message, content, links);
  if (content.kind === 'alert' && to.kind === 'sms')
    return { subject: content.title, text: smsOf(content, links.appUrl), html: null };
  const payload = pushPayloadOf(content, Number.POSITIVE_INFINITY);
  return { subject: content.kind === 'alert' ? content.title : '', text: JSON.stringify(payload, null, 2), html: null };
}

function addressOf(to: DeviceAddress): string {
  switch (to.kind) {
    case 'web_push':
      return to.endpoint;
    case 'email':
      return to.email;
    case 'sms':
      return to.number;
    case 'fcm':
    case 'apns':
      return to.token;
  }
}
