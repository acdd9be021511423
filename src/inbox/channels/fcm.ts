import { importPKCS8, SignJWT } from 'jose';
import { deliveryLimits } from '../../protocol/limits';
import type { DeviceAddress, OutgoingMessage, Provider, SendOutcome } from './channel';
import type { KeptTokens } from './kept-tokens';
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
import { pushPayloadOf } from './templates/push';

/** A service account of a Firebase project. */
export interface FcmSettings {
  readonly projectId: string;
  readonly clientEmail: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly baseUrl: string;
  /** Where the account's assertion is exchanged for a token. */
  readonly tokenUrl: string;
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging';
/** What a message may have in `data` and `notification` together is 4,096 bytes. */
const maxPayloadBytes = 2_500;

/** Pushes to Android (and iOS by Firebase): FCM HTTP v1. */
export function createFcm(settings: FcmSettings, ports: ChannelPorts, tokens: KeptTokens): Provider {
  const timeoutMs = deliveryLimits.timeoutMs.push;
  return {
    kind: 'fcm',
    name: 'fcm',
    async send(message) {
      const token = await accessToken(settings, ports, tokens);
      if (typeof token !== 'string') return token;
      const call = await callProvider(ports, timeoutMs, `${settings.baseUrl}/v1/projects/${settings.projectId}/messages:send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: messageOf(message) }),
      });
      if (!call.answered) return call.outcome;
      if (call.answer.status === 401) tokens.drop(settings.clientEmail);
      return outcomeOf(call.answer, ports.nowMs());
    },
  };
}

/** The token of the service account (RFC 7523), or why there is none now. */
async function accessToken(settings: FcmSettings, ports: ChannelPorts, tokens: KeptTokens): Promise<string | SendOutcome> {
  const nowMs = ports.nowMs();
  const kept = tokens.get(settings.clientEmail, nowMs);
  if (kept !== null) return kept;
  const call = await callProvider(ports, deliveryLimits.timeoutMs.push, settings.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await assertion(settings, nowMs),
    }).toString(),
  });
  if (!call.answered) return call.outcome;
  const { access_token: token, expires_in: seconds } = jsonOf(call.answer);
  if (call.answer.status !== 200 || typeof token !== 'string') {
    const usual = usualOutcome(call.answer, null, nowMs);
    return usual?.kind === 'retry' ? usual : credentialsRefused(call.answer.status);
  }
  return tokens.keep(settings.clientEmail, token, nowMs + ((typeof seconds === 'number' ? seconds : 3_600) - 60) * 1000);
}

async function assertion({ clientEmail, privateKey, tokenUrl }: FcmSettings, nowMs: number): Promise<string> {
  const seconds = Math.floor(nowMs / 1000);
  return new SignJWT({ iss: clientEmail, scope, aud: tokenUrl, iat: seconds, exp: seconds + 3_600 })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256' })
    .sign(await importPKCS8(privateKey, 'RS256'));
}

function messageOf({ to, content, ttlSeconds }: OutgoingMessage): Record<string, unknown> {
  const { token } = to as Extract<DeviceAddress, { kind: 'fcm' }>;
  const payload = pushPayloadOf(content, maxPayloadBytes);
  const ttl = `${Math.max(0, Math.floor(ttlSeconds))}s`;
  // The whole payload as one value: data of FCM has texts only.
  const data = { payload: JSON.stringify(payload) };
  if (payload.kind === 'refresh') return { token, data, android: { priority: 'NORMAL', ttl } };
  const urgent = payload.priority === 'high' || payload.priority === 'critical';
  return {
    token,
    data,
    notification: {
      title: payload.title,
      body: payload.body,
      ...(payload.image === null ? {} : { image: payload.image }),
    },
    android: {
      priority: urgent ? 'HIGH' : 'NORMAL',
      ttl,
      // A second push of one notification replaces the first, on its way and on the screen.
      collapse_key: payload.notificationId,
      notification: { tag: payload.notificationId, notification_count: payload.unreadCount },
    },
  };
}

function outcomeOf(answer: ProviderAnswer, nowMs: number): SendOutcome {
  const { name, error } = jsonOf(answer);
  const usual = usualOutcome(answer, typeof name === 'string' ? name : null, nowMs);
  if (usual !== null) return usual;
  if (answer.status === 401) return credentialsRefused(answer.status);
  const code = errorCode(error);
  const dead = answer.status === 404 || code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH' || namesToken(error);
  return refused(answer.status, code, dead ? 'invalid' : null);
}

/** `error.details[].errorCode`, else `error.status`. */
function errorCode(error: unknown): string | null {
  const { status } = objectOf(error);
  return errorName(detailsOf(error).find((detail) => 'errorCode' in detail)?.errorCode ?? status);
}

/** Whether it is the device's token that breaks a rule. */
function namesToken(error: unknown): boolean {
  return detailsOf(error).some(
    ({ fieldViolations }) =>
      Array.isArray(fieldViolations) && fieldViolations.some((violation) => objectOf(violation).field === 'message.token'),
  );
}

function detailsOf(error: unknown): Record<string, unknown>[] {
  const { details } = objectOf(error);
  return Array.isArray(details) ? details.map(objectOf) : [];
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
