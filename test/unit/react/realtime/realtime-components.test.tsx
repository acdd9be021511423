import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { connectionStatusOf } from '../../../../web/react/realtime/connection-status';
import { JoinedRooms } from '../../../../web/react/realtime/joined-rooms';
import { NotificationCenter } from '../../../../web/react/realtime/notification-center';
import { NotificationDetails } from '../../../../web/react/realtime/notification-details';
import { NotificationImage } from '../../../../web/react/realtime/notification-image';
import { NotificationItem } from '../../../../web/react/realtime/notification-item';
import { linkOf } from '../../../../web/react/realtime/notification-link';
import { isUrgent, maxPopups, stillUnread, withNewest } from '../../../../web/react/realtime/popups';
import { InboxContext } from '../../../../web/react/realtime/realtime-provider';
import { isLive } from '../../../../web/react/realtime/realtime-status';
import { RealtimeStatusBar } from '../../../../web/react/realtime/realtime-status-bar';
import { RealtimeStatusIndicator } from '../../../../web/react/realtime/realtime-status-indicator';
import { realtimeTexts } from '../../../../web/react/realtime/realtime-texts';
import { relativeTime } from '../../../../web/react/realtime/relative-time';
import { snoozeUntil } from '../../../../web/react/realtime/snooze-times';
import { Subscriptions } from '../../../../web/react/realtime/subscriptions';
import {
  type Inbox,
  type InboxState,
  type NotificationMatch,
  type NotificationView,
  ProblemError,
  type Room,
} from '../../../../web/sdk';
import { isMatching } from '../../../../web/sdk/inbox/loaded-lists';
import { notification } from '../../sdk/hub/fake-hub';

const state: InboxState = {
  status: { name: 'live' },
  transport: 'websocket',
  isGreeting: false,
  loaded: true,
  notifications: [],
  unreadCount: 0,
  hasMore: false,
  loadingMore: false,
  preferences: null,
  saved: true,
  storage: { kind: 'persistent' },
};

const texts = realtimeTexts.en;

/** An inbox as components see it, without a server behind it. */
function inboxWith(change: Partial<InboxState>): Inbox {
  const { notifications, hasMore, loadingMore } = { ...state, ...change };
  const matching = (match: NotificationMatch) => ({
    notifications: notifications.filter((view) => isMatching(view, match)),
    ...{ hasMore, loadingMore, asked: true },
  });
  return { state: { ...state, ...change }, on: () => () => undefined, matching } as unknown as Inbox;
}

function render(component: React.ReactNode, inbox: Inbox | null): string {
  return renderToStaticMarkup(<InboxContext.Provider value={inbox}>{component}</InboxContext.Provider>);
}

function renderItem(view: NotificationView): string {
  return renderToStaticMarkup(
    <NotificationItem
      inbox={inboxWith({})}
      notification={view}
      isOpen={false}
      onToggle={() => undefined}
      icon={(category) => <i>{category}</i>}
      nowMs={Date.parse(view.shown_at) + 300_000}
      locale="en"
      texts={texts}
    />,
  );
}

