import { exportSPKI, importX509 } from 'jose';
import type { Fetch } from '../provider-call';
import type { CallbackVerdict, ProviderCallback, ReferencedReport } from './callback';
import { base64Bytes, detailOf, jsonIn, membersOf, timeOf } from './callback';

/** What Amazon SNS calls, and who may be asked for its certificate: nobody else. */
const snsHost = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
const hashes: Readonly<Record<string, string>> = { '1': 'SHA-1', '2': 'SHA-256' };
const signedFields: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/**
 * An event of Amazon SES, brought by a topic of Amazon SNS and signed by it (RSA, the certificate is where the message says: at Amazon).
 * @param topicArn the one topic that counts: everybody can have topics, and all are signed alike.
 */
export async function readSes(callback: ProviderCallback, topicArn: string, fetch: Fetch): Promise<CallbackVerdict> {
  const message = membersOf(jsonIn(callback.body));
  if (message.TopicArn !== topicArn) return { kind: 'refused', reason: 'other-topic' };
  if (!(await isSigned(message, fetch))) return { kind: 'refused', reason: 'no-matching-signature' };
  if (message.Type === 'SubscriptionConfirmation') {
    const url = amazonUrl(message.SubscribeURL);
    return url === null ? { kind: 'refused', reason: 'other-host' } : { kind: 'confirm', url };
  }
  return { kind: 'reports', reports: reportsOf(membersOf(jsonIn(String(message.Message))), callback.nowMs) };
}

async function isSigned(message: Readonly<Record<string, unknown>>, fetch: Fetch): Promise<boolean> {
  const hash = hashes[String(message.SignatureVersion)];
  const fields = Object.hasOwn(signedFields, String(message.Type)) ? signedFields[String(message.Type)] : undefined;
  const certificateUrl = amazonUrl(message.SigningCertURL);
  const signature = base64Bytes(String(message.Signature));
  if (hash === undefined || fields === undefined || certificateUrl === null || signature === null) return false;
  const key = await keyAt(certificateUrl, hash, fetch);
  if (key === null) return false;
  const text = fields
    .filter((name) => typeof message[name] === 'string')
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
  return crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, signature, new TextEncoder().encode(text));
}

async function keyAt(url: string, hash: string, fetch: Fetch): Promise<CryptoKey | null> {
  const answer = await fetch(url, { redirect: 'manual' });
  if (answer.status !== 200) return null;
  const certified = await importX509(await answer.text(), 'RS256', { extractable: true });
  // The same key under the hash that the message was signed with.
  const spki = base64Bytes((await exportSPKI(certified)).replace(/-----[^-]+-----|\s/g, ''));
  if (spki === null) return null;
  return crypto.subtle.importKey('spki', spki, { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['verify']);
}

/** An https address of Amazon SNS; null for any other. */
function amazonUrl(value: unknown): string | null {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const isAmazon = url?.protocol === 'https:' && url.port === '' && url.username === '' && snsHost.test(url.hostname);
  return isAmazon ? url.href : null;
}

function reportsOf(event: Readonly<Record<string, unknown>>, nowMs: number): ReferencedReport[] {
  const { tags, timestamp } = membersOf(event.mail);
  const { ref } = membersOf(tags);
  const outcome = outcomeOf(event);
  const [first] = Array.isArray(ref) ? ref : [];
  if (typeof first !== 'string' || outcome === null) return [];
  return [{ ref: first, outcome, detail: detailOf(typeOf(event)), atMs: timeOf(timestamp, nowMs) }];
}

function outcomeOf(event: Readonly<Record<string, unknown>>): ReferencedReport['outcome'] | null {
  switch (typeOf(event)) {
    case 'Delivery':
      return 'delivered';
    case 'Open':
    case 'Click':
      return 'opened';
    case 'Bounce':
      return membersOf(event.bounce).bounceType === 'Permanent' ? 'bounced' : 'failed';
    case 'Complaint':
    case 'Subscription':
      return 'opted-out';
    case 'Reject':
    case 'Rendering Failure':
      return 'failed';
    default:
      return null;
  }
}

/** Event publishing calls it `eventType`, feedback notifications `notificationType`. */
function typeOf({ eventType, notificationType }: Readonly<Record<string, unknown>>): unknown {
  return eventType ?? notificationType;
}
