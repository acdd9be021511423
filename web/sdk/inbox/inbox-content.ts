import * as Y from 'yjs';
import type { HubEvent } from '../../../src/protocol/hub-messages';
import type { InboxPreferences, NotificationView } from '../../../src/protocol/notifications';
import { ProblemError } from '../problem';
import { backoffMs } from '../reconnect-policy';
import type { InboxCalls } from './inbox-calls';
import { InboxMarks } from './inbox-marks';
import type { InboxSnapshot, KeptInbox } from './inbox-record';
import type { InboxState } from './inbox-state';
import { isMatching, LoadedLists, type MatchingNotifications, type NotificationMatch } from './loaded-lists';
import { emptyList, isCounted, isShown, ranked, withEvent, withFirstPage } from './notification-list';
import { Travels } from './travels';

/** The longest delay `setTimeout` takes; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

export interface InboxContentOptions {
  readonly calls: InboxCalls;
  readonly kept: KeptInbox | null;
  /** What the clock of the server says, ms since the epoch. */
  readonly nowMs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Something of what is shown has changed. */
  readonly changed: () => void;
}

type Shown = Pick<InboxState, 'loaded' | 'notifications' | 'unreadCount' | 'hasMore' | 'loadingMore' | 'preferences'>;

/** What is in an inbox: what the server told, with what was done here since. */
export class InboxContent {
  readonly marks: InboxMarks;
  readonly #options: InboxContentOptions;
  readonly #travels: Travels;
  readonly #lists: LoadedLists;
  /** Ids of notifications that came as news, and not silently: whatever brings them again, they are no news. */
  readonly #told: Set<string>;
  #preferences: InboxPreferences | null;
  #loaded: boolean;
  /** Everything was read here, and the server has not said so yet: what is not loaded counts no more either. */
  #isAllRead = false;
  /** Events that came while the list was on its way: it may be older than they are. Null while none is. */
  #since: HubEvent[] | null = null;
  #reloads = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #wakeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: InboxContentOptions) {
    this.#options = options;
    const { kept } = options;
    this.#lists = new LoadedLists(options.calls, kept?.snapshot.list ?? emptyList, () => this.#changed());
    this.#told = new Set(kept?.snapshot.told);
    this.#preferences = kept?.snapshot.preferences ?? null;
    this.#loaded = kept !== null && kept.snapshot.cursor !== null;
    this.marks = new InboxMarks();
    this.#travels = new Travels({
      ...options,
      trips: kept?.snapshot.trips ?? [],
      timeZone: () => this.#marked(this.#preferences)?.time_zone ?? 'UTC',
      changed: () => this.#changed(),
    });
    if (kept !== null) Y.applyUpdate(this.marks.doc, kept.marks);
    this.marks.doc.on('update', () => this.#changed());
  }

  /** What is to be kept on the device. */
  get snapshot(): Pick<InboxSnapshot, 'list' | 'told' | 'preferences' | 'trips'> {
    // Not all of the list is kept: those that come first are.
    const { all } = this.#lists;
    const views = ranked(all.views, this.#travels.current);
    const told = views.flatMap(({ id }) => (this.#told.has(id) ? [id] : []));
    return { list: { ...all, views }, told, preferences: this.#preferences, trips: this.#travels.trips };
  }

  /** What there is to see now. */
  shown(): Shown {
    const { notifications, hasMore, loadingMore } = this.matching({});
    const unreadCount = this.#unreadCount();
    return {
      ...{ notifications, unreadCount, hasMore, loadingMore },
      loaded: this.#loaded,
      preferences: this.#marked(this.#preferences),
    };
  }

  /** What there is to see now of what matches. */
  matching(match: NotificationMatch): MatchingNotifications {
    const found = this.#lists.matching(match);
    const nowMs = this.#options.nowMs();
    const marked = found.notifications.map((view) => this.marks.applyTo(view));
    return {
      ...found,
      notifications: ranked(
        marked.filter((view) => isShown(view, nowMs) && isMatching(view, match)),
        this.#travels.current,
      ),
      hasMore: found.hasMore && !(match.unread === true && this.#isAllRead),
    };
  }

  /** A notification as it is shown; undefined for one that is not loaded. */
  find(id: string): NotificationView | undefined {
    const view = this.#lists.views.find((each) => each.id === id);
    return view && this.marks.applyTo(view);
  }

  /** A notification, which is read if it is not loaded, and stands in its place in the list then. @throws ProblemError */
  async load(id: string): Promise<NotificationView> {
    const view = this.find(id);
    if (view !== undefined) return view;
    const read = await this.#options.calls.getNotification(id);
    this.replace(read);
    return this.marks.applyTo(read);
  }

  markAllRead(): void {
    this.#isAllRead = true;
    const newest = this.#lists.all.views.toSorted((a, b) => b.shown_at.localeCompare(a.shown_at))[0];
    this.marks.markAllRead(newest, this.#options.nowMs());
  }

  /** The server can be asked. */
  online(): void {
    void this.#travels.refresh();
  }

  /**
   * Takes an event into the list.
   * @returns whether it is news: a notification that was not known, or only silently. After a crash, events come again that
   * the device has kept already.
   */
  apply(event: HubEvent): boolean {
    if (event.type === 'entity-updated' && event.data.entity_type === 'trip') this.#travels.tripChanged();
    this.#since?.push(event);
    if (event.type === 'notification:read_all') this.#isAllRead = false;
    const isNews = event.type === 'notification:new' && this.#hear(event.data.notification.id, event.data.silent);
    this.#lists.apply(event);
    return isNews;
  }

  /** One notification as the server shows it now. */
  replace(view: NotificationView): void {
    this.#lists.replace(view);
  }

  /** The server has counted anew. */
  counted(unreadCount: number): void {
    this.#lists.counted(unreadCount);
  }

  /** Reads everything anew, until it succeeds. */
  reload(failures = 0): void {
    clearTimeout(this.#retryTimer);
    const reload = ++this.#reloads;
    this.#since = [];
    void this.#read(reload).catch((error: unknown) => {
      if (reload !== this.#reloads) return;
      if (!(error instanceof ProblemError)) throw error;
      this.#retryTimer = setTimeout(
        () => this.reload(failures + 1),
        error.retryAfterMs ?? backoffMs(failures, this.#options.random),
      );
    });
  }

  /** Loads the next page of what matches. @throws ProblemError */
  loadMore(match: NotificationMatch): Promise<void> {
    return this.#lists.loadMore(match);
  }

  stop(): void {
    this.#reloads++;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#wakeTimer);
    this.#travels.stop();
    this.marks.doc.destroy();
  }

  #hear(id: string, silent: boolean): boolean {
    if (silent) return this.find(id) === undefined;
    const isNews = !this.#told.has(id);
    this.#told.add(id);
    return isNews;
  }

  async #read(reload: number): Promise<void> {
    const { calls } = this.#options;
    const [page, preferences] = await Promise.all([calls.listNotifications(), calls.readPreferences()]);
    if (reload !== this.#reloads) return;
    const since = this.#since ?? [];
    this.#since = null;
    this.#preferences = preferences;
    this.#loaded = true;
    this.#isAllRead = false;
    this.#lists.begin(since.reduce(withEvent, withFirstPage(page)));
  }

  #marked(preferences: InboxPreferences | null): InboxPreferences | null {
    return preferences && this.marks.preferencesOver(preferences);
  }

  #changed(): void {
    this.#awaitWaking();
    this.#options.changed();
  }

  /** What the server counted, with the difference that the marks of this device make to what is loaded. */
  #unreadCount(): number {
    const nowMs = this.#options.nowMs();
    const { all, views } = this.#lists;
    const counted = views.filter((view) => isCounted(view, nowMs)).length;
    const notLoaded = this.#isAllRead ? 0 : Math.max(0, all.unreadCount - counted);
    return notLoaded + views.filter((view) => isCounted(this.marks.applyTo(view), nowMs)).length;
  }

  /** Looks again when the next snoozed notification is due, or one expires. */
  #awaitWaking(): void {
    clearTimeout(this.#wakeTimer);
    const nowMs = this.#options.nowMs();
    const times = this.#lists.views.flatMap((view) => {
      const { snoozed_until, expires_at } = this.marks.applyTo(view);
      return [snoozed_until, expires_at].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
    });
    const next = Math.min(...times.filter((atMs) => atMs > nowMs));
    if (next === Number.POSITIVE_INFINITY) return;
    this.#wakeTimer = setTimeout(() => this.#changed(), Math.min(maxTimerMs, next - nowMs));
  }
}
