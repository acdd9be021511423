import { deliveryLimits } from '../../protocol/limits';
import type { DeviceAddress, OutgoingMessage, Provider, SendOutcome } from './channel';
import type { MessageLinks } from './mail-provider';
import {
  type ChannelPorts,
  callProvider,
  credentialsRefused,
  errorName,
  jsonOf,
  type ProviderAnswer,
  refused,
  usualOutcome,
} from './provider-call';
import { smsOf } from './templates/sms';

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number (`+81…`), or the SID of a messaging service (`MG…`). */
  readonly from: string;
  readonly baseUrl: string;
  /** Where Twilio tells what became of a message; null when this server has no public address. */
  readonly callbackUrl: string | null;
}

/** 21610: the person answered STOP. */
const optedOut = 21_610;
/** Not a number, not a mobile one, not reachable. */
const badNumbers = [21_211, 21_214, 21_217, 21_614];
const maxValiditySeconds = 36_000;

/** SMS by Twilio, `POST …/Messages.json`. */
export function createTwilio(settings: TwilioSettings, links: MessageLinks, ports: ChannelPorts): Provider {
  return {
    kind: 'sms',
    name: 'twilio',
    async send(message) {
      const { content } = message;
      if (content.kind === 'refresh') return { kind: 'failed', reason: 'an SMS cannot be silent', address: null };
      const form = formOf(message, smsOf(content, links.appUrl), settings, await links.reference(message));
      const url = `${settings.baseUrl}/2010-04-01/Accounts/${settings.accountSid}/Messages.json`;
      const call = await callProvider(ports, deliveryLimits.timeoutMs.sms, url, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`${settings.accountSid}:${settings.authToken}`)}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: form.toString(),
      });
      return call.answered ? outcomeOf(call.answer, ports.nowMs()) : call.outcome;
    },
  };
}

function formOf(
  { to, ttlSeconds }: OutgoingMessage,
  text: string,
  { from, callbackUrl }: TwilioSettings,
  reference: string | null,
): URLSearchParams {
  const form = new URLSearchParams({
    To: (to as Extract<DeviceAddress, { kind: 'sms' }>).number,
    [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
    Body: text,
    ValidityPeriod: String(Math.min(maxValiditySeconds, Math.max(1, Math.floor(ttlSeconds)))),
  });
  // Twilio keeps no reference of ours, but calls the very address it was given, signature and all.
  if (callbackUrl !== null && reference !== null) form.set('StatusCallback', `${callbackUrl}?ref=${reference}`);
  return form;
}

function outcomeOf(answer: ProviderAnswer, nowMs: number): SendOutcome {
  const { sid, code } = jsonOf(answer);
  const usual = usualOutcome(answer, typeof sid === 'string' ? sid : null, nowMs);
  if (usual !== null) return usual;
  if (answer.status === 401 || answer.status === 403) return credentialsRefused(answer.status);
  if (code === optedOut) return refused(answer.status, String(optedOut), 'opted_out');
  const bad = typeof code === 'number' && badNumbers.includes(code);
  return refused(answer.status, errorName(code), bad ? 'invalid' : null);
}
