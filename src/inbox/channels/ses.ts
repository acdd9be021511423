import { AwsV4Signer } from 'aws4fetch';
import type { AddressedMail, MailDialect, MailSettings } from './mail-provider';
import {
  type ChannelPorts,
  credentialsRefused,
  errorName,
  jsonOf,
  type ProviderAnswer,
  refused,
  usualOutcome,
} from './provider-call';

export interface SesSettings extends MailSettings {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** The set whose event destination tells what becomes of mails; null for none. */
  readonly configurationSet: string | null;
}

const maxTagChars = 256;
/** Refusals with status 400 that an operator, or time, puts right. */
const passing = ['SendingPausedException', 'AccountSuspendedException', 'LimitExceededException', 'TooManyRequestsException'];

/** Mails by Amazon SES, API version 2. */
export function ses(settings: SesSettings, { nowMs }: ChannelPorts): MailDialect {
  return {
    name: 'ses',
    request: (mail) => signed(settings, mail, nowMs()),
    outcome(answer) {
      const { MessageId: id } = jsonOf(answer);
      const usual = usualOutcome(answer, typeof id === 'string' ? id : null, nowMs());
      if (usual !== null) return usual;
      if (answer.status === 401 || answer.status === 403) return credentialsRefused(answer.status);
      const error = errorOf(answer);
      if (error !== null && passing.includes(error)) return { kind: 'retry', reason: `answered ${error}`, retryAfterMs: null };
      return refused(answer.status, error);
    },
  };
}

async function signed(settings: SesSettings, mail: AddressedMail, nowMs: number): Promise<{ url: string; init: RequestInit }> {
  const url = `${settings.baseUrl}/v2/email/outbound-emails`;
  const body = JSON.stringify(bodyOf(mail, settings));
  const { headers } = await new AwsV4Signer({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body,
    service: 'ses',
    region: settings.region,
    accessKeyId: settings.accessKeyId,
    secretAccessKey: settings.secretAccessKey,
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  }).sign();
  return { url, init: { method: 'POST', headers, body } };
}

function bodyOf(mail: AddressedMail, { from, configurationSet }: SesSettings): Record<string, unknown> {
  const utf8 = (data: string) => ({ Data: data, Charset: 'UTF-8' });
  const tagged = mail.reference !== null && mail.reference.length <= maxTagChars;
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
        Headers: Object.entries(mail.headers).map(([name, value]) => ({ Name: name, Value: value })),
      },
    },
    ...(tagged ? { EmailTags: [{ Name: 'ref', Value: mail.reference }] } : {}),
    ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
  };
}

/** The header says `MessageRejected:http://…`; the body may say `__type`. */
function errorOf(answer: ProviderAnswer): string | null {
  const header = answer.headers.get('x-amzn-errortype')?.split(':')[0];
  return errorName(header ?? jsonOf(answer).__type);
}
