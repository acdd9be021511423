import { deliveryLimits } from '../../protocol/limits';
import type { DeviceAddress, MessageContent, OutgoingMessage, Provider, SendOutcome } from './channel';
import { type ChannelPorts, callProvider, type ProviderAnswer } from './provider-call';
import { type Mail, mailOf } from './templates/mail';

/** What all mail providers are configured with. */
export interface MailSettings {
  /** `TripTrip <trips@example.com>`, or the address alone. */
  readonly from: string;
  readonly baseUrl: string;
}

/** Links and references that are made for each mail. */
export interface MessageLinks {
  readonly appUrl: string | null;
  /** Ends mails to this address with one click; null when links cannot be signed. */
  unsubscribeUrl(message: OutgoingMessage): Promise<string | null>;
  /** What a provider's callback brings back; null when references cannot be signed. */
  reference(message: OutgoingMessage): Promise<string | null>;
}

/** A mail on its way, with all that a request needs. */
export interface AddressedMail extends Mail {
  readonly deliveryId: string;
  readonly to: string;
  readonly reference: string | null;
}

/** What differs from one mail provider to the next. */
export interface MailDialect {
  readonly name: string;
  request(mail: AddressedMail): Promise<{ readonly url: string; readonly init: RequestInit }>;
  outcome(answer: ProviderAnswer): SendOutcome;
}

/** A provider of mails: renders the notification, sends it, reads the answer. */
export function createMailProvider(dialect: MailDialect, links: MessageLinks, ports: ChannelPorts): Provider {
  return {
    kind: 'email',
    name: dialect.name,
    async send(message) {
      const { content, to } = message;
      if (content.kind === 'refresh') return { kind: 'failed', reason: 'a mail cannot be silent', address: null };
      const { url, init } = await dialect.request({
        ...(await renderedMail(message, content, links)),
        deliveryId: message.deliveryId,
        to: (to as Extract<DeviceAddress, { kind: 'email' }>).email,
        reference: await links.reference(message),
      });
      const call = await callProvider(ports, deliveryLimits.timeoutMs.email, url, init);
      return call.answered ? dialect.outcome(call.answer) : call.outcome;
    },
  };
}

/** The mail of a message, with its links. */
export async function renderedMail(
  message: OutgoingMessage,
  content: Extract<MessageContent, { kind: 'alert' }>,
  links: MessageLinks,
): Promise<Mail> {
  if (content.isCode) return mailOf(content, { appUrl: null, unsubscribeUrl: null });
  return mailOf(content, { appUrl: links.appUrl, unsubscribeUrl: await links.unsubscribeUrl(message) });
}

/** A sender as name and address. */
export function senderOf(from: string): { readonly email: string; readonly name?: string } {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  if (email === undefined) return { email: from.trim() };
  return name === undefined || name === '' ? { email } : { email, name };
}
