import type { Browser, Page } from 'playwright-core';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  comeOnline,
  insertCable,
  itemsOf,
  notesOf,
  openAs,
  openPage,
  openTripAs,
  type PersonPage,
  titleOf,
} from './page-browser';

/** Where the states of the page are looked at. */
export interface Scene {
  readonly browser: Browser;
  /** Of the server. */
  readonly url: string;
  /** Of the trip: 葵. */
  readonly owner: Caller;
  /** A trip with Ben as an editor and Chloé as a viewer. */
  readonly tripId: string;
}

/** States that one page goes through in this order: to open it anew for each would take most of the time. */
export interface Tour {
  open(scene: Scene): Promise<PersonPage>;
  readonly states: Readonly<Record<string, (page: Page, scene: Scene) => Promise<unknown>>>;
}

/** Every page and state, and how to get there. */
export const tours: readonly Tour[] = [
  {
    open: ({ browser, url }) => openPage(browser, url),
    states: {
      'sign in': (page) => page.getByRole('heading').first().waitFor(),
      'sign in by token, refused': async (page) => {
        await page.getByRole('button', { name: 'I have a token' }).click();
        await page.getByRole('textbox', { name: 'Token' }).fill('nonsense');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').waitFor();
      },
      'empty list': async (page) => {
        await page.reload();
        await page.getByLabel('Another name').fill('Nobody');
        await page.keyboard.press('Enter');
        await page.getByText('No trips yet').waitFor();
      },
    },
  },
  {
    open: ({ browser, url }) => openAs(browser, url, 'aoi'),
    states: {
      'list of trips': (page) => page.locator('main li a').first().waitFor(),
      'menu of a trip in the list': async (page) => {
        await page.getByRole('button', { name: 'Options' }).first().click();
        await page.getByRole('menu').waitFor();
      },
      'dialog for a new trip': async (page) => {
        await leaveOverlay(page, 'menu');
        await page.getByRole('button', { name: 'New trip' }).click();
        await page.getByRole('dialog').waitFor();
      },
      'failing list': async (page) => {
        await page.route(/\/v1\/trips(\?|$)/, (route) => route.abort());
        await page.reload();
        await page.getByRole('alert').waitFor();
      },
    },
  },
  {
    // Ben has been made a member of the trip, and was told so.
    open: ({ browser, url }) => openAs(browser, url, 'ben'),
    states: {
      'notifications, one of them unfolded': async (page) => {
        await page.getByRole('button', { name: /^Notifications, / }).click();
        await page.getByRole('dialog').locator('li button[aria-controls]').first().click();
        await page.getByRole('button', { name: 'Open', exact: true }).waitFor();
      },
      'menu of a notification': async (page) => {
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /^More for/ })
          .first()
          .click();
        await page.getByRole('menu').waitFor();
      },
      'no notifications of a kind': async (page) => {
        await leaveOverlay(page, 'menu');
        await page.getByRole('button', { name: 'Tasks', exact: true }).click();
        await page.getByText('Nothing of this kind').waitFor();
      },
      'notifications as a page': async (page, { url }) => {
        await page.goto(`${url}/inbox`);
        await page.locator('main li').first().waitFor();
      },
      'settings of notifications, with a wrong code and a wrong address': async (page) => {
        await page.getByRole('link', { name: 'Notification settings' }).click();
        const address = page.getByLabel('E-mail address, or telephone number');
        await address.fill('aoi@example.com');
        await page.keyboard.press('Enter');
        await page.getByLabel('6-digit code sent to aoi@example.com').fill('1');
        await page.keyboard.press('Enter');
        await page.getByText('This is not the code').waitFor();
        await address.fill('nobody');
        await page.keyboard.press('Enter');
        await page.getByText('Neither an e-mail address').waitFor();
      },
    },
  },
  {
    open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'ben'),
    states: {
      'trip as an editor': (page) => notesOf(page).waitFor(),
      'notes whose link is being written': async (page) => {
        await notesOf(page).click();
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Control+k');
        await page.getByLabel('Address of the link').fill('javascript:alert(1)');
        await page.keyboard.press('Enter');
        await page.locator('#notes').getByRole('alert').waitFor();
      },
      'notes whose link is pointed at': async (page) => {
        await page.getByLabel('Address of the link').fill('maps.example/kyoto');
        await page.keyboard.press('Enter');
        await notesOf(page).locator('a').first().waitFor();
        await page.keyboard.press('ArrowLeft');
        await page.getByRole('link', { name: 'Open maps.example/kyoto in a new tab' }).waitFor();
      },
      'trip with an unfolded card': async (page) => {
        const card = itemsOf(page, 1).first();
        await card.getByRole('button', { name: 'Details' }).click();
        await card.getByRole('button', { name: 'Duplicate' }).waitFor();
      },
      'card with a wrong cost and a wrong link': async (page) => {
        const card = itemsOf(page, 1).first();
        for (const [label, value] of [
          ['Cost', '1.2.3'],
          ['Link', 'javascript:alert(1)'],
        ] as const) {
          await card.getByLabel(label, { exact: true }).fill(value);
          await page.keyboard.press('Enter');
        }
        await card.getByRole('alert').nth(1).waitFor();
      },
      'trip with the help for the keyboard': async (page) => {
        await page.getByRole('button', { name: 'Details' }).first().focus();
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
      'trip with the palette to jump by': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').getByRole('option').first().waitFor();
      },
      'trip with a palette that finds nothing': async (page) => {
        await page.getByRole('combobox', { name: 'Go to' }).fill('Timbuktu');
        await page.getByRole('dialog').getByRole('option').waitFor({ state: 'detached' });
      },
      'trip whose picture is being chosen': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.getByRole('button', { name: 'Change the picture' }).click();
        await page.getByRole('dialog').waitFor();
      },
      'budget of a trip': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.getByRole('link', { name: 'Budget' }).first().click();
        await page.getByRole('region', { name: 'Budget' }).waitFor();
      },
      'budget with a wrong amount': async (page) => {
        await page.getByTestId('budget-JPY').getByRole('textbox').fill('1.2.3');
        await page.keyboard.press('Enter');
        await page.locator('#budget').getByRole('alert').waitFor();
      },
      'links of a trip': async (page) => {
        await page.getByRole('link', { name: 'Links' }).first().click();
        await page.getByLabel('Address of a new link').fill('https://example.com/kyoto');
        await page.keyboard.press('Enter');
        await page.getByTestId('link').waitFor();
      },
      'links with a wrong address': async (page) => {
        await page.getByLabel('Address of a new link').fill('mailto:a@b.example');
        await page.keyboard.press('Enter');
        await page.locator('#links').getByRole('alert').waitFor();
      },
    },
  },
  {
    open: async ({ browser, url, owner }) =>
      openTripAs(browser, url, await createTrip(owner, { title: 'Kyoto', cover: 'cover:temple' }), 'aoi'),
    states: {
      'trip without dates and cards': (page) => notesOf(page).waitFor(),
      'trip that is being shared': async (page) => {
        await page.getByRole('button', { name: 'Share' }).click();
        await page.getByRole('button', { name: 'Make a link' }).click();
        await page.getByLabel('Invitation link').waitFor();
      },
      'trip that has just been archived': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.getByRole('button', { name: 'More about this trip' }).click();
        await page.getByRole('menuitem', { name: 'Archive' }).click();
        await page.getByRole('button', { name: 'Undo' }).last().waitFor();
      },
    },
  },
  {
    open: async ({ browser, url, owner, tripId }) => {
      const invite = await expectOk<{ url: string }>(owner, 'POST', `/v1/trips/${tripId}/invites`, { role: 'editor' });
      return openAs(browser, invite.url.replace(/^https?:\/\/[^/]+/, url), 'chloe');
    },
    states: {
      invitation: (page) => page.getByRole('button', { name: 'Join the trip' }).waitFor(),
      'invitation that does not exist': async (page, { url }) => {
        await page.goto(`${url}/invites/nonsense`);
        await page.getByRole('heading', { name: 'This invitation does not exist' }).waitFor();
      },
      'trip that does not exist': async (page, { url }) => {
        await page.goto(`${url}/trips/0197aaaa-0000-7000-8000-000000000000`);
        await page.getByRole('alert').waitFor();
      },
      'page that does not exist': async (page, { url }) => {
        await page.goto(`${url}/nowhere`);
        await page.getByRole('heading').waitFor();
      },
      'trip as a viewer': async (page, { url, tripId }) => {
        await page.goto(`${url}/trips/${tripId}`);
        await titleOf(page).waitFor();
      },
    },
  },
  {
    open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'ben'),
    states: {
      'trip with somebody else in a field': async (page, { browser, url, tripId }) => {
        const other = await openTripAs(browser, url, tripId, 'aoi');
        await titleOf(other.page).click();
        await page.locator('[data-field=title]', { hasText: '葵' }).waitFor();
      },
    },
  },
  {
    open: ({ browser, url, tripId }) => openTripAs(browser, url, tripId, 'aoi'),
    states: {
      'trip with parts that somebody else has': async (page, { owner, tripId }) => {
        const trip = `/v1/trips/${tripId}`;
        const { itinerary } = await expectOk<{ itinerary: { id: string }[] }>(owner, 'GET', trip);
        await takeAsBen(owner, trip, '/title', '/start_date', '/notes', `/itinerary/@${itinerary[0]?.id}`);
        await page.getByText('4 locked').waitFor();
      },
      'trip that somebody else has as a whole': async (page, { owner, tripId }) => {
        await takeAsBen(owner, `/v1/trips/${tripId}`, '');
        await page.getByText(/^Ben has everything here/).waitFor();
      },
    },
  },
  {
    open: ({ browser, url }) => openAs(browser, url, 'ben'),
    states: {
      'trip that is loading': async (page, { url, tripId }) => {
        // A server that accepts and says nothing.
        await page.routeWebSocket(/\/v1\/trips\//, () => undefined);
        await page.goto(`${url}/trips/${tripId}`);
        await page.locator('.skeleton').first().waitFor();
      },
      'trip that cannot be reached': async (page, { url, tripId }) => {
        (await insertCable(page)).pull();
        await page.goto(`${url}/trips/${tripId}`);
        await page.getByTestId('notice').waitFor();
      },
      'trip that this device cannot keep': async (page, { url, tripId }) => {
        await insertCable(page);
        await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
        await page.goto(`${url}/trips/${tripId}`);
        await page.locator('.tt-storage-warning').waitFor();
      },
    },
  },
  {
    open: ({ browser, url }) => openAs(browser, url, 'ben'),
    states: Object.fromEntries(
      ['calendar', 'inbox', 'inbox/settings', 'invites/1234'].map((path) => [
        `${path}, its part of the page on its way`,
        onItsWay(path),
      ]),
    ),
  },
  {
    open: async ({ browser, url, owner }) => {
      await fillCalendar(owner);
      return openAs(browser, `${url}/calendar?view=month&date=2027-03-10`, 'aoi');
    },
    states: {
      'month of the calendar': (page) => page.getByRole('button', { name: 'Fair' }).waitFor(),
      'week of the calendar': async (page) => {
        await page.keyboard.press('w');
        await page.locator('[data-timed] [data-event]').first().waitFor();
      },
      'agenda of the calendar': async (page) => {
        await page.keyboard.press('a');
        await page.locator('main h2', { hasText: 'Wednesday' }).first().waitFor();
      },
      'new event of the calendar': async (page) => {
        await page.keyboard.press('n');
        await page.getByRole('dialog').waitFor();
      },
      'keys of the calendar': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.keyboard.press('?');
        await page.getByText('Move the event', { exact: true }).waitFor();
      },
      'search in the calendar': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.keyboard.press('/');
        await page.getByRole('searchbox').waitFor();
      },
      'events that a search in the calendar found': async (page) => {
        await page.getByRole('searchbox').fill('planning');
        await page.getByRole('dialog').locator('[data-event]').first().waitFor();
      },
      'event beside the calendar': async (page) => {
        // The first Escape empties the field.
        await page.keyboard.press('Escape');
        await leaveOverlay(page, 'dialog');
        await page.keyboard.press('w');
        await page.locator('[data-event]', { hasText: 'Planning' }).click();
        await page.getByRole('heading', { name: 'Description' }).scrollIntoViewIfNeeded();
        await page.locator('.ql-editor').waitFor();
      },
      'event that somebody keeps to themselves': async (page) => {
        await page.getByRole('button', { name: 'More about this event' }).click();
        await page.getByRole('menuitem', { name: 'Keep it to myself for a while' }).click();
        await page.getByRole('button', { name: 'Let others change it again' }).waitFor();
      },
      'event with fields that somebody has': async (page, { owner }) => {
        await page.getByRole('button', { name: 'Let others change it again' }).click();
        await page.getByRole('button', { name: 'Keep to myself: Place' }).click();
        await page.getByRole('button', { name: 'Only you: Place' }).waitFor();
        const event = `/v1/events/${new URL(page.url()).searchParams.get('event')}`;
        await expectOk(owner, 'PUT', `${event}/members/ben`, { role: 'editor' });
        await takeAsBen(owner, event, '/title', '/start_time', '/description', '/tags');
        await page.getByText('5 locked').waitFor();
      },
      'locks of an event, one of which is about to be broken': async (page) => {
        await page.getByRole('button', { name: '5 locked' }).click();
        await page.getByRole('button', { name: 'Break the lock…' }).first().click();
        await page.getByRole('button', { name: 'Break the lock', exact: true }).waitFor();
      },
      'event that repeats in a way of its own': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.getByLabel('Repeats', { exact: true }).selectOption('Custom…');
        await page.getByLabel('End of the series').waitFor();
      },
      'history of an event': async (page) => {
        await page.getByRole('button', { name: 'More about this event' }).click();
        await page.getByRole('menuitem', { name: 'History' }).click();
        await page.getByRole('dialog').locator('li').first().getByRole('button').first().click();
        await page.getByRole('dialog').locator('dl').waitFor();
      },
      'event with two versions of its place': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.goto(`${new URL(page.url()).origin}/calendar?view=week&date=2027-03-17`);
        await page.locator('[data-event]', { hasText: 'Rehearsal' }).click();
        await page.getByRole('button', { name: 'Decide', exact: true }).waitFor();
      },
      'choice between two versions': async (page) => {
        await page.getByRole('button', { name: 'Decide', exact: true }).click();
        await page.getByRole('dialog').waitFor();
      },
      'feeds of a calendar': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page
          .getByRole('button', { name: /^Options: / })
          .first()
          .click();
        await page.getByRole('menuitem', { name: 'Subscribe…' }).click();
        await page.getByLabel('What it is for').fill('My phone');
        await page.getByRole('button', { name: 'Make an address' }).click();
        await page.getByRole('dialog').locator('li').first().waitFor();
      },
      'deletion of a calendar': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.getByRole('button', { name: 'New calendar' }).click();
        await page.getByLabel('Name of the calendar').fill('Choir');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Options: Choir' }).click();
        await page.getByRole('menuitem', { name: 'Delete the calendar' }).click();
        await page.getByRole('dialog').waitFor();
      },
      'recently deleted of the calendar': async (page) => {
        await page.getByRole('dialog').getByRole('button', { name: 'Delete with its events' }).click();
        await page.getByRole('checkbox', { name: 'Choir' }).waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Recently deleted' }).click();
        await page.getByRole('button', { name: 'Restore “Choir”' }).waitFor();
      },
      'import that failed in part': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page
          .getByRole('button', { name: /^Options: / })
          .first()
          .click();
        await page.getByRole('menuitem', { name: 'Import…' }).click();
        await page.getByLabel('Calendar file').setInputFiles(brokenFile);
        await page.getByText('Not taken over').waitFor();
      },
    },
  },
  tourWithoutConnection(),
];

