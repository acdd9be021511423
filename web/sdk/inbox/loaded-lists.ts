import type { HubEvent } from '../../../src/protocol/hub-messages';
import type { NotificationView } from '../../../src/protocol/notifications';
import type { InboxCalls, NotificationQuery } from './inbox-calls';
import { emptyList, type NotificationList, withEvent, withNextPage, withView } from './notification-list';

/** Which notifications somebody wants to see: those of a category, or unread ones, or both; all of them when it says nothing. */
export type NotificationMatch = Pick<NotificationQuery, 'category' | 'unread'>;

/** The notifications that match, wherever they are among all that the server has. */
export interface MatchingNotifications {
  /** In the order of `InboxState.notifications`. */
  readonly notifications: readonly NotificationView[];
  /** Whether the server has been asked for them. Until then these are those of what else is loaded. */
  readonly asked: boolean;
  /** Whether `loadMore` with the same match would bring more. */
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
}

/** Whether a notification is one of those that somebody wants to see. */
export function isMatching({ category, read_at }: NotificationView, match: NotificationMatch): boolean {
  return (match.category === undefined || category === match.category) && (match.unread !== true || read_at === null);
}

interface Entry {
  /** From the newest on, without gaps. What has matched, and does not any more, stays in it. */
  list: NotificationList;
  /** Whether the server has answered. */
  asked: boolean;
  /** Events that came while a page was on its way: it may be older than they are. Null while none is. */
  since: HubEvent[] | null;
}

/** What is loaded of all notifications, and of those that match something, which may go back further. */
export class LoadedLists {
  readonly #calls: Pick<InboxCalls, 'listNotifications'>;
  readonly #changed: () => void;
  /** By what they match; all of them by nothing. */
  #entries = new Map<string, Entry>();

  /** @param changed something of what is loaded has changed */
  constructor(calls: Pick<InboxCalls, 'listNotifications'>, all: NotificationList, changed: () => void) {
    this.#calls = calls;
    this.#changed = changed;
    this.#entries.set(keyOf({}), { list: all, asked: true, since: null });
  }

  get all(): NotificationList {
    return this.#entryOf({}).list;
  }

  /** All that is loaded, each once. */
  get views(): readonly NotificationView[] {
    return eachOnce([...this.#entries.values()].map(({ list }) => list));
  }

  /** What is loaded of what matches, marks aside. */
  matching(match: NotificationMatch): MatchingNotifications {
    const { list, asked, since } = this.#entryOf(match);
    // Where everything is loaded, nobody has to be asked.
    const hasMore = list.hasMore && this.all.hasMore;
    return { notifications: eachOnce([this.all, list]), asked: asked || !hasMore, hasMore, loadingMore: since !== null };
  }

  apply(event: HubEvent): void {
    for (const entry of this.#entries.values()) {
      entry.since?.push(event);
      entry.list = withEvent(entry.list, event);
    }
    this.#changed();
  }

  /** One notification as the server shows it now; one that is not loaded yet stands in its place among all. */
  replace(view: NotificationView): void {
    const isIn = ({ list }: Entry) => list.views.some(({ id }) => id === view.id);
    const entries = [...this.#entries.values()].filter(isIn);
    for (const entry of entries.length > 0 ? entries : [this.#entryOf({})]) entry.list = withView(entry.list, view);
    this.#changed();
  }

  /** The server has counted anew. */
  counted(unreadCount: number): void {
    const all = this.#entryOf({});
    all.list = { ...all.list, unreadCount };
    this.#changed();
  }

  /** The first page was read anew: whatever else was loaded may be something else now. */
  begin(all: NotificationList): void {
    this.#entries = new Map([[keyOf({}), { list: all, asked: true, since: null }]]);
    this.#changed();
  }

  /** Loads the next page of what matches. @throws ProblemError */
  async loadMore(match: NotificationMatch): Promise<void> {
    const entry = this.#entryOf(match);
    if (entry.since !== null || !entry.list.hasMore) return;
    this.#entries.set(keyOf(match), entry);
    const since: HubEvent[] = [];
    entry.since = since;
    this.#changed();
    try {
      const before = entry.list.views.length;
      do {
        const page = await this.#calls.listNotifications({ ...match, cursor: entry.list.nextCursor });
        entry.list = since.reduce(withEvent, withNextPage(entry.list, page));
        entry.asked = true;
      } while (entry.list.views.length === before && entry.list.hasMore);
    } finally {
      entry.since = null;
      this.#changed();
    }
  }

  #entryOf(match: NotificationMatch): Entry {
    return this.#entries.get(keyOf(match)) ?? { list: { ...emptyList, hasMore: true }, asked: false, since: null };
  }
}

function keyOf({ category, unread }: NotificationMatch): string {
  return `${category ?? ''} ${unread === true}`;
}

/** What is in these lists, each once: as the first one has it that does. */
function eachOnce(lists: readonly NotificationList[]): readonly NotificationView[] {
  const views = new Map<string, NotificationView>();
  for (const view of lists.flatMap((list) => list.views)) if (!views.has(view.id)) views.set(view.id, view);
  return [...views.values()];
}
