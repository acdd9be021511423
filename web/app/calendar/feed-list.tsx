import { useId, useState } from 'react';
import { FormattedDate } from 'react-intl';
import type { Feed } from '../../react/events';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';

interface FeedListProps {
  readonly feeds: readonly Feed[];
  /** Answers whether it has ended. */
  readonly onRevoke: (id: string) => Promise<boolean>;
}

/** The feeds of a calendar, each with the way to end it. */
export function FeedList({ feeds, onRevoke }: FeedListProps) {
  const text = useTextOf();
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      {/* The focus goes here from a feed that has ended. */}
      <h3 id={id} tabIndex={-1} className="font-semibold">
        {text('feeds.list')}
      </h3>
      {feeds.length === 0 && <p className="text-sm text-muted">{text('feeds.none')}</p>}
      {feeds.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {feeds.map((feed) => (
            <FeedRow key={feed.id} feed={feed} onRevoke={onRevoke} headingId={id} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface FeedRowProps extends Pick<FeedListProps, 'onRevoke'> {
  readonly feed: Feed;
  readonly headingId: string;
}

function FeedRow({ feed, onRevoke, headingId }: FeedRowProps) {
  const text = useTextOf();
  const [isEnding, setEnding] = useState(false);
  const label = feed.label || text('feeds.unnamed');
  const revoke = async () => {
    setEnding(true);
    document.getElementById(headingId)?.focus();
    await onRevoke(feed.id);
    setEnding(false);
  };
  return (
    <li className="flex items-center justify-between gap-3 py-2 pr-2 pl-4">
      <span className="min-w-0">
        <span dir="auto" className="block truncate font-medium">
          {label}
        </span>
        <span className="block text-sm text-muted">
          <FormattedDate value={feed.created_at} dateStyle="medium" timeStyle="short" />
        </span>
      </span>
      <Button
        look="quiet"
        className="hover:text-danger"
        disabled={isEnding}
        aria-label={text('feeds.revokeOne', { label })}
        onClick={() => void revoke()}
      >
        {text('feeds.revoke')}
      </Button>
    </li>
  );
}