/** A calendar file of one event whose rule nobody can follow. */
const brokenFile = {
  name: 'team.ics',
  mimeType: 'text/calendar',
  buffer: Buffer.from(
    [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20270301T000000Z'],
      ...['DTSTART:20270310T000000Z', 'DTEND:20270310T010000Z', 'SUMMARY:Stand-up', 'RRULE:FREQ=HOURLY', 'END:VEVENT'],
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  ),
};

/** Events of one week, as a calendar has them. */
async function fillCalendar(owner: Caller): Promise<void> {
  const events = [
    { title: 'Fair', all_day: true, start_time: '2027-03-09', end_time: '2027-03-12' },
    { title: 'Stand-up', start_time: '2027-03-08T00:00:00Z', end_time: '2027-03-08T00:30:00Z', recurrence: 'FREQ=DAILY;COUNT=5' },
    {
      ...{ title: 'Planning', start_time: '2027-03-10T02:00:00Z', end_time: '2027-03-10T04:00:00Z', location: 'Room 5' },
      attendees: [{ user_id: 'aoi', name: '葵' }],
      tags: ['spring'],
    },
  ];
  for (const event of events) await expectOk(owner, 'POST', '/v1/events', { time_zone: 'Asia/Tokyo', ...event });
  await writePlaceTwice(owner);
}

/** An event whose place two people have written at once. */
async function writePlaceTwice(owner: Caller): Promise<void> {
  const times = { start_time: '2027-03-17T02:00:00Z', end_time: '2027-03-17T04:00:00Z', time_zone: 'Asia/Tokyo' };
  const { id } = await expectOk<{ id: string }>(owner, 'POST', '/v1/events', { title: 'Rehearsal', ...times });
  await expectOk(owner, 'PUT', `/v1/events/${id}/members/ben`, { role: 'editor' });
  const { metadata } = await expectOk<{ metadata: { version: number } }>(owner, 'GET', `/v1/events/${id}`);
  const headers = { 'content-type': 'application/merge-patch+json' };
  const path = `/v1/events/${id}?base_version=${metadata.version}`;
  await expectOk(owner, 'PATCH', path, { location: 'Nishiki Market, by the fish shop' }, headers);
  await expectOk(await login(owner.url, 'ben', 'Ben'), 'PATCH', path, { location: 'Nishiki Market, third gate' }, headers);
}

/** Ben has parts of a document for himself. */
async function takeAsBen(owner: Caller, document: string, ...paths: readonly string[]): Promise<void> {
  const ben = await login(owner.url, 'ben', 'Ben');
  for (const path of paths) await expectOk(ben, 'POST', `${document}/locks`, { path });
}

/** A page that loses its connection, and with it, later, the right to edit. */
function tourWithoutConnection(): Tour {
  let id: string;
  let cable: Awaited<ReturnType<typeof insertCable>>;
  return {
    open: async ({ browser, url, owner }) => {
      id = await createTrip(owner, { title: 'Kyoto' });
      await putMember(owner, id, 'ben', 'editor');
      const opened = await openAs(browser, url, 'ben');
      cable = await insertCable(opened.page);
      await opened.page.goto(`${url}/trips/${id}`);
      await notesOf(opened.page).waitFor();
      return opened;
    },
    states: {
      'trip that went offline': async (page) => {
        cable.pull();
        await titleOf(page).press('End');
        await page.keyboard.type(' by night train');
        await page.getByTestId('notice').waitFor();
      },
      'signing out with unsaved edits': async (page) => {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('dialog').waitFor();
      },
      'list of trips without a connection': async (page) => {
        await leaveOverlay(page, 'dialog');
        await page.route('**/v1/**', (route) => route.abort());
        await page.getByRole('link', { name: 'All trips', exact: true }).click();
        await page.getByRole('heading', { name: 'On this device' }).waitFor();
      },
      'edits that could not be saved': async (page, { owner }) => {
        await page.unroute('**/v1/**');
        await page.getByRole('listitem').filter({ hasText: 'Kyoto by night train' }).getByRole('link').click();
        await titleOf(page).waitFor();
        await putMember(owner, id, 'ben', 'viewer');
        cable.plug();
        await comeOnline(page);
        await page.getByRole('button', { name: 'Show' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
  };
}

/** A page whose own script does not arrive. */
function onItsWay(path: string): (page: Page, scene: Scene) => Promise<unknown> {
  return async (page, { url }) => {
    await page.route(/-page-[\w-]+\.js$/, () => undefined);
    await page.goto(`${url}/${path}`, { waitUntil: 'commit' });
    await page.locator('.skeleton').first().waitFor();
  };
}

/** Closes a menu or a dialog, and waits until it is gone. */
async function leaveOverlay(page: Page, role: 'menu' | 'dialog'): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole(role).waitFor({ state: 'detached' });
}
