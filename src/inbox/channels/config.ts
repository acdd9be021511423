import { given, givenOrigin } from '../../settings';
import type { ApnsSettings } from './apns';
import type { FcmSettings } from './fcm';
import type { ResendSettings } from './resend';
import type { SendGridSettings } from './sendgrid';
import type { SesSettings } from './ses';
import type { TwilioSettings } from './twilio';
import type { VapidKeys } from './web-push';

/** The part of the Worker's environment that configures channels. All of it is optional; an empty text is an absent one. */
export interface ChannelBindings {
  readonly ENVIRONMENT: string;
  readonly APP_URL?: string;
  readonly LINK_SECRET?: string;
  readonly ACTION_SECRET?: string;
  readonly VAPID_PUBLIC_KEY?: string;
  readonly VAPID_PRIVATE_KEY?: string;
  readonly VAPID_SUBJECT?: string;
  readonly FCM_SERVICE_ACCOUNT?: string;
  readonly FCM_BASE_URL?: string;
  readonly APNS_TEAM_ID?: string;
  readonly APNS_KEY_ID?: string;
  readonly APNS_PRIVATE_KEY?: string;
  readonly APNS_BASE_URL?: string;
  readonly MAIL_PROVIDER?: string;
  readonly MAIL_FROM?: string;
  readonly MAIL_BASE_URL?: string;
  readonly SENDGRID_API_KEY?: string;
  readonly RESEND_API_KEY?: string;
  readonly SES_ACCESS_KEY_ID?: string;
  readonly SES_SECRET_ACCESS_KEY?: string;
  readonly SES_REGION?: string;
  readonly SES_CONFIGURATION_SET?: string;
  readonly TWILIO_ACCOUNT_SID?: string;
  readonly TWILIO_AUTH_TOKEN?: string;
  readonly TWILIO_FROM?: string;
  readonly TWILIO_BASE_URL?: string;
}

/** The mail provider that was chosen. */
export type MailConfig =
  | ({ readonly provider: 'sendgrid' } & SendGridSettings)
  | ({ readonly provider: 'resend' } & ResendSettings)
  | ({ readonly provider: 'ses' } & SesSettings);

/** What channels are configured with; null for what is not configured. */
export interface ChannelsConfig {
  readonly appUrl: string | null;
  readonly linkSecret: string | null;
  readonly actionSecret: string | null;
  /** Development: addresses of this machine may be called. */
  readonly allowLocalhost: boolean;
  readonly webPush: VapidKeys | null;
  readonly fcm: FcmSettings | null;
  readonly apns: ApnsSettings | null;
  readonly mail: MailConfig | null;
  readonly twilio: TwilioSettings | null;
  /** Bindings that are there but are of no use: not what they should be, or without others that they need. */
  readonly unusable: readonly (keyof ChannelBindings)[];
}

/** Reads the configuration. A provider is configured when all that it needs is there. */
export function channelsConfigOf(env: ChannelBindings): ChannelsConfig {
  const appUrl = givenOrigin(env.APP_URL);
  const providers = {
    webPush: vapidOf(env),
    fcm: fcmOf(env),
    apns: apnsOf(env),
    mail: mailOf(env),
    twilio: twilioOf(env, appUrl),
  };
  const asked = [
    ['VAPID_PRIVATE_KEY', providers.webPush],
    ['FCM_SERVICE_ACCOUNT', providers.fcm],
    ['APNS_PRIVATE_KEY', providers.apns],
    ['MAIL_PROVIDER', providers.mail],
    ['TWILIO_AUTH_TOKEN', providers.twilio],
  ] as const;
  return {
    ...providers,
    appUrl,
    linkSecret: given(env.LINK_SECRET),
    actionSecret: given(env.ACTION_SECRET),
    allowLocalhost: env.ENVIRONMENT === 'development',
    unusable: asked.filter(([name, provider]) => given(env[name]) !== null && provider === null).map(([name]) => name),
  };
}

function vapidOf(env: ChannelBindings): VapidKeys | null {
  const base64Url = (bytes: number, value: string | null) =>
    value !== null && /^[\w-]+$/.test(value) && value.length === Math.ceil((bytes * 4) / 3) ? value : null;
  return complete({
    publicKey: base64Url(65, given(env.VAPID_PUBLIC_KEY)),
    privateKey: base64Url(32, given(env.VAPID_PRIVATE_KEY)),
    subject: given(env.VAPID_SUBJECT),
  });
}

/** The service account as the JSON file that Google gives out. */
function fcmOf(env: ChannelBindings): FcmSettings | null {
  const account = jsonObject(given(env.FCM_SERVICE_ACCOUNT));
  const field = (name: string) => (typeof account[name] === 'string' ? given(account[name]) : null);
  return complete({
    projectId: field('project_id'),
    clientEmail: field('client_email'),
    privateKey: field('private_key'),
    baseUrl: givenOrigin(env.FCM_BASE_URL) ?? 'https://fcm.googleapis.com',
    tokenUrl: field('token_uri') ?? 'https://oauth2.googleapis.com/token',
  });
}

function apnsOf(env: ChannelBindings): ApnsSettings | null {
  return complete({
    teamId: given(env.APNS_TEAM_ID),
    keyId: given(env.APNS_KEY_ID),
    // A secret that was pasted on one line has its line ends written out.
    privateKey: given(env.APNS_PRIVATE_KEY)?.replaceAll('\\n', '\n') ?? null,
    baseUrl: givenOrigin(env.APNS_BASE_URL) ?? 'https://api.push.apple.com',
  });
}

function mailOf(env: ChannelBindings): MailConfig | null {
  const at = (usual: string) => ({ from: given(env.MAIL_FROM), baseUrl: givenOrigin(env.MAIL_BASE_URL) ?? usual });
  switch (env.MAIL_PROVIDER) {
    case 'sendgrid':
      return complete({ provider: 'sendgrid', apiKey: given(env.SENDGRID_API_KEY), ...at('https://api.sendgrid.com') });
    case 'resend':
      return complete({ provider: 'resend', apiKey: given(env.RESEND_API_KEY), ...at('https://api.resend.com') });
    case 'ses': {
      const needed = complete({
        accessKeyId: given(env.SES_ACCESS_KEY_ID),
        secretAccessKey: given(env.SES_SECRET_ACCESS_KEY),
        region: given(env.SES_REGION),
        ...at(`https://email.${env.SES_REGION}.amazonaws.com`),
      });
      return needed && { provider: 'ses', ...needed, configurationSet: given(env.SES_CONFIGURATION_SET) };
    }
    default:
      return null;
  }
}

function twilioOf(env: ChannelBindings, appUrl: string | null): TwilioSettings | null {
  const needed = complete({
    accountSid: given(env.TWILIO_ACCOUNT_SID),
    authToken: given(env.TWILIO_AUTH_TOKEN),
    from: given(env.TWILIO_FROM),
    baseUrl: givenOrigin(env.TWILIO_BASE_URL) ?? 'https://api.twilio.com',
  });
  return needed && { ...needed, callbackUrl: appUrl === null ? null : `${appUrl}/v1/webhooks/providers/twilio` };
}

type Complete<T> = { readonly [K in keyof T]: NonNullable<T[K]> };

/** The settings when none of them is missing. */
function complete<const T extends object>(settings: T): Complete<T> | null {
  return Object.values(settings).includes(null) ? null : (settings as Complete<T>);
}

/** The JSON object in a text; an empty one when there is none. */
function jsonObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
