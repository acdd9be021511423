import { type Caller, expectOk, login } from '../../support/rest-client';
import { openAs } from '../page-browser';
import { leaveOverlay, type Tour, takeAsBen } from './tour';

/** A calendar, its events and its dialogs. */
export const calendarStates: Tour = {
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
};

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
