import type { Outcome } from '../../protocol/codes';
import type { DeviceKind } from '../../protocol/notifications';
import type { ActionCall } from '../ports';
import { callAction } from './action-call';
import { createApns } from './apns';
import type { OutgoingMessage, Provider, SendOutcome } from './channel';
import type { ChannelsConfig, MailConfig } from './config';
import { createFcm } from './fcm';
import { KeptTokens } from './kept-tokens';
import { createMailProvider, type MailDialect, type MessageLinks } from './mail-provider';
import { messageLinks } from './message-links';
import { type OutboxEntry, outboxEntryOf } from './outbox-entry';
import type { ChannelPorts } from './provider-call';
import { resend } from './resend';
import { sendGrid } from './sendgrid';
import { ses } from './ses';
import { createTwilio } from './twilio';
import { createWebPush } from './web-push';

/** The ways out: one provider for each kind of address, as far as they are configured. */
export interface Channels {
  /** Hands a message to the provider of its address. Never rejects. */
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Calls the address of an action. Never rejects. */
  callAction(call: ActionCall): Promise<Outcome<null>>;
}

/** What channels need from outside besides their configuration. */
export interface ChannelsPorts extends ChannelPorts {
  /** Takes what nobody is configured to send, to show it; null outside of development. */
  readonly outbox: ((entry: OutboxEntry) => Promise<void>) | null;
  /** Takes an error that was handled but should be known. */
  readonly report: (event: string, error: unknown) => void;
  readonly tokens?: KeptTokens;
}

/** Providers' tokens are good for an hour, so all inboxes of an isolate share them. */
const sharedTokens = new KeptTokens();

/** The channels of a configuration. What it does not mention is answered `unconfigured`. */
export function createChannels(config: ChannelsConfig, ports: ChannelsPorts): Channels {
  const links = messageLinks(config.appUrl, config.linkSecret);
  const providers = new Map(providersOf(config, links, ports).map((provider) => [provider.kind, provider]));
  if (config.unusable.length > 0) ports.report('bindings of channels cannot be used', new Error(config.unusable.join(', ')));
  return {
    callAction: (call) => callAction(call, { secret: config.actionSecret, allowLocalhost: config.allowLocalhost }, ports),
    async send(message) {
      try {
        return await sendBy(providers, message, links, ports);
      } catch (error) {
        // What a provider's code does not foresee, such as a key that is none, must not leave a delivery without an outcome.
        ports.report('a message could not be sent', error);
        return { kind: 'retry', reason: 'something went wrong on our side', retryAfterMs: null };
      }
    },
  };
}

async function sendBy(
  providers: ReadonlyMap<DeviceKind, Provider>,
  message: OutgoingMessage,
  links: MessageLinks,
  ports: ChannelsPorts,
): Promise<SendOutcome> {
  const provider = providers.get(message.to.kind);
  if (provider !== undefined) return provider.send(message);
  await ports.outbox?.(await outboxEntryOf(message, links, ports.nowMs()));
  return { kind: 'unconfigured', inOutbox: ports.outbox !== null };
}

function providersOf(config: ChannelsConfig, links: MessageLinks, ports: ChannelsPorts): Provider[] {
  const tokens = ports.tokens ?? sharedTokens;
  const rules = { allowLocalhost: config.allowLocalhost };
  return [
    config.webPush && createWebPush(config.webPush, ports, rules),
    config.fcm && createFcm(config.fcm, ports, tokens),
    config.apns && createApns(config.apns, ports, tokens),
    config.mail && createMailProvider(dialectOf(config.mail, ports), links, ports),
    config.twilio && createTwilio(config.twilio, links, ports),
  ].filter((provider) => provider !== null);
}

function dialectOf(mail: MailConfig, ports: ChannelPorts): MailDialect {
  switch (mail.provider) {
    case 'sendgrid':
      return sendGrid(mail, ports);
    case 'resend':
      return resend(mail, ports);
    case 'ses':
      return ses(mail, ports);
  }
}
