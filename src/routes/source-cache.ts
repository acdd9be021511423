import { findSource, type WebhookSource } from '../db/webhook-sources';
import type { SourceSecret } from '../inbox/intake/webhook-signatures';
import { intakeLimits } from '../protocol/limits';
import { secretsOf, sourceSeal } from './source-seal';

/** A source with its secrets in the clear. */
export interface OpenedSource {
  readonly source: WebhookSource;
  readonly secrets: readonly SourceSecret[];
}

// Per isolate: a source that sends much is read once, not with each of its webhooks.
const opened = new Map<string, OpenedSource & { readonly atMs: number }>();

/** The source with this name, as it was at most `sourceCacheMs` ago; null when it has not been read since then. */
export function knownSource(name: string, nowMs: number): OpenedSource | null {
  const known = opened.get(name);
  return known !== undefined && nowMs - known.atMs < intakeLimits.sourceCacheMs ? known : null;
}

/** Reads the source with this name; null for none. */
export async function readSource(env: Env, name: string, nowMs: number): Promise<OpenedSource | null> {
  opened.delete(name);
  forgetOld(nowMs);
  const seal = sourceSeal(env);
  const source = await findSource(env.DB, name);
  if (source === null) return null;
  const entry = { source, secrets: await secretsOf(seal, source), atMs: nowMs };
  opened.set(name, entry);
  return entry;
}

/** The secrets of a source that sends nothing any more go when another one is read. The oldest stand first. */
function forgetOld(nowMs: number): void {
  for (const [name, { atMs }] of opened) {
    if (nowMs - atMs < intakeLimits.sourceCacheMs) return;
    opened.delete(name);
  }
}

/** Forgets what is known of a source, because it has changed. */
export function forgetSource(name: string): void {
  opened.delete(name);
}
