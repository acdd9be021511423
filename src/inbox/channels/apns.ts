import { importPKCS8, SignJWT } from 'jose';
import { deliveryLimits } from '../../protocol/limits';
import type { DeviceAddress, MessageContent, OutgoingMessage, Provider, SendOutcome } from './channel';
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

/** A signing key of an Apple developer team. */
export interface ApnsSettings {
  readonly teamId: string;
  readonly keyId: string;
  /** PKCS #8, PEM: the `.p8` file. */
  readonly privateKey: string;
  /** `https://api.push.apple.com`, that of the sandbox, or a proxy that speaks HTTP/2 to them. */
  readonly baseUrl: string;
}

/** Apple takes 4,096 bytes, and refuses a provider token that is older than an hour or renewed within 20 minutes. */
const maxPayloadBytes = 3_000;
const tokenLifeMs = 40 * 60 * 1000;

const badTokens = ['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'];

/** Pushes to iPhones and iPads: Apple Push Notification service, by provider tokens. */
export function createApns(settings: ApnsSettings, ports: ChannelPorts, tokens: KeptTokens): Provider {
  return {
    kind: 'apns',
    name: 'apns',
    async send(message) {
      const { token, topic } = message.to as Extract<DeviceAddress, { kind: 'apns' }>;
      if (!/^[0-9a-fA-F]{2,200}$/.test(token)) return { kind: 'failed', reason: 'not a device token', address: 'invalid' };
      const nowMs = ports.nowMs();
      const headers = {
        authorization: `bearer ${await providerToken(settings, tokens, nowMs)}`,
        'content-type': 'application/json',
        'apns-topic': topic,
        ...headersOf(message, nowMs),
      };
      const init = { method: 'POST', headers, body: JSON.stringify(bodyOf(message.content)) };
      const call = await callProvider(ports, deliveryLimits.timeoutMs.push, `${settings.baseUrl}/3/device/${token}`, init);
      if (!call.answered) return call.outcome;
      if (call.answer.status === 403) tokens.drop(settings.keyId);
      return outcomeOf(call.answer, nowMs);
    },
  };
}

async function providerToken({ teamId, keyId, privateKey }: ApnsSettings, tokens: KeptTokens, nowMs: number): Promise<string> {
  const kept = tokens.get(keyId, nowMs);
  if (kept !== null) return kept;
  const token = await new SignJWT({ iss: teamId, iat: Math.floor(nowMs / 1000) })
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .sign(await importPKCS8(privateKey, 'ES256'));
  return tokens.keep(keyId, token, nowMs + tokenLifeMs);
}

function headersOf({ deliveryId, content, ttlSeconds }: OutgoingMessage, nowMs: number): Record<string, string> {
  return {
    'apns-expiration': String(Math.floor(nowMs / 1000) + Math.max(0, Math.floor(ttlSeconds))),
    ...(/^[0-9a-f-]{36}$/i.test(deliveryId) ? { 'apns-id': deliveryId } : {}),
    ...(content.kind === 'refresh'
      ? { 'apns-push-type': 'background', 'apns-priority': '5' }
      : {
          'apns-push-type': 'alert',
          'apns-priority': content.priority === 'low' ? '5' : '10',
          'apns-collapse-id': content.notificationId.slice(0, 64),
        }),
  };
}

function bodyOf(content: MessageContent): Record<string, unknown> {
  const payload = pushPayloadOf(content, maxPayloadBytes);
  if (payload.kind === 'refresh') return { aps: { 'content-available': 1, badge: payload.unreadCount }, payload };
  const { title, body, image, priority, unreadCount: badge } = payload;
  return {
    aps: {
      alert: { title, body },
      badge,
      ...(priority === 'low' ? {} : { sound: 'default' }),
      ...(priority === 'critical' ? { 'interruption-level': 'time-sensitive' } : {}),
      // The app's extension loads the picture.
      ...(image === null ? {} : { 'mutable-content': 1 }),
    },
    payload,
  };
}

function outcomeOf(answer: ProviderAnswer, nowMs: number): SendOutcome {
  const usual = usualOutcome(answer, answer.headers.get('apns-id'), nowMs);
  if (usual !== null) return usual;
  const reason = errorName(jsonOf(answer).reason);
  if (answer.status === 403) return credentialsRefused(answer.status);
  const dead = answer.status === 410 || (reason !== null && badTokens.includes(reason));
  return refused(answer.status, reason, dead ? 'invalid' : null);
}
