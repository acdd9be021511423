import type { z } from '@hono/zod-openapi';
import { keepAnswer } from '../db/idempotent-answers';
import { insertSource, type WebhookSource } from '../db/webhook-sources';
import { secretOf } from '../inbox/intake/webhook-signatures';
import { intakeLimits } from '../protocol/limits';
import { claimedKey } from './claimed-key';
import { demandedSource } from './demanded-source';
import { Refused } from './problems';
import { sealSecrets, secretsOf, sourceSeal } from './source-seal';
import { type NewSource, type SourceWithSecret, settingsOf, viewOfSource } from './webhook-source-schemas';

type Wish = z.output<typeof NewSource>;

/** A source with its secret. */
interface MadeSource {
  readonly view: z.infer<typeof SourceWithSecret>;
  /** False for one that an earlier call with the same key has made. */
  readonly isNew: boolean;
}

/** Makes a source. Under an idempotency key that was used, it answers the one that was made then (PROTOCOL.md Q2). */
export async function makeSource(env: Env, wish: Wish, by: string, key: string | undefined): Promise<MadeSource> {
  if (key === undefined) {
    const view = await insert(env, wish, by, new Date().toISOString());
    if (view === null) throw new Refused({ code: 'already-exists' });
    return { view, isNew: true };
  }
  // No idempotency key has a space in it: these are none of those that bring notifications.
  const kept = `source ${key}`;
  // What is stored says nothing of the secret, not even by its digest.
  const request = JSON.stringify({ ...wish, secret: wish.secret !== undefined });
  const { answer, claimedAt } = await claimedKey(env.DB, by, kept, request);
  // A crash may have kept the call from its end when the source was made.
  const view = answer === null ? await insert(env, wish, by, claimedAt) : null;
  if (view === null) return { view: await madeBefore(env, wish, by, claimedAt), isNew: false };
  await keepAnswer(env.DB, by, kept, { status: 201, body: '' });
  return { view, isNew: true };
}

/** Keeps a new source; null when its name is taken. */
async function insert(env: Env, wish: Wish, createdBy: string, createdAt: string): Promise<MadeSource['view'] | null> {
  const { name, scheme, secret = newSecret(), ...settings } = wish;
  const secrets = [{ secret, untilMs: null }];
  const source: WebhookSource = {
    ...settingsOf(settings),
    name,
    scheme,
    sealedSecrets: await sealSecrets(sourceSeal(env), name, secrets),
    enabled: true,
    createdBy,
    createdAt,
    updatedAt: createdAt,
  };
  const outcome = await insertSource(env.DB, source, intakeLimits.maxSources);
  if (outcome === 'full') throw new Refused({ code: 'too-many-sources' });
  return outcome === 'taken' ? null : { ...viewOfSource(source, secrets, Date.parse(createdAt)), secret };
}

/** The source that an earlier call has made, while it has the secret that it was made with. */
async function madeBefore(env: Env, wish: Wish, by: string, createdAt: string): Promise<MadeSource['view']> {
  const source = await demandedSource(env.DB, wish.name);
  const secrets = await secretsOf(sourceSeal(env), source);
  const [first, ...others] = secrets;
  const isOther = source.createdBy !== by || source.createdAt !== createdAt;
  if (isOther || first === undefined || others.length > 0) throw new Refused({ code: 'already-exists' });
  if (wish.secret !== undefined && wish.secret !== first.secret) throw new Refused({ code: 'idempotency-key-reused' });
  return { ...viewOfSource(source, secrets, Date.now()), secret: first.secret };
}

/** A secret of Standard Webhooks. */
export function newSecret(): string {
  return secretOf(crypto.getRandomValues(new Uint8Array(32)));
}
