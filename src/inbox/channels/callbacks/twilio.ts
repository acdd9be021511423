import type { CallbackVerdict, ProviderCallback, ReferencedReport } from './callback';
import { base64Bytes, detailOf } from './callback';

/** 21610: the person answered STOP. */
const optedOut = '21610';
/** The number is not in use, or can take no SMS. */
const deadNumbers = ['30005', '30006'];

/**
 * A status callback of Twilio: a form, signed by HMAC-SHA1 over the address and the sorted fields. The reference stands in the
 * address, which the signature covers.
 */
export async function readTwilio(callback: ProviderCallback, authToken: string): Promise<CallbackVerdict> {
  const form = new URLSearchParams(callback.body);
  const signature = base64Bytes(callback.header('x-twilio-signature') ?? '');
  const key = await crypto.subtle.importKey('raw', bytesOf(authToken), { name: 'HMAC', hash: 'SHA-1' }, false, ['verify']);
  if (signature === null || !(await crypto.subtle.verify('HMAC', key, signature, bytesOf(callback.url + fieldsOf(form))))) {
    return { kind: 'refused', reason: 'no-matching-signature' };
  }
  const ref = new URL(callback.url).searchParams.get('ref');
  const outcome = outcomeOf(form);
  if (ref === null || outcome === null) return { kind: 'reports', reports: [] };
  return { kind: 'reports', reports: [{ ref, outcome, detail: detailOf(form.get('ErrorCode')), atMs: callback.nowMs }] };
}

function outcomeOf(form: URLSearchParams): ReferencedReport['outcome'] | null {
  switch (form.get('MessageStatus')) {
    case 'delivered':
      return 'delivered';
    case 'read':
      return 'opened';
    case 'failed':
    case 'undelivered':
      return outcomeOfError(form.get('ErrorCode') ?? '');
    default:
      return null;
  }
}

function outcomeOfError(code: string): ReferencedReport['outcome'] {
  if (code === optedOut) return 'opted-out';
  return deadNumbers.includes(code) ? 'bounced' : 'failed';
}

function fieldsOf(form: URLSearchParams): string {
  return Array.from(form)
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => name + value)
    .join('');
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
