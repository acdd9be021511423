import { useEffect, useState } from 'react';
import type { EventApi, FoundPage } from '../../react/events';
import { zonedTimestamp } from './zone-times';

/** So many are shown at once. */
const pageSize = 50;

/** Who types is not asked about at each letter, in ms. */
const pauseMs = 300;

/** What was found by some words, as far as it was read. */
export interface FoundEvents extends FoundPage {
  /** The moment from which something lies ahead. */
  readonly from: string;
  readonly q: string;
}

export interface EventSearchResult {
  /** Null until something was looked for and found, or not; while somebody types on, what was found before. */
  readonly found: FoundEvents | null;
  /** Why the last step could not be done; null when it was. */
  readonly error: Error | null;
  /** Reads on where there is more, and tries again what could not be read. */
  readonly loadMore: () => void;
}

/** Looks for events while somebody types. */
export function useEventSearch(api: Pick<EventApi, 'findEvents'>, q: string, zone: string): EventSearchResult {
  const [found, setFound] = useState<FoundEvents | null>(null);
  const [failed, setFailed] = useState<{ q: string; error: Error } | null>(null);
  const [tries, setTries] = useState(0);
  const [isLoadingMore, setLoadingMore] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks for the same.
  useEffect(() => {
    if (q === '') {
      setFound(null);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const from = zonedTimestamp(Date.now(), zone);
      try {
        const page = await api.findEvents({ q, from, limit: pageSize });
        if (!isCurrent) return;
        setFound({ ...page, q, from });
        setFailed(null);
      } catch (error) {
        if (isCurrent) setFailed({ q, error: error as Error });
      }
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, q, zone, tries]);

  const readOn = async (before: FoundEvents, cursor: string) => {
    setLoadingMore(true);
    try {
      const page = await api.findEvents({ q: before.q, from: before.from, limit: pageSize, cursor });
      // Something else may have been found meanwhile.
      setFound((known) => (known === before ? { ...known, ...page, events: [...known.events, ...page.events] } : known));
      setFailed(null);
    } catch (error) {
      setFailed({ q: before.q, error: error as Error });
    }
    setLoadingMore(false);
  };
  const loadMore = () => {
    if (found?.q !== q) setTries(tries + 1);
    else if (found.next_cursor !== null && !isLoadingMore) void readOn(found, found.next_cursor);
  };
  return { found, error: failed?.q === q ? failed.error : null, loadMore };
}
