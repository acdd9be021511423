import { verifySignature } from '../../intake/webhook-signatures';
import type { CallbackVerdict, ProviderCallback, ReferencedReport } from './callback';
import { detailOf, jsonIn, membersOf, timeOf } from './callback';

/** An event of Resend, signed as Standard Webhooks under the names that Svix gave the headers. */
export async function readResend(callback: ProviderCallback, secret: string): Promise<CallbackVerdict> {
  const request = {
    header: (name: string) => callback.header(name.replace(/^webhook-/, 'svix-')),
    body: new Uint8Array(new TextEncoder().encode(callback.body)),
  };
  const verdict = await verifySignature('standard', [{ secret, untilMs: null }], request, callback.nowMs);
  if (!verdict.ok) return { kind: 'refused', reason: verdict.reason };
  const event = membersOf(jsonIn(callback.body));
  const data = membersOf(event.data);
  const ref = referenceOf(data.tags);
  const bounce = membersOf(data.bounce);
  const outcome = outcomeOf(event.type, bounce);
  if (ref === null || outcome === null) return { kind: 'reports', reports: [] };
  const detail = detailOf(bounce.subType ?? membersOf(data.failed).reason ?? event.type);
  return { kind: 'reports', reports: [{ ref, outcome, detail, atMs: timeOf(event.created_at, callback.nowMs) }] };
}

function outcomeOf(type: unknown, bounce: Readonly<Record<string, unknown>>): ReferencedReport['outcome'] | null {
  switch (type) {
    case 'email.delivered':
      return 'delivered';
    case 'email.opened':
    case 'email.clicked':
      return 'opened';
    case 'email.bounced':
      return bounce.type === 'Transient' ? 'failed' : 'bounced';
    case 'email.suppressed':
      return 'bounced';
    case 'email.complained':
      return 'opted-out';
    case 'email.failed':
      return 'failed';
    default:
      return null;
  }
}

/** Tags come back as an object, or as the list in which they were sent. */
function referenceOf(tags: unknown): string | null {
  const found = Array.isArray(tags) ? tags.map(membersOf).find(({ name }) => name === 'ref')?.value : membersOf(tags).ref;
  return typeof found === 'string' ? found : null;
}
