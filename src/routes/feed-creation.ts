import { type Feed, type FeedKey, findFeed, insertFeed, insertFeedOnce } from '../db/feeds';
import { calendarLimits } from '../protocol/limits';
import { hashOf, sha256 } from './document-ids';
import { Refused } from './problems';

/** Who wants which feed. */
export type FeedWish = Pick<Feed, 'calendarId' | 'personId' | 'label'>;

/** A feed with its token, which nobody keeps. */
export interface MadeFeed {
  readonly feed: Feed;
  readonly token: string;
  /** False for one that an earlier call with the same key has made. */
  readonly isNew: boolean;
}

/** Makes a feed (PROTOCOL.md Ic5). Under an idempotency key that was used, it answers the one that was made then. */
export async function makeFeed(db: D1Database, wish: FeedWish, key: string | undefined): Promise<MadeFeed> {
  const feed: Feed = { ...wish, id: crypto.randomUUID(), createdAt: new Date().toISOString() };
  return key === undefined ? makeAnyway(db, feed) : makeOnce(db, feed, key);
}

async function makeAnyway(db: D1Database, feed: Feed): Promise<MadeFeed> {
  const token = base64url(random());
  const isKept = await insertFeed(db, feed, await hashOf(token), calendarLimits.maxFeeds);
  if (!isKept) throw new Refused({ code: 'too-many-feeds' });
  return { feed, token, isNew: true };
}

async function makeOnce(db: D1Database, feed: Feed, key: string): Promise<MadeFeed> {
  const call = [feed.personId, feed.calendarId, key];
  const tokenOf = async (salt: string) => base64url(await sha256(JSON.stringify([salt, ...call])));
  const { label } = feed;
  const own: FeedKey = { digest: await hashOf(JSON.stringify(call)), salt: base64url(random()), label };
  const token = await tokenOf(own.salt);
  const limits = { max: calendarLimits.maxFeeds, keepMs: calendarLimits.keepFeedKeysMs };
  const kept = await insertFeedOnce(db, feed, await hashOf(token), own, limits);
  if (kept === null) throw new Refused({ code: 'too-many-feeds' });
  if (kept.salt === own.salt) return { feed, token, isNew: true };
  if (kept.label !== label) throw new Refused({ code: 'idempotency-key-reused' });
  const formerToken = await tokenOf(kept.salt);
  const former = await findFeed(db, await hashOf(formerToken));
  // It was revoked meanwhile, and does not come back by a call that is repeated.
  if (former === null) throw new Refused({ code: 'not-found', detail: 'The feed that was made with this key has ended.' });
  return { feed: former, token: formerToken, isNew: false };
}

function random(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
