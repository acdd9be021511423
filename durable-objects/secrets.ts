import { createHash } from 'node:crypto';
import type { Secrets } from '../src/documents/ports';
import { secretBytes } from '../src/protocol/secrets';

/** Randomness and digests of the platform. Digests by Node's module: those of Web Crypto can only be awaited. */
export const platformSecrets: Secrets = {
  newSecret: () => Buffer.from(crypto.getRandomValues(new Uint8Array(secretBytes))).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};
