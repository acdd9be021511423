import { importJWK, SignJWT } from 'jose';
import { deliveryLimits } from '../../protocol/limits';
import type { DeviceAddress, MessageContent, OutgoingMessage, Provider, SendOutcome } from './channel';
import { type ChannelPorts, callProvider, type ProviderAnswer, refused, usualOutcome } from './provider-call';
import { type AddressRules, isPublicAddress } from './public-address';
import { encryptPush, maxPushBytes } from './push-encryption';
import { pushPayloadOf } from './templates/push';

/** The key pair by which push services know this server (RFC 8292); points and numbers in base64url. */
export interface VapidKeys {
  /** The uncompressed point, 65 bytes. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may ask: a `mailto:` or `https:` address. */
  readonly subject: string;
}

const tokenSeconds = 12 * 60 * 60;

type Subscription = Extract<DeviceAddress, { kind: 'web_push' }>;

/** Pushes to browsers: RFC 8030, encrypted by RFC 8291, signed by RFC 8292. */
export function createWebPush(keys: VapidKeys, ports: ChannelPorts, rules: AddressRules): Provider {
  return {
    kind: 'web_push',
    name: 'web-push',
    async send(message) {
      const to = message.to as Subscription;
      // The endpoint is what a client told.
      if (!isPublicAddress(to.endpoint, rules)) return { kind: 'failed', reason: 'not a public address', address: 'invalid' };
      const body = await encryptPush(JSON.stringify(pushPayloadOf(message.content, maxPushBytes)), to);
      if (body === 'too-long') return { kind: 'failed', reason: 'too long for a push', address: null };
      if (body === 'bad-keys') return { kind: 'failed', reason: 'the keys of the subscription are none', address: 'invalid' };
      const init = { method: 'POST', headers: await headersOf(message, to, keys, ports.nowMs()), body };
      const call = await callProvider(ports, deliveryLimits.timeoutMs.push, to.endpoint, init);
      return call.answered ? outcomeOf(call.answer, ports.nowMs()) : call.outcome;
    },
  };
}

async function headersOf(
  { content, ttlSeconds }: OutgoingMessage,
  { endpoint }: Subscription,
  keys: VapidKeys,
  nowMs: number,
): Promise<Record<string, string>> {
  return {
    authorization: `vapid t=${await vapidToken(keys, new URL(endpoint).origin, nowMs)}, k=${keys.publicKey}`,
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(Math.max(0, Math.floor(ttlSeconds))),
    urgency: urgencyOf(content),
    // A second push of one notification takes the place of the first while the device is away.
    ...(content.kind === 'alert' ? topicOf(content.notificationId) : {}),
  };
}

/** RFC 8030, 5.3. */
function urgencyOf(content: MessageContent): string {
  if (content.kind === 'refresh' || content.priority === 'low') return 'low';
  return content.priority === 'normal' ? 'normal' : 'high';
}

/** RFC 8030, 5.4: at most 32 characters of base64url, which a UUID without its hyphens is. */
function topicOf(notificationId: string): { topic?: string } {
  const topic = notificationId.replaceAll('-', '');
  return /^[A-Za-z0-9_]{1,32}$/.test(topic) ? { topic } : {};
}

async function vapidToken({ publicKey, privateKey, subject }: VapidKeys, audience: string, nowMs: number): Promise<string> {
  const point = Uint8Array.from(atob(publicKey.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  const coordinate = (from: number) =>
    btoa(String.fromCharCode(...point.subarray(from, from + 32)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
  const key = await importJWK({ kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33), d: privateKey }, 'ES256');
  return new SignJWT({ aud: audience, sub: subject, exp: Math.floor(nowMs / 1000) + tokenSeconds })
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .sign(key);
}

function outcomeOf(answer: ProviderAnswer, nowMs: number): SendOutcome {
  const usual = usualOutcome(answer, answer.headers.get('location'), nowMs);
  if (usual !== null) return usual;
  // The subscription has ended (RFC 8030, 7.3); only the browser can make another one.
  const gone = answer.status === 404 || answer.status === 410;
  return refused(answer.status, null, gone ? 'invalid' : null);
}
