import * as Y from 'yjs';
import { marksRoots, readAtOf, readMark } from '../../../src/protocol/marks';
import type { InboxPreferences, NotificationChannel, NotificationView } from '../../../src/protocol/notifications';

/**
 * What a person did with their notifications, and their preferences: a small Yjs document, so that what was done on two
 * devices without a network merges.
 */
export class InboxMarks {
  readonly doc: Y.Doc;
  readonly #read: Y.Map<number>;
  readonly #readBefore: Y.Map<number>;
  readonly #dismissed: Y.Map<number>;
  readonly #snoozed: Y.Map<number>;
  readonly #preferences: Y.Map<unknown>;
  readonly #applied = new WeakMap<NotificationView, NotificationView>();

  constructor(doc: Y.Doc = new Y.Doc()) {
    this.doc = doc;
    this.#read = doc.getMap(marksRoots.read);
    this.#readBefore = doc.getMap(marksRoots.readBefore);
    this.#dismissed = doc.getMap(marksRoots.dismissed);
    this.#snoozed = doc.getMap(marksRoots.snoozed);
    this.#preferences = doc.getMap(marksRoots.preferences);
  }

  /** @param nowMs by the clock of the server */
  markRead({ id, shown_at }: NotificationView, nowMs: number): void {
    this.#read.set(id, readMark(nowMs, Date.parse(shown_at)));
  }

  markUnread({ id }: NotificationView): void {
    this.#read.set(id, 0);
  }

  /** Everything shown so far has been read. `newest`: what was shown last of what this device knows. */
  markAllRead(newest: NotificationView | undefined, nowMs: number): void {
    const atMs = readMark(nowMs, newest === undefined ? 0 : Date.parse(newest.shown_at));
    this.doc.transact(() => {
      this.#readBefore.set(String(this.doc.clientID), atMs);
      // What was made unread again is read now as well.
      for (const [id, mark] of [...this.#read.entries()]) if (mark === 0) this.#read.set(id, atMs);
    });
  }

  dismiss({ id }: NotificationView, nowMs: number): void {
    this.#dismissed.set(id, nowMs);
  }

  /** Takes a dismissal back. */
  restore({ id }: Pick<NotificationView, 'id'>): void {
    this.#dismissed.set(id, 0);
  }

  snooze({ id }: NotificationView, untilMs: number): void {
    this.#snoozed.set(id, untilMs);
  }

  /** Takes a snooze back. */
  unsnooze({ id }: Pick<NotificationView, 'id'>): void {
    this.#snoozed.set(id, 0);
  }

  /** A notification as the server showed it, with what was done here since. The same object as long as it says the same. */
  applyTo(view: NotificationView): NotificationView {
    const mark = this.#read.get(view.id);
    const readMs = readAtOf(mark, this.#readBeforeMs(), Date.parse(view.shown_at));
    // The server may know more than has arrived here, but not that it was made unread here.
    const readAt = readMs === null && mark !== 0 ? view.read_at : isoOf(readMs);
    const dismissedAt = markedAt(this.#dismissed.get(view.id), view.dismissed_at);
    const snoozedUntil = markedAt(this.#snoozed.get(view.id), view.snoozed_until);
    const marked = { ...view, read_at: readAt, dismissed_at: dismissedAt, snoozed_until: snoozedUntil };
    if (hasSameMarks(marked, view)) return view;
    const last = this.#applied.get(view);
    if (last !== undefined && hasSameMarks(marked, last)) return last;
    this.#applied.set(view, marked);
    return marked;
  }

  /** The preferences: those of the server with what was chosen here since. */
  preferencesOver(told: InboxPreferences): InboxPreferences {
    const chosen = Object.fromEntries(this.#preferences.entries());
    const { language, time_zone, quiet_hours } = { ...told, ...(chosen as Partial<InboxPreferences>) };
    const named = (kind: string) =>
      Object.entries(chosen).flatMap(([key, value]) => (key.startsWith(kind) ? [[key.slice(kind.length), value]] : []));
    return {
      language,
      time_zone,
      quiet_hours,
      channels: { ...told.channels, ...Object.fromEntries(named('channel:')) },
      types: Object.fromEntries(named('type:')),
    };
  }

  /** Those of these preferences that nobody has said yet. */
  unsaid(preferences: Partial<InboxPreferences>): Partial<InboxPreferences> {
    return Object.fromEntries(Object.entries(preferences).filter(([key]) => !this.#preferences.has(key)));
  }

  /** Writes the entries that differ, and nothing else, so that choices on two devices merge. */
  setPreferences(change: Partial<InboxPreferences>, current: InboxPreferences | null): void {
    const put = (key: string, value: unknown, was: unknown) => {
      if (JSON.stringify(value) !== JSON.stringify(was)) this.#preferences.set(key, value);
    };
    const { channels, types, ...single } = change;
    this.doc.transact(() => {
      for (const [key, value] of Object.entries(single)) put(key, value, current?.[key as keyof typeof single]);
      for (const [name, on] of Object.entries(channels ?? {}))
        put(`channel:${name}`, on, current?.channels[name as NotificationChannel]);
      if (types === undefined) return;
      for (const [type, used] of Object.entries(types)) put(`type:${type}`, used, current?.types[type]);
      for (const type of Object.keys(current?.types ?? {}))
        if (!Object.hasOwn(types, type)) this.#preferences.delete(`type:${type}`);
    });
  }

  #readBeforeMs(): number {
    return Math.max(0, ...this.#readBefore.values());
  }
}

/** A time that a mark stands for: none for 0, what the server says where there is no mark. */
function markedAt(mark: number | undefined, told: string | null): string | null {
  if (mark === undefined) return told;
  return mark === 0 ? null : isoOf(mark);
}

function hasSameMarks(a: NotificationView, b: NotificationView): boolean {
  return a.read_at === b.read_at && a.dismissed_at === b.dismissed_at && a.snoozed_until === b.snoozed_until;
}

function isoOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
