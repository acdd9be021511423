import { findSource, type WebhookSource } from '../db/webhook-sources';
import { Refused } from './problems';

/** The source with this name. */
export async function demandedSource(db: D1Database, name: string): Promise<WebhookSource> {
  const source = await findSource(db, name);
  if (source === null) throw new Refused({ code: 'not-found' });
  return source;
}
