import { useCallback, useEffect, useState } from 'react';
import type { CalendarSummary, Feed, MadeFeed } from '../../react/events';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { useIdempotencyKey } from '../layout/use-idempotency-key';
import { useCalendar } from './calendar-context';
import { FeedList } from './feed-list';
import { NewFeed } from './new-feed';

/** The addresses under which other programs read a calendar: what there is, a new one, and the end of one. */
export default function FeedsDialog({ calendar, onClose }: { calendar: CalendarSummary; onClose: () => void }) {
  const text = useTextOf();
  const { api } = useCalendar();
  const { id } = calendar;
  const { keyOf, granted } = useIdempotencyKey();
  const [feeds, setFeeds] = useState<readonly Feed[] | null>(null);
  const [made, setMade] = useState<MadeFeed | null>(null);
  const [error, setError] = useState<Error | null>(null);

  /** Does something, and shows why when it cannot be done. Answers whether it was. */
  const attempt = useCallback(async (task: () => Promise<void>) => {
    setError(null);
    try {
      await task();
      return true;
    } catch (reason) {
      setError(reason as Error);
      return false;
    }
  }, []);
  const load = useCallback(() => attempt(async () => setFeeds(await api.listFeeds(id))), [api, id, attempt]);
  useEffect(() => void load(), [load]);

  const make = (label: string) =>
    attempt(async () => {
      const { url, ...feed } = await api.createFeed(id, label, keyOf(label));
      granted();
      setMade({ ...feed, url });
      setFeeds((known) => known && [...known, feed]);
    });
  const revoke = (feedId: string) =>
    attempt(async () => {
      await api.revokeFeed(id, feedId);
      setFeeds((known) => known?.filter((feed) => feed.id !== feedId) ?? null);
      setMade((shown) => (shown?.id === feedId ? null : shown));
    });
  const title = calendar.title || text('calendar.untitledCalendar');
  return (
    <Dialog title={text('feeds.title', { title })} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p className="text-sm text-pretty text-muted">{text('feeds.about')}</p>
        {error && <ErrorNotice error={error} {...(feeds === null ? { onRetry: () => void load() } : {})} />}
        <NewFeed made={made} onMake={make} />
        {feeds === null ? error === null && <div className="skeleton h-24" /> : <FeedList feeds={feeds} onRevoke={revoke} />}
      </div>
    </Dialog>
  );
}
