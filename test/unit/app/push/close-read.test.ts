import { expect, it } from 'vitest';
import { closeRead } from '../../../../web/app/push/close-read';
import { type Inbox, type NotificationView, ProblemError } from '../../../../web/sdk';

const unread = { read_at: null, dismissed_at: null, snoozed_until: null };
const past = '2026-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

const views: Readonly<Record<string, Partial<NotificationView>>> = {
  unread,
  read: { ...unread, read_at: past },
  dismissed: { ...unread, dismissed_at: past },
  snoozed: { ...unread, snoozed_until: future },
  woken: { ...unread, snoozed_until: past },
};

const inbox: Pick<Inbox, 'load'> = {
  load: async (id) => {
    if (id === 'unknown') throw new ProblemError('network', 0, 'no network');
    const view = views[id];
    if (view === undefined) throw new ProblemError('not-found', 404, 'gone');
    return view as NotificationView;
  },
};

/** What the system still shows of these after the page has looked. */
async function left(ids: readonly string[]): Promise<string[]> {
  const shown = new Set(ids);
  const notifications = ids.map((id) => ({ data: { notificationId: id }, close: () => void shown.delete(id) }));
  const others = [{ data: null, close: () => void shown.clear() }];
  const registration = { getNotifications: async () => [...others, ...notifications] as unknown as Notification[] };
  await closeRead(registration, inbox).catch(() => undefined);
  return [...shown];
}

it('[K8] closes what was read, dismissed or put off, and what the server has no more', async () => {
  expect(await left(['unread', 'read', 'dismissed', 'snoozed', 'woken', 'forgotten'])).toEqual(['unread', 'woken']);
});

it('[K8] leaves what cannot be asked about', async () => {
  expect(await left(['unread', 'unknown', 'read'])).toEqual(['unread', 'unknown', 'read']);
});
