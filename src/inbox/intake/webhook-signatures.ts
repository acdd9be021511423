import { Webhook } from 'standardwebhooks';
import { intakeLimits } from '../../protocol/limits';

/**
 * How a source signs: `standard` is Standard Webhooks, `hub` the header `X-Hub-Signature-256`, which says nothing
 * about when and which (PROTOCOL.md, Q3 and Q4).
 */
export const signatureSchemes = ['standard', 'hub'] as const;
export type SignatureScheme = (typeof signatureSchemes)[number];

/** A secret of a source, and until when it is good: ms since the epoch, null for the newest one. */
export interface SourceSecret {
  readonly secret: string;
  readonly untilMs: number | null;
}

/** A request as it came. */
export interface SignedRequest {
  header(name: string): string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The id of the event that a signature vouches for, or what is wrong with it. */
export type SignatureVerdict =
  | { readonly ok: true; readonly eventId: string }
  | { readonly ok: false; readonly reason: 'headers-missing' | 'timestamp-outside-tolerance' | 'no-matching-signature' };

/** Checks a request against the secrets that are good now. */
export async function verifySignature(
  scheme: SignatureScheme,
  secrets: readonly SourceSecret[],
  request: SignedRequest,
  nowMs: number,
): Promise<SignatureVerdict> {
  const good = secrets.filter(({ untilMs }) => untilMs === null || untilMs > nowMs).map(({ secret }) => secret);
  return scheme === 'standard' ? verifyStandard(good, request, nowMs) : verifyHub(good, request);
}

/** Whether a text can be a secret of a scheme. */
export function isSecretOf(scheme: SignatureScheme, secret: string): boolean {
  if (scheme === 'hub') return /^[\x21-\x7e]{16,255}$/.test(secret);
  const [, key] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (key === undefined || key.length % 4 !== 0) return false;
  const bytes = (key.length / 4) * 3 - (key.length - key.replaceAll('=', '').length);
  // Standard Webhooks, "signature scheme".
  return bytes >= 24 && bytes <= 64;
}

/** A new secret from 32 random bytes. */
export function secretOf(bytes: Uint8Array): string {
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

const idPattern = /^[\x21-\x7e]{1,255}$/;
const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

function verifyStandard(secrets: readonly string[], { header, body }: SignedRequest, nowMs: number): SignatureVerdict {
  const eventId = header('webhook-id') ?? '';
  const timestamp = header('webhook-timestamp') ?? '';
  const signatures = header('webhook-signature') ?? '';
  if (!idPattern.test(eventId) || !/^\d{1,12}$/.test(timestamp) || signatures === '') return refused('headers-missing');
  const sentAtSeconds = Number(timestamp);
  if (Math.abs(nowMs / 1000 - sentAtSeconds) > intakeLimits.webhookToleranceSeconds)
    return refused('timestamp-outside-tolerance');
  const given = signatures.split(' ').filter((signature) => signature.startsWith('v1,'));
  const text = utf8.decode(body);
  for (const secret of secrets) {
    const expected = new Webhook(secret).sign(eventId, new Date(sentAtSeconds * 1000), text);
    if (given.some((signature) => isSame(signature, expected))) return { ok: true, eventId };
  }
  return refused('no-matching-signature');
}

async function verifyHub(secrets: readonly string[], { header, body }: SignedRequest): Promise<SignatureVerdict> {
  const given = header('x-hub-signature-256');
  if (given === undefined) return refused('headers-missing');
  const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(given) ?? [];
  if (hex === undefined) return refused('no-matching-signature');
  const signature = Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
  for (const secret of secrets) {
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['verify']);
    // Q4: nothing but the body is signed, so only the body can say which event it is.
    if (await crypto.subtle.verify('HMAC', key, signature, body)) return { ok: true, eventId: `body:${await digestOf(body)}` };
  }
  return refused('no-matching-signature');
}

/** Compares without telling by its time how much is right. */
function isSame(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let index = 0; index < expected.length; index++) difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}

/** SHA-256, in hex. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function refused(reason: Extract<SignatureVerdict, { ok: false }>['reason']): SignatureVerdict {
  return { ok: false, reason };
}
