import type { CallbackVerdict, ProviderCallback, ReferencedReport } from './callback';
import { base64Bytes, detailOf, jsonIn, membersOf } from './callback';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * Events of SendGrid, signed by ECDSA over timestamp and body. How old the signature is does not matter: SendGrid repeats what was not
 * answered for a day, and a report that comes again changes nothing.
 * @param publicKey SPKI in base64, as SendGrid shows it.
 */
export async function readSendGrid(callback: ProviderCallback, publicKey: string): Promise<CallbackVerdict> {
  if (!(await isSigned(callback, publicKey))) return { kind: 'refused', reason: 'no-matching-signature' };
  const events = jsonIn(callback.body);
  return { kind: 'reports', reports: Array.isArray(events) ? events.flatMap((event) => reportOf(event, callback.nowMs)) : [] };
}

async function isSigned({ header, body }: ProviderCallback, publicKey: string): Promise<boolean> {
  const der = base64Bytes(header('x-twilio-email-event-webhook-signature') ?? '');
  const signature = der && rawSignature(der);
  const spki = base64Bytes(publicKey);
  if (!signature || spki === null) return false;
  const key = await crypto.subtle.importKey('spki', spki, ecdsa, false, ['verify']);
  const signed = new TextEncoder().encode((header('x-twilio-email-event-webhook-timestamp') ?? '') + body);
  return crypto.subtle.verify(ecdsa, key, signature, signed);
}

/** The two numbers of a signature in DER, as Web Crypto takes them: 32 bytes each. Null for bytes that are none. */
function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const raw = new Uint8Array(64);
  let at = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const number = der.subarray(at + 2, at + 2 + length);
    // A number whose first bit is set has a zero before it.
    const digits = number[0] === 0 ? number.subarray(1) : number;
    if (der[at] !== 0x02 || number.length !== length || digits.length > 32) return null;
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  return at === der.length ? raw : null;
}

function reportOf(value: unknown, nowMs: number): ReferencedReport[] {
  const event = membersOf(value);
  const outcome = outcomeOf(event);
  if (typeof event.ref !== 'string' || outcome === null) return [];
  const atMs = typeof event.timestamp === 'number' ? event.timestamp * 1000 : nowMs;
  return [{ ref: event.ref, outcome, detail: detailOf(event.reason ?? event.event), atMs }];
}

function outcomeOf({ event, type, reason }: Readonly<Record<string, unknown>>): ReferencedReport['outcome'] | null {
  switch (event) {
    case 'delivered':
      return 'delivered';
    case 'open':
    case 'click':
      return 'opened';
    case 'bounce':
      // A block is a refusal of this mail, not of the address.
      return type === 'blocked' ? 'failed' : 'bounced';
    case 'dropped':
      return outcomeOfDrop(String(reason));
    case 'spamreport':
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'opted-out';
    default:
      return null;
  }
}

function outcomeOfDrop(reason: string): ReferencedReport['outcome'] {
  if (/^(Unsubscribed|Spam Reporting) Address/i.test(reason)) return 'opted-out';
  return /^(Bounced Address|Invalid)/i.test(reason) ? 'bounced' : 'failed';
}
