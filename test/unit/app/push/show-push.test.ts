import { describe, expect, it } from 'vitest';
import type { ShownOptions, WorkerClient, WorkerScope } from '../../../../web/app/offline/worker-scope';
import { openMessage } from '../../../../web/app/push/open-message';
import { openPushed, showPush } from '../../../../web/app/push/show-push';

const alert = {
  kind: 'alert',
  notificationId: 'n1',
  title: 'Booked',
  body: 'Hotel Sakura',
  image: null,
  actions: [
    { id: 'a', label: 'Open' },
    { id: 'b', label: 'Later' },
    { id: 'c', label: 'Never' },
  ],
  priority: 'critical',
  url: '/trips/x',
  language: 'en',
  unreadCount: 3,
};

/** A service worker that notes what it is asked to do. */
function fakeScope(pages: readonly WorkerClient[] = []) {
  const done: unknown[] = [];
  const scope = {
    location: { origin: 'https://trips.example' },
    navigator: { setAppBadge: async (count: number) => void done.push(['badge', count]) },
    clients: { matchAll: async () => pages, openWindow: async (path: string) => void done.push(['open', path]) },
    registration: {
      showNotification: async (title: string, options: ShownOptions) => void done.push(['show', title, options]),
      getNotifications: async ({ tag }: { tag: string }) => [{ close: () => void done.push(['close', tag]) }],
    },
  } as unknown as WorkerScope;
  return { scope, done };
}

describe('showPush', () => {
  it('shows a notification with its buttons, as many as systems show', async () => {
    const { scope, done } = fakeScope();
    await showPush(scope, JSON.stringify(alert));
    expect(done).toEqual([
      ['badge', 3],
      [
        'show',
        'Booked',
        expect.objectContaining({
          tag: 'n1',
          body: 'Hotel Sakura',
          requireInteraction: true,
          actions: [
            { action: 'a', title: 'Open' },
            { action: 'b', title: 'Later' },
          ],
        }),
      ],
    ]);
  });

  it.each([
    ['https://images.example/a.png', true],
    ['http://images.example/a.png', false],
  ])('shows the picture %s: %s', async (image, isShown) => {
    const { scope, done } = fakeScope();
    await showPush(scope, JSON.stringify({ ...alert, image }));
    const [, , options] = done[1] as [string, string, ShownOptions];
    expect(options.image).toBe(isShown ? image : undefined);
  });

  it('takes away what was read elsewhere, and shows nothing', async () => {
    const { scope, done } = fakeScope();
    await showPush(scope, JSON.stringify({ kind: 'refresh', closed: ['n1', 'n2'], unreadCount: 0 }));
    expect(done).toEqual([
      ['badge', 0],
      ['close', 'n1'],
      ['close', 'n2'],
    ]);
  });

  it('takes away what an alert brings along, after it has shown it', async () => {
    const { scope, done } = fakeScope();
    await showPush(scope, JSON.stringify({ ...alert, closed: ['n2', 'n3'] }));
    expect(done).toEqual([
      ['badge', 3],
      ['show', 'Booked', expect.anything()],
      ['close', 'n2'],
      ['close', 'n3'],
    ]);
  });

  it.each(['', 'null', '{}', '{"kind":"alert"}', '{"kind":"refresh"}', '[1]'])('ignores %s', async (text) => {
    const { scope, done } = fakeScope();
    await showPush(scope, text);
    expect(done).toEqual([]);
  });
});

describe('openPushed', () => {
  it('opens the app where no page of it is open', async () => {
    const { scope, done } = fakeScope();
    await openPushed(scope, 'n 1', '');
    expect(done).toEqual([['open', '/inbox?notification=n+1']]);
  });

  it('brings an open page to the front and tells it which button was pressed', async () => {
    const told: unknown[] = [];
    const page: WorkerClient = {
      url: 'https://trips.example/trips/x',
      focus: async () => void told.push('focus'),
      postMessage: (message) => void told.push(message),
    };
    const { scope, done } = fakeScope([page]);
    await openPushed(scope, 'n1', 'a');
    expect(told).toEqual(['focus', { type: openMessage, path: '/inbox?notification=n1&action=a' }]);
    expect(done).toEqual([]);
  });
});
