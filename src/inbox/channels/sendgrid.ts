import type { AddressedMail, MailDialect, MailSettings } from './mail-provider';
import { senderOf } from './mail-provider';
import { type ChannelPorts, credentialsRefused, jsonOf, refused, usualOutcome } from './provider-call';

export interface SendGridSettings extends MailSettings {
  readonly apiKey: string;
}

/** Mails by SendGrid, `POST /v3/mail/send`. */
export function sendGrid(settings: SendGridSettings, { nowMs }: ChannelPorts): MailDialect {
  return {
    name: 'sendgrid',
    request: async (mail) => ({
      url: `${settings.baseUrl}/v3/mail/send`,
      init: {
        method: 'POST',
        headers: { authorization: `Bearer ${settings.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(mail, settings.from)),
      },
    }),
    outcome(answer) {
      const usual = usualOutcome(answer, answer.headers.get('x-message-id'), nowMs());
      if (usual !== null) return usual;
      if (answer.status === 401 || answer.status === 403) return credentialsRefused(answer.status);
      return refused(answer.status, null, namesRecipient(jsonOf(answer).errors) ? 'invalid' : null);
    },
  };
}

function bodyOf({ to, reference, subject, text, html, headers }: AddressedMail, from: string): Record<string, unknown> {
  return {
    personalizations: [{ to: [{ email: to }], ...(reference === null ? {} : { custom_args: { ref: reference } }) }],
    from: senderOf(from),
    subject,
    // Plain text has to come first.
    content: [
      { type: 'text/plain', value: text },
      { type: 'text/html', value: html },
    ],
    headers,
  };
}

/** Whether what is wrong is the recipient's address: `personalizations.0.to.0.email`. */
function namesRecipient(errors: unknown): boolean {
  return (
    Array.isArray(errors) &&
    errors.some((error: { field?: unknown } | null) => typeof error?.field === 'string' && /\.to\.\d+\.email$/.test(error.field))
  );
}