describe('NotificationCenter', () => {
  it('says that it loads, in both languages, until there is something to show', () => {
    for (const locale of ['en', 'ja'] as const) {
      for (const inbox of [null, inboxWith({ loaded: false })]) {
        const html = render(<NotificationCenter locale={locale} />, inbox);
        expect(html).toContain('aria-busy="true"');
        expect(html).toContain(realtimeTexts[locale].loading);
      }
    }
  });

  it('says that there is nothing', () => {
    expect(render(<NotificationCenter />, inboxWith({}))).toContain(texts.empty);
  });

  it('shows the notifications of the category that is chosen, with how many are unread', () => {
    const notifications = [notification(1), notification(2, { category: 'booking' })];
    const inbox = inboxWith({ notifications, unreadCount: 2, hasMore: true });
    const all = render(<NotificationCenter />, inbox);
    expect(all.match(/<li/g)).toHaveLength(2);
    expect(all).toContain('2 unread');
    expect(all).toContain(texts.more);
    const bookings = render(<NotificationCenter initialFilter="booking" />, inbox);
    expect(bookings.match(/<li/g)).toHaveLength(1);
    expect(bookings).toContain('News 2');
    expect(bookings).toMatch(/aria-pressed="true">Bookings/);
  });

  it('says that there is nothing of a category only when the server has no more, or cannot be asked', () => {
    const tasks = (change: Partial<InboxState>) =>
      render(<NotificationCenter initialFilter="task" />, inboxWith({ notifications: [notification(1)], ...change }));
    expect(tasks({ hasMore: false })).toContain(texts.emptyCategory);
    expect(tasks({ hasMore: true })).toContain('aria-busy="true"');
    expect(tasks({ hasMore: true })).not.toContain(texts.emptyCategory);
    const offline = { name: 'offline', reason: 'network', retryAtMs: null } as const;
    expect(tasks({ hasMore: true, transport: null, status: offline })).toContain(texts.emptyCategory);
  });

  it('cannot read everything when everything is read', () => {
    expect(render(<NotificationCenter />, inboxWith({}))).toMatch(/<button[^>]*disabled=""[^>]*>Mark all as read/);
  });
});

describe('a notification in the list', () => {
  it('says what it is, since when, and that it is unread', () => {
    const html = renderItem(notification(1));
    expect(html).toContain('<i>trip</i>');
    expect(html).toContain('5 minutes ago');
    expect(html).toContain('Unread: </span>News 1');
    expect(html).toContain('aria-expanded="false"');
    expect(renderItem(notification(1, { read_at: '2027-04-01T10:00:00.000Z' }))).not.toContain('Unread');
  });

  it.each([
    ['low', null],
    ['normal', null],
    ['high', texts.high],
    ['critical', texts.critical],
  ] as const)('of %s priority has the badge %s', (priority, badge) => {
    const html = renderItem(notification(1, { priority }));
    if (badge === null) expect(html).not.toContain('tt-note-badge');
    else expect(html).toContain(badge);
  });

  it('unfolds what it knows and its buttons; one that was pressed, or leads nowhere safe, cannot be pressed', () => {
    const action = { label: 'Look', style: 'default', url: null, done_at: null, under_way: false, failure: null } as const;
    const view = notification(1, {
      data: { flight: 'NH 106', seat: { row: 1 } },
      actions: [
        { ...action, id: 'a', url: '/trips/1' },
        { ...action, id: 'b', done_at: '2027-04-01T10:00:00.000Z' },
        { ...action, id: 'c', url: 'javascript:alert(1)' },
        { ...action, id: 'd' },
        { ...action, id: 'e', under_way: true },
      ],
    });
    const html = renderToStaticMarkup(
      <NotificationDetails inbox={inboxWith({})} notification={view} locale="en" texts={texts} />,
    );
    expect(html).toContain('<dt>Flight</dt><dd dir="auto">NH 106</dd>');
    expect(html).not.toContain('seat');
    expect(html).toContain('href="/trips/1"');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('Look ·\u00a0Done');
    expect(html).toContain('Look ·\u00a0Under way');
    expect(html.match(/<button[^>]*disabled/g)).toHaveLength(3);
    expect(html).not.toContain(texts.failed);
  });

  it('says that a button that was pressed has failed, and lets it be pressed again', () => {
    const action = {
      id: 'a',
      label: 'Look',
      style: 'default',
      url: null,
      done_at: null,
      under_way: false,
      failure: 'refused',
    } as const;
    const view = notification(1, { actions: [action] });
    const html = renderToStaticMarkup(
      <NotificationDetails inbox={inboxWith({})} notification={view} locale="en" texts={texts} />,
    );
    expect(html).toContain(texts.failed);
    expect(html).not.toMatch(/<button[^>]*disabled/);
  });
});

