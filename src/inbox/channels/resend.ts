import type { AddressedMail, MailDialect, MailSettings } from './mail-provider';
import { type ChannelPorts, credentialsRefused, errorName, jsonOf, refused, usualOutcome } from './provider-call';

export interface ResendSettings extends MailSettings {
  readonly apiKey: string;
}

/** What the value of a tag may have. */
const maxTagChars = 256;

/** Mails by Resend, `POST /emails`. */
export function resend(settings: ResendSettings, { nowMs }: ChannelPorts): MailDialect {
  return {
    name: 'resend',
    request: async (mail) => ({
      url: `${settings.baseUrl}/emails`,
      init: {
        method: 'POST',
        headers: {
          authorization: `Bearer ${settings.apiKey}`,
          'content-type': 'application/json',
          // A second try of a delivery whose answer was lost sends no second mail.
          'idempotency-key': mail.deliveryId,
        },
        body: JSON.stringify(bodyOf(mail, settings.from)),
      },
    }),
    outcome(answer) {
      const { id, name, message } = jsonOf(answer);
      const usual = usualOutcome(answer, typeof id === 'string' ? id : null, nowMs());
      if (usual !== null) return usual;
      if (answer.status === 401 || answer.status === 403) return credentialsRefused(answer.status);
      // The first try with this key is still under way.
      if (answer.status === 409) return { kind: 'retry', reason: 'answered 409', retryAfterMs: null };
      const badRecipient = answer.status === 422 && typeof message === 'string' && message.includes('`to`');
      return refused(answer.status, errorName(name), badRecipient ? 'invalid' : null);
    },
  };
}

function bodyOf({ to, reference, subject, text, html, headers }: AddressedMail, from: string): Record<string, unknown> {
  // A longer reference (a person's id of many bytes) is left out: better a mail of which nothing more is heard than none.
  const tagged = reference !== null && reference.length <= maxTagChars;
  return { from, to: [to], subject, text, html, headers, ...(tagged ? { tags: [{ name: 'ref', value: reference }] } : {}) };
}
