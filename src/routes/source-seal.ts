import { getLogger } from '@logtape/logtape';
import type { WebhookSource } from '../db/webhook-sources';
import { parseSealKey, type Seal, sealWith } from '../inbox/intake/sealed';
import type { SourceSecret } from '../inbox/intake/webhook-signatures';
import { Refused } from './problems';

const logger = getLogger(['triptrip', 'webhooks']);

/**
 * Seals and opens what the database keeps of sources and of what they brought.
 * @throws Refused `unavailable` when the Worker has no key for it.
 */
export function sourceSeal(env: Env): Seal {
  const key = parseSealKey(env.SOURCE_KEY);
  if (key === null) {
    logger.error('webhooks are not configured: SOURCE_KEY is missing, or not 32 bytes in base64');
    throw new Refused({ code: 'unavailable', detail: 'Webhooks are not configured on this server.' });
  }
  return sealWith(key, (count) => crypto.getRandomValues(new Uint8Array(count)));
}

/** The secrets of a source. */
export async function secretsOf(seal: Seal, source: WebhookSource): Promise<readonly SourceSecret[]> {
  return JSON.parse(await seal.open(source.sealedSecrets, contextOfSecrets(source.name))) as SourceSecret[];
}

/** The secrets of a source as the database keeps them. */
export function sealSecrets(seal: Seal, name: string, secrets: readonly SourceSecret[]): Promise<string> {
  return seal.seal(JSON.stringify(secrets), contextOfSecrets(name));
}

function contextOfSecrets(name: string): string {
  return `secrets of ${name}`;
}