describe('the picture of a notification', () => {
  const render = (image: string) => renderToStaticMarkup(<NotificationImage image={image} />);

  it('comes when it is looked at, and tells nobody which page shows it', () => {
    const html = render('https://images.example/a.png');
    expect(html).toContain('src="https://images.example/a.png"');
    expect(html).toContain('loading="lazy"');
    expect(html).toMatch(/referrerpolicy="no-referrer"/i);
  });

  it.each(['http://images.example/a.png', 'data:image/png;base64,AA==', '/icon.svg', 'nonsense'])('is not shown: %s', (image) => {
    expect(render(image)).toBe('');
  });
});

describe('where a button may lead', () => {
  it.each([
    ['/trips/1', '/trips/1'],
    ['https://example.com/a', 'https://example.com/a'],
    ['//evil.example', null],
    ['/\\evil.example', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['nonsense', null],
    [null, null],
  ])('%s: %s', (url, link) => {
    expect(linkOf(url)).toBe(link);
  });
});

describe('pop-ups', () => {
  it('are for high and critical priority', () => {
    expect((['low', 'normal', 'high', 'critical'] as const).map((priority) => isUrgent({ priority }))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('are at most three, the newest first, each once', () => {
    const shown = [1, 2, 3, 4, 3].reduce<readonly NotificationView[]>((all, n) => withNewest(all, notification(n)), []);
    expect(shown.map(({ title }) => title)).toEqual(['News 3', 'News 4', 'News 2']);
    expect(shown).toHaveLength(maxPopups);
  });

  it('go when they were read or removed on another device', () => {
    const shown = [notification(1), notification(2), notification(3)];
    const left = [notification(1), notification(2, { read_at: '2027-04-01T10:00:00.000Z' })];
    expect(stillUnread(shown, left).map(({ title }) => title)).toEqual(['News 1']);
  });
});

describe('the status of the connection', () => {
  const denied = { name: 'denied', code: 4401 } as const;

  it.each([
    [{}, 'authenticated', 'calm'],
    [{ status: { name: 'polling', reason: 'blocked' }, transport: 'sse' }, 'authenticated', 'calm'],
    [{ status: { name: 'polling', reason: 'blocked' }, transport: 'poll' }, 'authenticated', 'busy'],
    [{ status: { name: 'connecting', failures: 0 } }, 'disconnected', 'busy'],
    [{ status: { name: 'connecting', failures: 0 }, isGreeting: true }, 'connected', 'busy'],
    [{ status: { name: 'offline', reason: 'network', retryAtMs: null } }, 'disconnected', 'offline'],
    [{ status: { ...denied, reason: 'unauthenticated' } }, 'authentication-failed', 'problem'],
    [{ status: { ...denied, reason: 'conflict' } }, 'disconnected', 'problem'],
    [{ status: { name: 'closed' } }, 'disconnected', 'problem'],
  ] satisfies [Partial<InboxState>, string, string][])('%j is %s and looks %s', (change, status, look) => {
    const inbox = inboxWith(change);
    expect(connectionStatusOf(inbox.state)).toBe(status);
    expect(isLive(inbox.state)).toBe(look === 'calm');
    expect(render(<RealtimeStatusIndicator />, inbox)).toContain(`data-status="${look}"`);
  });

  it('has a line of its own only when something is wrong', () => {
    expect(render(<RealtimeStatusBar />, inboxWith({}))).toContain('hidden');
    const html = render(
      <RealtimeStatusBar locale="ja" />,
      inboxWith({ status: { name: 'offline', reason: 'network', retryAtMs: null } }),
    );
    expect(html).toContain(realtimeTexts.ja.offline);
    expect(html).toContain(realtimeTexts.ja.retry);
  });
});

describe('times', () => {
  const nowMs = Date.UTC(2027, 3, 1, 12);

  it.each([
    [10, 'now'],
    [60, '1 minute ago'],
    [7_200, '2 hours ago'],
    [90_000, 'yesterday'],
    [-300, 'in 5 minutes'],
  ])('%d seconds ago: %s', (seconds, words) => {
    expect(relativeTime(nowMs - seconds * 1000, nowMs, 'en')).toBe(words);
  });

  it('of a snooze are in an hour, tomorrow morning and in a week', () => {
    const now = new Date(2027, 3, 1, 23, 30);
    expect(snoozeUntil('snoozeHour', now)).toEqual(new Date(2027, 3, 2, 0, 30));
    expect(snoozeUntil('snoozeTomorrow', now)).toEqual(new Date(2027, 3, 2, 9));
    expect(snoozeUntil('snoozeWeek', now)).toEqual(new Date(2027, 3, 8, 9));
  });
});

describe('subscriptions', () => {
  it('listen to whatever connection there is, and to none after they are taken back', () => {
    const listening = new Set<unknown>();
    const inbox = {
      onMessage: (_type: string, listener: unknown) => {
        listening.add(listener);
        return () => listening.delete(listener);
      },
    } as unknown as Inbox;
    const subscriptions = new Subscriptions();
    const [early, late] = [() => undefined, () => undefined];
    const stop = subscriptions.add('entity-updated', early);
    expect(listening.size).toBe(0);
    subscriptions.attach(inbox);
    subscriptions.add('entity-updated', late);
    expect([...listening]).toEqual([early, late]);
    stop();
    subscriptions.remove('entity-updated', late);
    expect(listening.size).toBe(0);
    subscriptions.add('entity-updated', early);
    subscriptions.attach(null);
    expect(listening.size).toBe(0);
  });
});

describe('the rooms that a component joined', () => {
  function fakeRoom(...names: string[]) {
    const users = names.map((name) => ({ id: name, name }));
    const left = { count: 0 };
    const room = { state: { users }, on: () => () => undefined, leave: () => left.count++ } as unknown as Room;
    return { room, left };
  }

  it('show everybody in them once, and are left together', async () => {
    const entered = { a: fakeRoom('aoi', 'ben'), b: fakeRoom('ben', 'cleo') };
    const people: string[][] = [];
    const rooms = new JoinedRooms(
      async (name) => entered[name as 'a' | 'b'].room,
      (now) => people.push(now.map(({ name }) => name)),
    );
    await Promise.all([rooms.join('a'), rooms.join('a'), rooms.join('b')]);
    expect(people.at(-1)).toEqual(['aoi', 'ben', 'cleo']);
    rooms.leaveAll();
    expect(people.at(-1)).toEqual([]);
    expect([entered.a.left.count, entered.b.left.count]).toEqual([1, 1]);
  });

  it('are left also when that is asked before they are joined', async () => {
    const { room, left } = fakeRoom('aoi');
    const rooms = new JoinedRooms(
      async () => room,
      () => undefined,
    );
    const joining = rooms.join('a');
    rooms.leave('a');
    await joining;
    expect(left.count).toBe(1);
  });

  it('that could not be joined can be tried again', async () => {
    const { room } = fakeRoom('aoi');
    let isDown = true;
    const rooms = new JoinedRooms(
      async () => {
        if (isDown) throw new ProblemError('network', 0, 'no');
        return room;
      },
      () => undefined,
    );
    await expect(rooms.join('a')).rejects.toMatchObject({ code: 'network' });
    isDown = false;
    await rooms.join('a');
  });
});

describe('the words of the realtime components', () => {
  it('are all there in both languages', () => {
    expect(Object.keys(realtimeTexts.ja)).toEqual(Object.keys(realtimeTexts.en));
    expect(Object.keys(realtimeTexts.ja.category)).toEqual(Object.keys(realtimeTexts.en.category));
  });
});
